import type { Child } from "hono/jsx";
import type { Language } from "./language.ts";
import { UI } from "./words.ts";

/** What was wrong with a form, by the name of the field; in the order of the page. */
export type FormErrors = readonly { readonly field: string; readonly text: string }[];

const errorOf = (errors: FormErrors, name: string): string | undefined =>
  errors.find(({ field }) => field === name)?.text;

/** The summary at the top of a page; its links lead to the fields (their id is their name). */
export function ErrorSummary({ language, errors }: { readonly language: Language; readonly errors: FormErrors }) {
  if (errors.length === 0) return null;
  return (
    <div class="govuk-error-summary" role="alert" tabindex={-1} aria-labelledby="error-summary-title">
      <h2 class="govuk-error-summary__title" id="error-summary-title">
        {UI[language].problem}
      </h2>
      <div class="govuk-error-summary__body">
        <ul class="govuk-list govuk-error-summary__list">
          {errors.map(({ field, text }) => (
            <li>
              <a href={`#${field}`}>{text}</a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

type FieldProps = {
  readonly language: Language;
  readonly name: string;
  readonly label: Child;
  readonly errors: FormErrors;
  readonly hint?: Child;
  readonly value?: string | undefined;
  readonly optional?: boolean;
  /** The label is the page's heading. */
  readonly heading?: boolean;
};

type InputProps = FieldProps & {
  readonly type?: "text" | "email" | "password" | "search" | "tel" | "date" | "number" | "file";
  readonly autocomplete?: string;
  readonly inputmode?: "text" | "url" | "numeric" | "email";
  /** Addresses and codes are written from left to right in every language. */
  readonly ltr?: boolean;
  readonly width?: 5 | 10 | 20 | 30;
  readonly maxlength?: number;
  readonly accept?: string;
  /** For a script alone: it has no name, so no form can send it. */
  readonly unsent?: boolean;
};

/** An address or a code is not prose. */
const AS_TYPED: Readonly<Record<string, string>> = { dir: "ltr", spellcheck: "false", autocapitalize: "none" };

export function TextInput(props: InputProps) {
  const { name, errors, hint, value, type = "text", ltr, width } = props;
  const fault = errorOf(errors, name);
  const base = type === "file" ? "govuk-file-upload" : "govuk-input";
  const classes = [base, fault !== undefined && `${base}--error`, width !== undefined && `${base}--width-${width}`];
  return (
    <Group {...props}>
      <input
        class={classes.filter(Boolean).join(" ")}
        id={name}
        name={props.unsent ? undefined : name}
        type={type}
        value={value}
        autocomplete={props.autocomplete}
        inputmode={props.inputmode}
        maxlength={props.maxlength}
        accept={props.accept}
        {...(ltr ? AS_TYPED : {})}
        aria-describedby={describedBy(name, hint, fault)}
      />
    </Group>
  );
}

export function TextArea(
  props: FieldProps & { readonly rows?: number; readonly ltr?: boolean; readonly maxlength?: number },
) {
  const { name, errors, hint, value, rows = 5, ltr } = props;
  const fault = errorOf(errors, name);
  return (
    <Group {...props}>
      <textarea
        class={`govuk-textarea${fault === undefined ? "" : " govuk-textarea--error"}`}
        id={name}
        name={name}
        rows={rows}
        {...(ltr ? AS_TYPED : {})}
        maxlength={props.maxlength}
        aria-describedby={describedBy(name, hint, fault)}
      >
        {value}
      </textarea>
    </Group>
  );
}

export type Choice = {
  readonly value: string;
  readonly text: Child;
  readonly hint?: Child;
};

export function Select(props: FieldProps & { readonly choices: readonly Choice[] }) {
  const { name, errors, hint, value, choices } = props;
  const fault = errorOf(errors, name);
  return (
    <Group {...props}>
      <select
        class={`govuk-select${fault === undefined ? "" : " govuk-select--error"}`}
        id={name}
        name={name}
        aria-describedby={describedBy(name, hint, fault)}
      >
        {choices.map((choice) => (
          <option value={choice.value} selected={choice.value === value}>
            {choice.text}
          </option>
        ))}
      </select>
    </Group>
  );
}

type ChoicesProps = FieldProps & { readonly choices: readonly Choice[]; readonly small?: boolean };

/** One of several. The first has the field's name as id, so that the error summary leads to it. */
export const Radios = (props: ChoicesProps & { readonly inline?: boolean }) => (
  <Choices {...props} kind="radio" values={props.value === undefined ? [] : [props.value]} />
);

/** Any of several; `values` are the ones that are ticked. */
export const Checkboxes = (props: ChoicesProps & { readonly values: readonly string[] }) => (
  <Choices {...props} kind="checkbox" />
);

function Choices(
  props: ChoicesProps & {
    readonly kind: "radio" | "checkbox";
    readonly values: readonly string[];
    readonly inline?: boolean;
  },
) {
  const { language, name, label, errors, hint, choices, kind, values, small, inline, heading, optional } = props;
  const fault = errorOf(errors, name);
  const block = kind === "radio" ? "govuk-radios" : "govuk-checkboxes";
  const item = `${block}__`;
  return (
    <div class={groupClass(fault)}>
      <fieldset class="govuk-fieldset" aria-describedby={describedBy(name, hint, fault)}>
        <legend class={`govuk-fieldset__legend govuk-fieldset__legend--${heading ? "l" : "s"}`}>
          {heading ? <h1 class="govuk-fieldset__heading">{label}</h1> : label}
          {optional && ` (${UI[language].optional})`}
        </legend>
        <Hint name={name} hint={hint} />
        <Fault language={language} name={name} fault={fault} />
        <div class={[block, small && `${block}--small`, inline && `${block}--inline`].filter(Boolean).join(" ")}>
          {choices.map((choice, at) => {
            const id = at === 0 ? name : `${name}-${at + 1}`;
            return (
              <div class={`${item}item`}>
                <input
                  class={`${item}input`}
                  id={id}
                  name={name}
                  type={kind}
                  value={choice.value}
                  checked={values.includes(choice.value)}
                  aria-describedby={choice.hint === undefined ? undefined : `${id}-item-hint`}
                />
                <label class={`govuk-label ${item}label`} for={id}>
                  {choice.text}
                </label>
                {choice.hint !== undefined && (
                  <div class={`govuk-hint ${item}hint`} id={`${id}-item-hint`}>
                    {choice.hint}
                  </div>
                )}
              </div>
            );
          })}
        </div>
      </fieldset>
    </div>
  );
}

function Group({
  language,
  name,
  label,
  errors,
  hint,
  optional,
  heading,
  children,
}: FieldProps & { readonly children?: Child }) {
  const fault = errorOf(errors, name);
  const text = (
    <label class={`govuk-label${heading ? " govuk-label--l" : ""}`} for={name}>
      {label}
      {optional && ` (${UI[language].optional})`}
    </label>
  );
  return (
    <div class={groupClass(fault)}>
      {heading ? <h1 class="govuk-label-wrapper">{text}</h1> : text}
      <Hint name={name} hint={hint} />
      <Fault language={language} name={name} fault={fault} />
      {children}
    </div>
  );
}

function Hint({ name, hint }: { readonly name: string; readonly hint: Child | undefined }) {
  if (hint === undefined) return null;
  return (
    <div id={`${name}-hint`} class="govuk-hint">
      {hint}
    </div>
  );
}

function Fault(props: { readonly language: Language; readonly name: string; readonly fault: string | undefined }) {
  if (props.fault === undefined) return null;
  return (
    <p id={`${props.name}-error`} class="govuk-error-message">
      <span class="govuk-visually-hidden">{UI[props.language].errorPrefix}</span>
      {props.fault}
    </p>
  );
}

const groupClass = (fault: string | undefined): string =>
  fault === undefined ? "govuk-form-group" : "govuk-form-group govuk-form-group--error";

function describedBy(name: string, hint: Child | undefined, fault: string | undefined): string | undefined {
  const ids = [hint !== undefined && `${name}-hint`, fault !== undefined && `${name}-error`].filter(Boolean);
  return ids.length === 0 ? undefined : ids.join(" ");
}
