import type { Context } from "hono";
import type { Child } from "hono/jsx";
import { APPEAL_STATUSES } from "../../../core/appeal/public-status.ts";
import { STATUSES } from "../../../core/complaint/public-status.ts";
import { readReference } from "../../../core/complaint/reference.ts";
import { HifazatError } from "../../../core/errors.ts";
import { Button } from "../../ui/button.tsx";
import { formatDate, formatTime } from "../../ui/dates.ts";
import { ErrorSummary, type FormErrors, TextInput } from "../../ui/form.tsx";
import { readForm } from "../../ui/form-data.ts";
import { type Language, languageOf } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Inset } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { categoryName } from "../../ui/terms.ts";
import type { SiteCasesDeps } from "../deps.ts";
import { SitePage } from "../frame.tsx";
import type { SitePages } from "../site-pages.ts";
import { type Draft, newDraft } from "../steps/draft.ts";
import { askedLanguage } from "../steps/language.ts";
import { type FollowUpWords, followUpEn } from "./words-en.ts";
import { followUpUr } from "./words-ur.ts";

const WORDS: Readonly<Record<Language, FollowUpWords>> = { ur: followUpUr, en: followUpEn };
const PATH = "/complaints";
const FORM = "follow-up";

type Row = { readonly key: string; readonly value: Child };
type Status = {
  readonly title: string;
  readonly reference: string;
  readonly text: string;
  readonly rows: readonly Row[];
};

/**
 * Where a complaint or an appeal stands. Reference and code come in the body of a form, never in an address: those stay
 * in histories and logs.
 */
export function followUpPages({ get, post }: SitePages, deps: SiteCasesDeps): void {
  const { assets, settings, complaints, appeals, clientAddress } = deps;

  async function ask(c: Context, language: Language, draft: Draft, errors: FormErrors): Promise<Response> {
    const words = WORDS[language];
    return sendPage(
      c,
      <SitePage
        c={c}
        language={language}
        assets={await assets()}
        settings={settings()}
        title={words.title}
        underWay={FORM}
      >
        <ErrorSummary language={language} errors={errors} />
        <h1 class="govuk-heading-l">{words.title}</h1>
        <p class="govuk-body">{words.hint}</p>
        <form id={FORM} method="post" action={PATH} novalidate>
          <TextInput
            language={language}
            name="reference"
            label={words.reference}
            hint={words.referenceHint}
            errors={errors}
            value={draft.text("reference")}
            autocomplete="off"
            width={20}
            ltr
          />
          <TextInput
            language={language}
            name="code"
            label={words.code}
            hint={words.codeHint}
            errors={errors}
            value={draft.text("code")}
            autocomplete="off"
            width={30}
            ltr
          />
          <Button>{words.button}</Button>
        </form>
      </SitePage>,
      errors.length === 0 ? 200 : 422,
    );
  }

  get(PATH, async (c) => ask(c, languageOf(c), newDraft({}), []));

  post(PATH, async (c) => {
    const draft = await readForm(c);
    const language = askedLanguage(c, draft);
    const words = WORDS[language];
    if (draft.text("lang") !== "") return ask(c, language, draft, []);
    const errors = [
      ...(draft.text("reference") === "" ? [{ field: "reference", text: words.missingReference }] : []),
      ...(draft.text("code") === "" ? [{ field: "code", text: words.missingCode }] : []),
    ];
    if (errors.length > 0) return ask(c, language, draft, errors);
    const found = await statusOf(c, language, draft);
    if (found === undefined) return ask(c, language, draft, [{ field: "reference", text: words.notFound }]);
    return sendPage(
      c,
      <SitePage c={c} language={language} assets={await assets()} settings={settings()} title={found.title}>
        <h1 class="govuk-heading-l">
          {found.title} <Ltr>{found.reference}</Ltr>
        </h1>
        <h2 class="govuk-heading-m">{words.status}</h2>
        <Inset>{found.text}</Inset>
        <SummaryList rows={found.rows} />
        <p class="govuk-body">
          <a class="govuk-link" href={PATH}>
            {words.another}
          </a>
        </p>
      </SitePage>,
    );
  });

  async function statusOf(c: Context, language: Language, draft: Draft): Promise<Status | undefined> {
    const reference = draft.text("reference");
    const code = draft.text("code");
    const words = WORDS[language];
    const row = (key: string, value: Child): Row => ({ key, value });
    try {
      if (readReference("A", reference) !== undefined) {
        const found = await appeals.followAppeal(reference, code, clientAddress(c));
        const rows = [
          row(words.received, formatTime(language, found.receivedAt)),
          row(words.answerBy, formatDate(language, found.dueAt)),
        ];
        if (found.courtUntil !== null) rows.push(row(words.courtUntil, formatDate(language, found.courtUntil)));
        const text = APPEAL_STATUSES[found.status][language];
        return { title: words.appeal, reference: found.reference, text, rows };
      }
      const found = await complaints.followComplaint(reference, code, clientAddress(c));
      const rows = [
        row(words.category, categoryName(language, found.category)),
        row(words.received, formatTime(language, found.receivedAt)),
      ];
      if (found.concludedAt !== null) rows.push(row(words.concluded, formatTime(language, found.concludedAt)));
      if (found.answer !== null) rows.push(row(words.answer, found.answer[language]));
      const text = STATUSES[found.status][language];
      return { title: words.complaint, reference: found.reference, text, rows };
    } catch (error) {
      if (error instanceof HifazatError && error.code === "not_found") return undefined;
      throw error;
    }
  }
}
