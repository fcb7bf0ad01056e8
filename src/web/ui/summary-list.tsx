import type { Child } from "hono/jsx";

export type SummaryRow = {
  readonly key: Child;
  readonly value: Child;
  /** Where it can be changed; `about` says what, for who only hears the link. */
  readonly action?: { readonly href: string; readonly text: string; readonly about: string };
};

/** What is known of one thing, a fact a row. */
export function SummaryList({ rows }: { readonly rows: readonly SummaryRow[] }) {
  const actions = rows.some(({ action }) => action !== undefined);
  return (
    <dl class="govuk-summary-list">
      {rows.map(({ key, value, action }) => (
        <div
          class={`govuk-summary-list__row${actions && action === undefined ? " govuk-summary-list__row--no-actions" : ""}`}
        >
          <dt class="govuk-summary-list__key">{key}</dt>
          <dd class="govuk-summary-list__value">{value}</dd>
          {action !== undefined && (
            <dd class="govuk-summary-list__actions">
              <a class="govuk-link" href={action.href}>
                {action.text}
                <span class="govuk-visually-hidden"> {action.about}</span>
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
