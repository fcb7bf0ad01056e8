import type { Child } from "hono/jsx";
import type { Language } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Warning } from "../../ui/notice.tsx";
import { STEPS } from "./words.ts";

/** What whoever sent a complaint or an appeal takes away; made to be printed. */
export function Receipt(props: {
  readonly language: Language;
  readonly title: string;
  readonly reference: string;
  readonly followUpCode: string;
  readonly children?: Child;
}) {
  const { language, title, reference, followUpCode, children } = props;
  const words = STEPS[language].receipt;
  return (
    <>
      <div class="govuk-panel govuk-panel--confirmation">
        <h1 class="govuk-panel__title">{title}</h1>
        <div class="govuk-panel__body">
          {words.reference}
          <br />
          <strong id="reference">
            <Ltr>{reference}</Ltr>
          </strong>
        </div>
      </div>
      <p class="govuk-body">
        {words.code}
        <br />
        <span class="hifazat-code-box" id="follow-up-code">
          <Ltr>{followUpCode}</Ltr>
        </span>
      </p>
      <Warning language={language}>{words.keep}</Warning>
      <p class="hifazat-no-print">
        <button type="button" class="govuk-button govuk-button--secondary" id="print" hidden>
          {STEPS[language].print}
        </button>
      </p>
      <h2 class="govuk-heading-m">{words.next}</h2>
      {children}
      <p class="govuk-body hifazat-no-print">
        <a class="govuk-link" href="/complaints">
          {words.follow}
        </a>
      </p>
    </>
  );
}
