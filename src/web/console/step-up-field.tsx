import type { FormErrors } from "../ui/form.tsx";
import { TextInput } from "../ui/form.tsx";
import type { Language } from "../ui/language.ts";
import { type ConsoleContext, STEP_UP_FIELD } from "./pages.tsx";
import { SESSION_WORDS } from "./session/words.ts";

/** How long a form takes to fill in, in seconds: a fresh second factor that ends before is asked for now. */
const TO_FILL_IN = 120;

/**
 * For every form whose action asks for a fresh second factor: the code goes with the form, so that nothing typed is
 * lost. Shows nothing while an earlier one still counts.
 */
export function StepUpField(props: {
  readonly c: ConsoleContext;
  readonly language: Language;
  readonly errors?: FormErrors;
}) {
  const { c, language, errors = [] } = props;
  const { caller } = c.var;
  if (caller.kind !== "session" || caller.steppedUpUntil > c.var.at + TO_FILL_IN) return null;
  const words = SESSION_WORDS[language].stepUp;
  const { pathname, search } = new URL(c.req.url);
  const next = c.req.method === "GET" ? `${pathname}${search}` : "/console";
  return (
    <>
      <TextInput
        language={language}
        name={STEP_UP_FIELD}
        label={words.field}
        hint={words.fieldHint}
        errors={errors}
        autocomplete="one-time-code"
        width={20}
        ltr
      />
      <p class="govuk-body-s">
        <a class="govuk-link" href={`/console/step-up?next=${encodeURIComponent(next)}`}>
          {words.passkeyInstead}
        </a>
      </p>
    </>
  );
}
