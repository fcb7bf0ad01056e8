import type { Child } from "hono/jsx";
import { queryParameter } from "../../../api/query-parameter.ts";
import { HifazatError } from "../../../core/errors.ts";
import { shorten } from "../../blockpage/shown.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { formatDuration } from "../../ui/dates.ts";
import { ErrorSummary } from "../../ui/form.tsx";
import { type Language, languageOf } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Tag } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import type { SiteDeps } from "../deps.ts";
import { EntryFacts } from "../entries/facts.tsx";
import { SitePage } from "../frame.tsx";
import type { SitePages } from "../site-pages.ts";
import { CheckForm } from "./check-form.tsx";
import { ReadableName } from "./readable-name.tsx";
import { type ShownVerdict, verdictOf } from "./verdict.ts";
import { CHECK } from "./words.ts";

const NO_RELEASE = "No release has been published yet.";
/** Characters of an address that a link carries on to the next form; who asked about a longer one types it again. */
const MOST_CARRIED = 2_000;

/** Is this blocked, and why? What is asked goes into no log and no cookie; only the verdict is counted. */
export function checkPages({ get }: SitePages, { answers, assets, settings, observe }: SiteDeps): void {
  get("/check", async (c) => {
    const language = languageOf(c);
    const words = CHECK[language];
    const query = queryParameter(c.req.url, "url");
    const asked = query?.trim() ?? "";
    if (asked === "") {
      const errors = query === undefined ? [] : [{ field: "url", text: words.missing }];
      return sendPage(
        c,
        <SitePage
          c={c}
          language={language}
          assets={await assets()}
          settings={settings()}
          title={words.title}
          here="check"
        >
          <ErrorSummary language={language} errors={errors} />
          <h1 class="govuk-heading-l">{words.title}</h1>
          <CheckForm language={language} errors={errors} />
        </SitePage>,
        errors.length === 0 ? 200 : 400,
      );
    }
    const current = answers();
    if (current === undefined) throw new HifazatError("unavailable", NO_RELEASE);
    const verdict = await verdictOf(current, asked);
    observe.lookups(
      verdict.kind === "blocked" ? 1 : 0,
      verdict.kind === "clear" ? 1 : 0,
      verdict.kind === "refused" ? 1 : 0,
    );
    if (verdict.kind === "refused") {
      const errors = [{ field: "url", text: words.refusals[verdict.code] }];
      return sendPage(
        c,
        <SitePage
          c={c}
          language={language}
          assets={await assets()}
          settings={settings()}
          title={words.refused.title}
          here="check"
        >
          <ErrorSummary language={language} errors={errors} />
          <h1 class="govuk-heading-l">{words.refused.title}</h1>
          <p class="govuk-body">
            {words.refused.lead}
            {words.refused.example}
          </p>
          <CheckForm language={language} errors={errors} value={asked} />
        </SitePage>,
        400,
      );
    }
    const { title } = wordsFor(language, verdict);
    return sendPage(
      c,
      <SitePage c={c} language={language} assets={await assets()} settings={settings()} title={title} here="check">
        <Verdict
          {...{ language, asked, verdict }}
          release={current.release}
          within={formatDuration(language, settings().limits.review)}
        />
        <hr class="govuk-section-break govuk-section-break--l govuk-section-break--visible" />
        <CheckForm language={language} another />
      </SitePage>,
    );
  });
}

type Found = Exclude<ShownVerdict, { kind: "refused" }>;

function wordsFor(language: Language, verdict: Found) {
  const words = CHECK[language];
  if (verdict.kind === "clear") return words.clear;
  return verdict.entry.scope === "url" ? words.part : words.blocked;
}

function Verdict(props: {
  readonly language: Language;
  readonly asked: string;
  readonly verdict: Found;
  readonly release: number;
  /** How soon an appeal is decided, in words. */
  readonly within: string;
}) {
  const { language, asked, verdict, release, within } = props;
  const words = CHECK[language];
  const { tag, title, text } = wordsFor(language, verdict);
  const rows: { key: Child; value: Child }[] = [
    { key: words.asked, value: <Ltr>{shorten(asked)}</Ltr> },
    { key: words.understood, value: <ReadableName value={verdict.canonical.replace(/^=/, "")} /> },
  ];
  return (
    <>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">
        <Tag colour={verdict.kind === "blocked" ? "red" : "green"}>{tag}</Tag>
      </p>
      <p class="govuk-body-l">{text}</p>
      <SummaryList rows={rows} />
      {verdict.kind === "blocked" ? (
        <Blocked language={language} verdict={verdict} within={within} />
      ) : (
        <Clear language={language} asked={asked} />
      )}
      <p class="govuk-body-s">{words.release(String(release))}</p>
    </>
  );
}

function Blocked({
  language,
  verdict,
  within,
}: {
  readonly language: Language;
  readonly verdict: Extract<Found, { kind: "blocked" }>;
  /** How soon an appeal is decided, in words. */
  readonly within: string;
}) {
  const words = CHECK[language];
  const { entry, variant } = verdict;
  return (
    <>
      {variant !== undefined && (
        <p class="govuk-body">
          {words.variant} <ReadableName value={variant.replace(/^=/, "")} />
        </p>
      )}
      <EntryFacts language={language} entry={entry} />
      <p class="govuk-body">
        <a class="govuk-link" href={`/entries/${entry.id}`}>
          {words.entryLink}
        </a>
      </p>
      <h2 class="govuk-heading-m">{words.appealTitle}</h2>
      <p class="govuk-body">{words.appealText(within)}</p>
      <ButtonLink href={entry.appeal}>{words.appeal}</ButtonLink>
    </>
  );
}

/** The same for every address without a public entry, whatever other lists hold (DESIGN 6). */
function Clear({ language, asked }: { readonly language: Language; readonly asked: string }) {
  const words = CHECK[language];
  const { stillTitle, still } = words.clear;
  const address = asked.length > MOST_CARRIED ? "" : `?url=${encodeURIComponent(asked)}`;
  return (
    <>
      <h2 class="govuk-heading-m">{stillTitle}</h2>
      <ul class="govuk-list govuk-list--bullet">
        {still.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
      <p class="govuk-body">
        <a class="govuk-link" href={`/appeal${address}`}>
          {words.appealAnyway}
        </a>
      </p>
      <h2 class="govuk-heading-m">{words.complainTitle}</h2>
      <p class="govuk-body">
        <a class="govuk-link" href={`/complain${address}`}>
          {words.complain}
        </a>
      </p>
    </>
  );
}
