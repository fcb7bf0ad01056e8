import { createContext, useContext } from "hono/jsx";
import { DEFAULT_HELPLINES } from "../../core/helpline.ts";
import type { Language } from "../ui/language.ts";
import { Ltr } from "../ui/ltr.tsx";

/** Those that the registry has configured; every page gives them to what it shows (frame.tsx). */
export const HelplinesHere = createContext(DEFAULT_HELPLINES);

/** Whom to call: numbers that a telephone dials at a touch. */
export function Helplines({ language }: { readonly language: Language }) {
  return (
    <ul class="govuk-list">
      {useContext(HelplinesHere).map(({ number, name }) => (
        <li>
          <a class="govuk-link govuk-!-font-weight-bold" href={`tel:${number.replaceAll(" ", "")}`}>
            <Ltr>{number}</Ltr>
          </a>{" "}
          {name[language]}
        </li>
      ))}
    </ul>
  );
}

/** The numbers alone, in one line. */
export const HelplineNumbers = ({ language }: { readonly language: Language }) => (
  <>
    {useContext(HelplinesHere).map(({ number }, at) => (
      <>
        {at > 0 && (language === "ur" ? "، " : ", ")}
        <span class="hifazat-nowrap">
          <Ltr>{number}</Ltr>
        </span>
      </>
    ))}
  </>
);
