import { LONGEST, MOST_ADDRESSES } from "../../../core/complaint/submission.ts";
import { type FormErrors, TextArea } from "../../ui/form.tsx";
import type { Draft } from "../steps/draft.ts";
import type { Step } from "../steps/step.ts";
import { AbuseWarning } from "./abuse-warning.tsx";
import { isAbuse } from "./category-step.tsx";
import { COMPLAIN } from "./words.ts";

export const addressesStep: Step = {
  name: "addresses",
  fields: ["addresses"],
  title: (language) => COMPLAIN[language].addresses.title,
  body({ language, draft, errors }) {
    const words = COMPLAIN[language].addresses;
    return (
      <>
        {isAbuse(draft) && <AbuseWarning language={language} />}
        <TextArea
          language={language}
          name="addresses"
          label={words.title}
          heading
          hint={words.hint}
          errors={errors}
          value={draft.text("addresses")}
          rows={6}
          ltr
        />
      </>
    );
  },
  check(language, draft): FormErrors {
    const words = COMPLAIN[language].addresses;
    const addresses = addressesOf(draft);
    const wrong = (text: string): FormErrors => [{ field: "addresses", text }];
    if (addresses.length === 0) return wrong(words.missing);
    if (addresses.length > MOST_ADDRESSES) return wrong(words.tooMany);
    return addresses.some((address) => address.length > LONGEST.address) ? wrong(words.tooLong) : [];
  },
};

/** One a line, each once. */
export function addressesOf(draft: Draft): string[] {
  const lines = draft.text("addresses").split(/\r\n|[\r\n]/);
  return [...new Set(lines.map((line) => line.trim()).filter((line) => line !== ""))];
}
