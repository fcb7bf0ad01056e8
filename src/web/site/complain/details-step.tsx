import { SIGNS, type Sign } from "../../../core/complaint/priority.ts";
import { LONGEST } from "../../../core/complaint/submission.ts";
import { PROVINCES, type Province } from "../../../core/referral/referral.ts";
import { Checkboxes, Select, TextArea } from "../../ui/form.tsx";
import type { Draft } from "../steps/draft.ts";
import type { Step } from "../steps/step.ts";
import { isAbuse } from "./category-step.tsx";
import { COMPLAIN } from "./words.ts";

const TEXTS = ["description", "efforts"] as const;

export const detailsStep: Step = {
  name: "details",
  fields: [...TEXTS, "signs", "province"],
  title: (language) => COMPLAIN[language].details.title,
  body({ language, draft, errors }) {
    const words = COMPLAIN[language].details;
    const abuse = isAbuse(draft);
    return (
      <>
        <h1 class="govuk-heading-l">{words.title}</h1>
        {abuse && (
          <>
            <Checkboxes
              language={language}
              name="signs"
              label={words.signs}
              optional
              errors={errors}
              values={draft.all("signs")}
              choices={SIGNS.map((sign) => ({ value: sign, text: words.signNames[sign] }))}
            />
            <Select
              language={language}
              name="province"
              label={words.province}
              optional
              errors={errors}
              value={draft.text("province")}
              choices={[
                { value: "", text: words.unknownProvince },
                ...PROVINCES.map((province) => ({ value: province, text: words.provinces[province] })),
              ]}
            />
          </>
        )}
        <TextArea
          language={language}
          name="description"
          label={words.description}
          hint={abuse ? words.descriptionAbuseHint : words.descriptionHint}
          optional
          errors={errors}
          value={draft.text("description")}
        />
        {!abuse && (
          <TextArea
            language={language}
            name="efforts"
            label={words.efforts}
            optional
            errors={errors}
            value={draft.text("efforts")}
            rows={3}
          />
        )}
      </>
    );
  },
  check(language, draft) {
    const long = TEXTS.filter((name) => draft.text(name).length > LONGEST.text);
    return long.map((field) => ({ field, text: COMPLAIN[language].details.tooLong }));
  },
};

/** Only what the page asks in this category: an answer from another way through the form does not count. */
export const signsOf = (draft: Draft): Sign[] =>
  isAbuse(draft) ? SIGNS.filter((sign) => draft.all("signs").includes(sign)) : [];
export const provinceOf = (draft: Draft): Province | undefined =>
  isAbuse(draft) ? PROVINCES.find((province) => province === draft.text("province")) : undefined;
export const effortsOf = (draft: Draft): string => (isAbuse(draft) ? "" : draft.text("efforts"));
