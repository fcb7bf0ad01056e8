import type { Child } from "hono/jsx";
import { Button } from "../../ui/button.tsx";
import { type FormErrors, TextInput } from "../../ui/form.tsx";
import type { Language } from "../../ui/language.ts";
import { PASSKEY_FIELD } from "./proof.ts";
import { SESSION_WORDS } from "./words.ts";

/** One field for whatever code, and, with script (browser/passkey.ts), a button for a passkey. */
export function ProofFields(props: {
  readonly language: Language;
  readonly errors: FormErrors;
  readonly heading: string;
  readonly lead?: Child;
  readonly passkeys: boolean;
}) {
  const { language, errors, heading, lead, passkeys } = props;
  const words = SESSION_WORDS[language].secondFactor;
  return (
    <>
      <h1 class="govuk-heading-l">{heading}</h1>
      {lead}
      <TextInput
        {...{ language, errors, name: "code", label: words.code, hint: words.hint }}
        autocomplete="one-time-code"
        width={20}
        ltr
      />
      <div class="govuk-button-group">
        <Button>{words.submit}</Button>
        {passkeys && (
          <button type="button" class="govuk-button govuk-button--secondary" data-passkey="get" hidden>
            {words.passkey}
          </button>
        )}
      </div>
      <input type="hidden" name={PASSKEY_FIELD} value="" />
      <p class="govuk-error-message" data-passkey-failed hidden>
        {words.passkeyFailed}
      </p>
    </>
  );
}
