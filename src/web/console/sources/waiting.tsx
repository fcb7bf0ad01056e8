import { sourceOf } from "../../../api/sources/desk.ts";
import { actorOf } from "../../../api/staff-route.ts";
import { HifazatError } from "../../../core/errors.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { formatNumber, formatTime } from "../../ui/dates.ts";
import { TextArea } from "../../ui/form.tsx";
import { Ltr } from "../../ui/ltr.tsx";
import { BackLink, Warning } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { defanged } from "../defanged.tsx";
import { formPage } from "../form-page.tsx";
import { ConsolePage } from "../frame.tsx";
import { hasRole } from "../orders/part.tsx";
import type { ConsoleContext } from "../pages.tsx";
import { access, opened, reasonOf, type SourcesPart } from "./part.tsx";

/** How much of a body a page shows: the beginning says what came. */
const MOST_LINES = 200;
const MOST_LETTERS = 300;

/** The body that is kept aside, as it begins. Of a sealed source only who says why sees it, once, and audited. */
export function waitingPage(part: SourcesPart): void {
  const { pages, deps, desk, base } = part;
  const path = `${base}/:name/quarantine`;
  if (desk.list === "general") {
    pages.page(path, access(part, "read"), (c) => show(c, part, null));
    return;
  }
  formPage(pages, deps, {
    here: "sources",
    path,
    access: access(part, "read"),
    faultAt: "reason",
    view: (c, language, values, errors) => {
      const { waiting, words, path: back } = opened(c, part);
      if (waiting === null) throw new HifazatError("source_state", "No body of this source waits for a decision.");
      return {
        title: words.look,
        submit: words.look,
        look: "warning",
        before: <BackLink language={language} href={back} />,
        lead: <Warning language={language}>{words.lookLead}</Warning>,
        fields: (
          <TextArea
            {...{ language, errors, name: "reason", label: words.lookReason, rows: 3 }}
            value={values.text("reason")}
            maxlength={500}
          />
        ),
      };
    },
    act: (c, form) => show(c, part, form.text("reason").slice(0, 500)),
    refusal: (c, _form, error) =>
      error.code === "order_incomplete" ? opened(c, part).words.lookReasonNeeded : undefined,
  });
}

async function show(c: ConsoleContext, part: SourcesPart, reason: string | null): Promise<Response> {
  const { deps, desk, base } = part;
  const { language, words, path, source } = opened(c, part);
  const { waiting, text, whole } = await deps.sources.lookAtWaiting(
    sourceOf(c, deps.sources, desk).source,
    reason,
    actorOf(c),
  );
  const lines = text.split("\n");
  const shown = lines.slice(0, MOST_LINES).map((line) => defanged(line.slice(0, MOST_LETTERS)));
  const all = whole && lines.length <= MOST_LINES && lines.every((line) => line.length <= MOST_LETTERS);
  const title = words.keptTitle(source.name);
  return sendPage(
    c,
    <ConsolePage
      {...{ c, language, title, here: "sources" }}
      assets={await deps.assets()}
      before={<BackLink language={language} href={`${base}/${source.name}`} />}
    >
      <h1 class="govuk-heading-l">{title}</h1>
      <SummaryList
        rows={[
          { key: words.fetchedAt, value: formatTime(language, waiting.at) },
          { key: words.why, value: waiting.code === null ? "–" : reasonOf(language, waiting.code) },
          { key: words.detail, value: waiting.detail === null ? "–" : <Ltr>{waiting.detail}</Ltr> },
          { key: words.bytes, value: waiting.bytes === null ? "–" : formatNumber(language, waiting.bytes) },
        ]}
      />
      <h2 class="govuk-heading-m">{all ? words.wholeBody : words.beginning}</h2>
      <section class="hifazat-scroll" aria-label={all ? words.wholeBody : words.beginning} tabindex={0}>
        <pre dir="ltr" class="govuk-body-s">
          <code>{shown.join("\n")}</code>
        </pre>
      </section>
      {hasRole(c, desk.actions.release) && <ButtonLink href={`${path}/decide`}>{words.decide}</ButtonLink>}
    </ConsolePage>,
  );
}
