import type { Context } from "hono";
import { HifazatError } from "../../../core/errors.ts";
import { formatDate, formatDuration } from "../../ui/dates.ts";
import { failureOf } from "../../ui/failure.tsx";
import type { FormErrors } from "../../ui/form.tsx";
import { readForm } from "../../ui/form-data.ts";
import { languageOf } from "../../ui/language.ts";
import { sendPage } from "../../ui/page.tsx";
import type { SiteCasesDeps } from "../deps.ts";
import { SitePage } from "../frame.tsx";
import type { SitePages } from "../site-pages.ts";
import { contactOf } from "../steps/contact-step.tsx";
import { type Draft, newDraft } from "../steps/draft.ts";
import { askedLanguage } from "../steps/language.ts";
import { Receipt } from "../steps/receipt.tsx";
import { type Step, turn } from "../steps/step.ts";
import { StepPage } from "../steps/step-page.tsx";
import { APPEAL_STEPS, capacityOf } from "./steps.tsx";
import { APPEAL } from "./words.ts";

/** An appeal by address, one thing a page. Block pages lead here with the entry, and then its address is filled in. */
export function appealPages({ get, post }: SitePages, deps: SiteCasesDeps): void {
  const { assets, settings, appeals, answers, clientAddress } = deps;

  async function show(
    c: Context,
    step: Step,
    draft: Draft,
    errors: FormErrors,
    status: 200 | 422 | 429 | 503 = 200,
    language = languageOf(c),
  ): Promise<Response> {
    return sendPage(
      c,
      <StepPage
        c={c}
        language={language}
        assets={await assets()}
        settings={settings()}
        path="/appeal"
        steps={APPEAL_STEPS}
        step={step}
        draft={draft}
        errors={errors}
        send={APPEAL[language].check.send}
      />,
      status,
    );
  }

  get("/appeal", async (c) => {
    const id = c.req.query("entry");
    const entry = id === undefined ? undefined : await answers()?.entry(id);
    const draft = newDraft({
      url: c.req.query("url") ?? entry?.value,
      entry: entry?.id,
      gone: id !== undefined && entry === undefined ? "1" : undefined,
    });
    return show(c, APPEAL_STEPS[0], draft, []);
  });

  post("/appeal", async (c) => {
    const draft = await readForm(c);
    const language = askedLanguage(c, draft);
    const next = turn(APPEAL_STEPS, language, draft);
    if (next.kind === "show")
      return show(c, next.step, draft, next.errors, next.errors.length === 0 ? 200 : 422, language);
    const input = {
      url: draft.text("url"),
      capacity: capacityOf(draft),
      statement: draft.text("statement"),
      language,
      contact: contactOf(draft),
    };
    const proof = draft.text("proof") || undefined;
    try {
      const { appeal, followUpCode, entry } = await appeals.submitAppeal(input, { address: clientAddress(c), proof });
      const words = APPEAL[language].done;
      return sendPage(
        c,
        <SitePage
          c={c}
          language={language}
          assets={await assets()}
          settings={settings()}
          title={words.title}
          here="appeal"
          scripts={["print.js"]}
        >
          <Receipt language={language} title={words.title} reference={appeal.reference} followUpCode={followUpCode}>
            <p class="govuk-body">{words.next(formatDate(language, appeal.clock.dueAt))}</p>
            <p class="govuk-body">{entry === null ? words.noEntry : words.against(`e${entry}`)}</p>
            <p class="govuk-body">{words.court(formatDuration(language, deps.settings().limits.high_court))}</p>
          </Receipt>
        </SitePage>,
      );
    } catch (error) {
      // What was typed is not lost by it: the answers are shown again, and can be sent again.
      if (!(error instanceof HifazatError)) throw error;
      const { text, status, unexpected } = failureOf(error, language);
      if (unexpected) throw error;
      const code = status === 429 || status === 503 ? status : 422;
      return show(c, APPEAL_STEPS[3], draft, [{ field: "steps", text }], code, language);
    }
  });
}
