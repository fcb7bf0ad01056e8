import { Button } from "../../ui/button.tsx";
import { type FormErrors, TextInput } from "../../ui/form.tsx";
import type { Language } from "../../ui/language.ts";
import { CHECK } from "./words.ts";

/** The box in which an address is checked: a plain link in the end, so it can be shared. */
export function CheckForm(props: {
  readonly language: Language;
  readonly value?: string | undefined;
  readonly errors?: FormErrors;
  readonly another?: boolean;
}) {
  const { language, value, errors = [], another } = props;
  const words = CHECK[language];
  return (
    <form method="get" action="/check">
      <TextInput
        language={language}
        name="url"
        label={another ? words.another : words.label}
        hint={words.hint}
        errors={errors}
        value={value}
        inputmode="url"
        autocomplete="off"
        ltr
      />
      <Button>{words.button}</Button>
      <p class="govuk-body">
        {words.notKept}{" "}
        <a class="govuk-link" href="/check/private">
          {words.private}
        </a>
      </p>
    </form>
  );
}
