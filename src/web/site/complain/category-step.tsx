import { CATEGORIES, findCategory } from "../../../core/category.ts";
import { Radios } from "../../ui/form.tsx";
import { categoryName } from "../../ui/terms.ts";
import { HelplineNumbers } from "../helplines.tsx";
import type { Draft } from "../steps/draft.ts";
import type { Step } from "../steps/step.ts";
import { COMPLAIN } from "./words.ts";

/** "Child Abuse" stands first, as in the list of categories itself. */
export const categoryStep: Step = {
  name: "category",
  fields: ["category"],
  title: (language) => COMPLAIN[language].category.title,
  body({ language, draft, errors }) {
    const words = COMPLAIN[language].category;
    return (
      <Radios
        language={language}
        name="category"
        label={words.title}
        heading
        hint={words.hint}
        errors={errors}
        value={draft.text("category")}
        choices={CATEGORIES.map(({ slug }) => ({
          value: slug,
          text: categoryName(language, slug),
          hint:
            slug === "child-abuse" ? (
              <>
                {words.examples[slug]} {words.call} <HelplineNumbers language={language} />
              </>
            ) : (
              words.examples[slug]
            ),
        }))}
      />
    );
  },
  check(language, draft) {
    const known = CATEGORIES.some(({ slug }) => slug === draft.text("category"));
    return known ? [] : [{ field: "category", text: COMPLAIN[language].category.missing }];
  },
};

/** Whether it goes to the sealed desk: then less is asked, and helplines are shown on every page. */
export const isAbuse = (draft: Draft): boolean => findCategory(draft.text("category"))?.list === "sealed";
