import { sourceOf } from "../../../api/sources/desk.ts";
import { actorOf } from "../../../api/staff-route.ts";
import { HifazatError } from "../../../core/errors.ts";
import { Radios, TextArea } from "../../ui/form.tsx";
import { languageOf } from "../../ui/language.ts";
import { BackLink, Inset } from "../../ui/notice.tsx";
import { formPage } from "../form-page.tsx";
import { FieldFault } from "../orders/refused.tsx";
import { access, opened, reasonOf, type SourcesPart } from "./part.tsx";
import { SOURCES } from "./words.ts";

const MOST_REASONS = 4_000;

/** What a senior officer makes of a body that is kept aside: it comes in as it is, or it is thrown away. */
export function decidePage(part: SourcesPart): void {
  const { pages, deps, desk, base } = part;
  formPage(pages, deps, {
    here: "sources",
    path: `${base}/:name/decide`,
    access: access(part, "release"),
    view: (c, language, values, errors) => {
      const { source, fetches, waiting, words, path } = opened(c, part);
      if (waiting === null) throw new HifazatError("source_state", "No body of this source waits for a decision.");
      const kept = fetches.find(({ id }) => id === waiting);
      return {
        title: words.decideTitle(source.name),
        submit: words.record,
        before: <BackLink language={language} href={path} />,
        lead: (
          <>
            {kept?.code != null && (
              <Inset>
                {reasonOf(language, kept.code)}{" "}
                <a class="govuk-link" href={`${path}/quarantine`}>
                  {words.look}
                </a>
              </Inset>
            )}
            <p class="govuk-body">{words.decideLead}</p>
          </>
        ),
        fields: (
          <>
            <input type="hidden" name="fetch" value={values.text("fetch", String(waiting))} />
            <Radios
              {...{ language, errors, name: "decision", label: words.decision, value: values.text("decision") }}
              choices={[
                { value: "release", text: words.release, hint: words.releaseHint },
                { value: "discard", text: words.discard, hint: words.discardHint },
              ]}
            />
            <TextArea
              {...{ language, errors, name: "reasons", label: words.writtenReasons, value: values.text("reasons") }}
              maxlength={MOST_REASONS}
            />
          </>
        ),
      };
    },
    act: async (c, form) => {
      const { source } = sourceOf(c, deps.sources, desk);
      const words = SOURCES[languageOf(c)];
      const decision = form.text("decision");
      const reasons = form.text("reasons").slice(0, MOST_REASONS);
      if (decision !== "release" && decision !== "discard") throw new FieldFault("decision", words.decisionNeeded);
      if (reasons === "") throw new FieldFault("reasons", words.reasonsNeeded);
      const named = { fetch: Number(form.text("fetch")), reasons };
      if (decision === "discard") deps.sources.discardWaiting(source, named, actorOf(c));
      else await deps.sources.releaseWaiting(source, named, actorOf(c));
      return `${base}/${source.name}?done=${decision === "discard" ? "discarded" : "released"}`;
    },
    faultAt: (error) =>
      error instanceof FieldFault ? error.field : error.code === "names_sealed_address" ? "reasons" : "decision",
    refusal: (c, _form, error) => {
      if (error instanceof FieldFault) return error.message;
      const words = SOURCES[languageOf(c)];
      return error.code === "source_state" ? words.another : words.reasons[error.code];
    },
  });
}
