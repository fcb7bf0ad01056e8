import { type FormErrors, Select, TextArea } from "../../ui/form.tsx";
import type { Language } from "../../ui/language.ts";
import type { Values } from "../form-page.tsx";
import { TEMPLATE_FIELD, templateChoices } from "./reason-templates.ts";
import { DECIDE } from "./words.ts";

/** Every decision has written reasons: a template's, one's own, or both. */
export function ReasonsFields(props: {
  readonly language: Language;
  readonly values: Values;
  readonly errors: FormErrors;
}) {
  const { language, values, errors } = props;
  const { form } = DECIDE[language];
  return (
    <>
      <Select
        {...{ language, errors }}
        name={TEMPLATE_FIELD}
        label={form.template}
        value={values.text(TEMPLATE_FIELD)}
        choices={templateChoices(language)}
      />
      <TextArea
        {...{ language, errors }}
        name="reasons"
        label={form.own}
        hint={form.ownHint}
        value={values.text("reasons")}
        maxlength={4_000}
      />
    </>
  );
}
