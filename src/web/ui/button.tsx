import type { Child } from "hono/jsx";

type Look = "primary" | "secondary" | "warning";
const CLASSES: Readonly<Record<Look, string>> = {
  primary: "govuk-button",
  secondary: "govuk-button govuk-button--secondary",
  warning: "govuk-button govuk-button--warning",
};

/** Sends the form it stands in. `name` and `value` say which of several buttons it was. */
export function Button(props: {
  readonly look?: Look;
  readonly name?: string;
  readonly value?: string;
  readonly children?: Child;
}) {
  const { look = "primary", name, value, children } = props;
  return (
    <button type="submit" class={CLASSES[look]} name={name} value={value}>
      {children}
    </button>
  );
}

/** A link that looks like a button: it leads to where something begins. */
export const ButtonLink = (props: { readonly href: string; readonly look?: Look; readonly children?: Child }) => (
  <a href={props.href} class={CLASSES[props.look ?? "primary"]} draggable={false}>
    {props.children}
  </a>
);
