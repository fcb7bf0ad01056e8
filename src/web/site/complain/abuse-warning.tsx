import type { Language } from "../../ui/language.ts";
import { Warning } from "../../ui/notice.tsx";
import { Helplines } from "../helplines.tsx";
import { COMPLAIN } from "./words.ts";

/** What whoever reports the abuse of a child must know before going on. */
export function AbuseWarning({ language }: { readonly language: Language }) {
  const words = COMPLAIN[language].abuse;
  return (
    <>
      <Warning language={language}>{words.warning}</Warning>
      <p class="govuk-body">{words.helplines}</p>
      <Helplines language={language} />
    </>
  );
}
