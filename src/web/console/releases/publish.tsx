import type { PublishOutcome } from "../../../api/releases/deps.ts";
import { actorOf, requires } from "../../../api/staff-route.ts";
import { HifazatError } from "../../../core/errors.ts";
import { TextArea } from "../../ui/form.tsx";
import type { Language } from "../../ui/language.ts";
import { languageOf } from "../../ui/language.ts";
import { BackLink, Inset } from "../../ui/notice.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { formPage } from "../form-page.tsx";
import type { ConsoleContext, ConsolePages } from "../pages.tsx";
import { Decisions, MOST_DECISIONS } from "./decisions.tsx";
import { RELEASES_PATH } from "./part.tsx";
import { needsSenior, Waiting } from "./waiting.tsx";
import { RELEASES } from "./words.ts";

/** Publication at once, and of what only a senior officer can let out. */
export function publishPages(pages: ConsolePages, deps: ConsoleDeps): void {
  const { releases } = deps;

  formPage(pages, deps, {
    path: `${RELEASES_PATH}/publish`,
    access: requires("release.publish"),
    here: "releases",
    faultAt: "main",
    view(_, language) {
      const words = RELEASES[language].publish;
      return {
        title: words.title,
        before: <Back language={language} />,
        lead: (
          <>
            <p class="govuk-body-l">{words.lead}</p>
            <Waiting language={language} pending={releases.pending()} />
          </>
        ),
        submit: words.submit,
      };
    },
    act: async (c) => whereTo(await releases.publishNow(actorOf(c))),
    refusal,
  });

  formPage(pages, deps, {
    path: `${RELEASES_PATH}/batch`,
    access: requires("batch.release"),
    here: "releases",
    faultAt: "reasons",
    view(c, language, values, errors) {
      const words = RELEASES[language].batch;
      const pending = releases.pending();
      const decisions = releases.held(MOST_DECISIONS);
      return {
        title: words.title,
        before: <Back language={language} />,
        lead: (
          <>
            <p class="govuk-body-l">{needsSenior(pending) ? words.lead : words.nothing}</p>
            <Waiting language={language} pending={pending} />
            {pending.over.includes("removed") && <Inset>{words.mistaken}</Inset>}
            {decisions.length > 0 && <Decisions {...{ c, language, decisions, caption: words.decisions }} />}
          </>
        ),
        fields: (
          <>
            {/* As far as this page shows it: what is decided meanwhile does not go out with it. */}
            <input type="hidden" name="watermark" value={String(pending.watermark)} />
            <TextArea
              {...{ language, errors, name: "reasons", label: words.reasons, hint: words.reasonsHint }}
              value={values.text("reasons")}
              maxlength={4_000}
            />
          </>
        ),
        submit: words.submit,
        look: "warning",
      };
    },
    async act(c, form) {
      const [reasons, watermark] = [form.text("reasons"), form.text("watermark")];
      if (reasons === "") throw new HifazatError("order_incomplete", "A decision needs written reasons.");
      if (!/^\d{1,15}$/.test(watermark)) throw new HifazatError("bad_request", "The page does not say what it showed.");
      return whereTo(await releases.releaseBatch(Number(watermark), actorOf(c), reasons));
    },
    refusal,
  });
}

export const Back = ({ language }: { readonly language: Language }) => (
  <BackLink language={language} href={RELEASES_PATH} />
);

/** To the release that was made; to the list when there was nothing to make one of. */
export function whereTo(outcome: PublishOutcome): string {
  if (outcome.kind === "unchanged") return `${RELEASES_PATH}?done=unchanged`;
  return `${RELEASES_PATH}/${outcome.row.number}?done=published`;
}

export const refusal = (c: ConsoleContext, _form: unknown, error: HifazatError): string | undefined =>
  RELEASES[languageOf(c)].refused[error.code];
