import type { Context } from "hono";
import { HifazatError } from "../../../core/errors.ts";
import { formatDuration } from "../../ui/dates.ts";
import { failureOf } from "../../ui/failure.tsx";
import type { FormErrors } from "../../ui/form.tsx";
import { readForm } from "../../ui/form-data.ts";
import { languageOf } from "../../ui/language.ts";
import { sendPage } from "../../ui/page.tsx";
import type { SiteCasesDeps } from "../deps.ts";
import { SitePage } from "../frame.tsx";
import { Helplines } from "../helplines.tsx";
import type { SitePages } from "../site-pages.ts";
import { contactOf, contactStep } from "../steps/contact-step.tsx";
import { type Draft, newDraft } from "../steps/draft.ts";
import { askedLanguage } from "../steps/language.ts";
import { Receipt } from "../steps/receipt.tsx";
import { type Step, turn } from "../steps/step.ts";
import { StepPage } from "../steps/step-page.tsx";
import { addressesOf, addressesStep } from "./addresses-step.tsx";
import { categoryStep, isAbuse } from "./category-step.tsx";
import { checkStep } from "./check-step.tsx";
import { detailsStep, effortsOf, provinceOf, signsOf } from "./details-step.tsx";
import { COMPLAIN } from "./words.ts";

const STEPS_HERE: readonly Step[] = [categoryStep, addressesStep, detailsStep, contactStep, checkStep];
/**
 * Where the way out leads. A search engine's first page is open on everybody's screen and asks for no explanation, opens at
 * once on any telephone, and says nothing about where somebody was; an authority's page would.
 */
const ELSEWHERE = "https://www.google.com/";

/** A complaint, one thing a page. What is typed travels in the form and is kept nowhere until it is sent. */
export function complainPages(
  { get, post }: SitePages,
  { assets, settings, complaints, clientAddress }: SiteCasesDeps,
): void {
  async function show(
    c: Context,
    step: Step,
    draft: Draft,
    errors: FormErrors,
    status: 200 | 422 | 429 | 503 = 200,
    language = languageOf(c),
  ): Promise<Response> {
    const words = COMPLAIN[language];
    return sendPage(
      c,
      <StepPage
        c={c}
        language={language}
        assets={await assets()}
        settings={settings()}
        path="/complain"
        steps={STEPS_HERE}
        step={step}
        draft={draft}
        errors={errors}
        send={words.check.send}
        beside={
          <a class="govuk-button govuk-button--warning" id="leave" href={ELSEWHERE} rel="noreferrer">
            {words.leave}
          </a>
        }
      />,
      status,
    );
  }

  get("/complain", async (c) => {
    const draft = newDraft({ category: c.req.query("category"), addresses: c.req.query("url") });
    return show(c, categoryStep, draft, []);
  });

  post("/complain", async (c) => {
    const draft = await readForm(c);
    const language = askedLanguage(c, draft);
    const next = turn(STEPS_HERE, language, draft);
    if (next.kind === "show")
      return show(c, next.step, draft, next.errors, next.errors.length === 0 ? 200 : 422, language);
    const abuse = isAbuse(draft);
    const input = {
      category: draft.text("category"),
      addresses: addressesOf(draft),
      description: draft.text("description"),
      earlierEfforts: effortsOf(draft),
      signs: signsOf(draft),
      province: provinceOf(draft),
      language,
      contact: contactOf(draft),
    };
    const proof = draft.text("proof") || undefined;
    try {
      const sent = await complaints.submitComplaint(input, { kind: "public", address: clientAddress(c), proof });
      const words = COMPLAIN[language].done;
      const unread = sent.codes.filter((code) => code !== null).length;
      return sendPage(
        c,
        <SitePage
          c={c}
          language={language}
          assets={await assets()}
          settings={settings()}
          title={words.title}
          here="complain"
          scripts={["print.js"]}
        >
          <Receipt
            language={language}
            title={words.title}
            reference={sent.complaint.reference}
            followUpCode={sent.followUpCode}
          >
            <p class="govuk-body">
              {abuse ? words.nextAbuse : words.next(formatDuration(language, settings().limits.normal))}
            </p>
            {unread > 0 && <p class="govuk-body">{words.unread(String(unread))}</p>}
            {abuse && <Helplines language={language} />}
          </Receipt>
        </SitePage>,
      );
    } catch (error) {
      // What was typed is not lost by it: the answers are shown again, and can be sent again.
      if (!(error instanceof HifazatError)) throw error;
      const { text, status, unexpected } = failureOf(error, language);
      if (unexpected) throw error;
      return show(
        c,
        checkStep,
        draft,
        [{ field: "steps", text }],
        status === 429 || status === 503 ? status : 422,
        language,
      );
    }
  });
}
