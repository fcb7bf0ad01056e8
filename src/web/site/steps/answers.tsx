import type { Child } from "hono/jsx";
import type { Language } from "../../ui/language.ts";
import { STEPS } from "./words.ts";

export type Answer = { readonly key: string; readonly value: Child; readonly step: string };

/** What somebody has answered, and the way back to each answer: buttons, because they carry the form along. */
export function Answers({ language, answers }: { readonly language: Language; readonly answers: readonly Answer[] }) {
  const words = STEPS[language];
  return (
    <dl class="govuk-summary-list">
      {answers.map(({ key, value, step }) => (
        <div class="govuk-summary-list__row">
          <dt class="govuk-summary-list__key">{key}</dt>
          <dd class="govuk-summary-list__value">{value === "" ? words.notGiven : value}</dd>
          <dd class="govuk-summary-list__actions">
            <button type="submit" name="go" value={step} class="hifazat-link-button">
              {words.change}
              <span class="govuk-visually-hidden"> {key}</span>
            </button>
          </dd>
        </div>
      ))}
    </dl>
  );
}
