import type { Language } from "../ui/language.ts";
import { Ltr } from "../ui/ltr.tsx";
import { TERMS } from "../ui/terms.ts";
import { HELPLINES } from "../ui/terms-en.ts";

/** Whom to call: numbers that a telephone dials at a touch. */
export const Helplines = ({ language }: { readonly language: Language }) => (
  <ul class="govuk-list">
    {HELPLINES.map((number) => (
      <li>
        <a class="govuk-link govuk-!-font-weight-bold" href={`tel:${number}`}>
          <Ltr>{number}</Ltr>
        </a>{" "}
        {TERMS[language].helplines[number]}
      </li>
    ))}
  </ul>
);
