import type { Child } from "hono/jsx";

export type Column = { readonly head: Child; readonly numeric?: boolean };

/** Columns that do not fit beside each other on a telephone. */
const MANY = 5;

/** A table in a region that scrolls by itself when it is wider than the page, and can be reached by the keyboard. */
export function Table(props: {
  readonly caption: string;
  readonly hideCaption?: boolean;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Child[])[];
  /** The first cell of a row says what the row is. */
  readonly rowHeaders?: boolean;
}) {
  const { caption, hideCaption, columns, rows, rowHeaders } = props;
  const numeric = (at: number, part: "header" | "cell"): string =>
    `govuk-table__${part}${columns[at]?.numeric ? ` govuk-table__${part}--numeric` : ""}`;
  return (
    <section class="hifazat-scroll" aria-label={caption} tabindex={0}>
      <table class={columns.length < MANY ? "govuk-table" : "govuk-table hifazat-many-columns"}>
        <caption class={hideCaption ? "govuk-visually-hidden" : "govuk-table__caption govuk-table__caption--m"}>
          {caption}
        </caption>
        <thead class="govuk-table__head">
          <tr class="govuk-table__row">
            {columns.map(({ head }, at) => (
              <th scope="col" class={numeric(at, "header")}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody class="govuk-table__body">
          {rows.map((cells) => (
            <tr class="govuk-table__row">
              {cells.map((cell, at) =>
                rowHeaders && at === 0 ? (
                  <th scope="row" class="govuk-table__header">
                    {cell}
                  </th>
                ) : (
                  <td class={numeric(at, "cell")}>{cell}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
