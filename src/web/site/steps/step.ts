import type { Child } from "hono/jsx";
import type { FormErrors } from "../../ui/form.tsx";
import type { Language } from "../../ui/language.ts";
import type { Draft } from "./draft.ts";

export type StepProps = { readonly language: Language; readonly draft: Draft; readonly errors: FormErrors };

/** One page of a form: one thing is asked on it. */
export type Step = {
  readonly name: string;
  /** Of this page; the other pages carry them along. */
  readonly fields: readonly string[];
  readonly title: (language: Language, draft: Draft) => string;
  readonly body: (props: StepProps) => Child;
  readonly check: (language: Language, draft: Draft) => FormErrors;
};

/** Where a form that came in leads: to a page that is shown, with what is wrong on it, or to its end. */
export type Turn =
  | { readonly kind: "show"; readonly step: Step; readonly errors: FormErrors }
  | { readonly kind: "send" };

const NO_ERRORS: FormErrors = [];

/**
 * The field `step` says which page was filled in, `go` that somebody goes back to another one, `lang` that the page is
 * wanted in the other language. Nothing is sent before every page is right, whatever a made-up form says.
 */
export function turn(steps: readonly Step[], language: Language, draft: Draft): Turn {
  const at = steps.findIndex(({ name }) => name === draft.text("step"));
  const [first] = steps;
  const current = steps[at] ?? first;
  if (current === undefined) throw new RangeError("a form has pages");
  if (draft.text("lang") !== "") return { kind: "show", step: current, errors: NO_ERRORS };
  const wanted = steps.find(({ name }) => name === draft.text("go"));
  if (wanted !== undefined) return { kind: "show", step: wanted, errors: NO_ERRORS };
  const errors = current.check(language, draft);
  if (errors.length > 0) return { kind: "show", step: current, errors };
  const next = steps[steps.indexOf(current) + 1];
  if (next !== undefined) return { kind: "show", step: next, errors: NO_ERRORS };
  for (const step of steps) {
    const found = step.check(language, draft);
    if (found.length > 0) return { kind: "show", step, errors: found };
  }
  return { kind: "send" };
}
