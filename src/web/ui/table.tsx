import type { Child } from "hono/jsx";

export type Column = { readonly head: Child; readonly numeric?: boolean };

/** Columns that do not fit beside each other on a telephone: there each row becomes a list of what it says. */
const MANY = 5;

/** The head again, for where a row is a list. */
const headOf = (column: Column | undefined): string | undefined =>
  typeof column?.head === "string" ? column.head : undefined;

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
  const many = columns.length >= MANY;
  // What is drawn as a list is still told as a table.
  const [group, row, cellRole] = many ? (["rowgroup", "row", "cell"] as const) : [];
  return (
    <section class="hifazat-scroll" aria-label={caption} tabindex={0}>
      <table class={many ? "govuk-table hifazat-many-columns" : "govuk-table"} role={many ? "table" : undefined}>
        <caption class={hideCaption ? "govuk-visually-hidden" : "govuk-table__caption govuk-table__caption--m"}>
          {caption}
        </caption>
        <thead class="govuk-table__head" role={group}>
          <tr class="govuk-table__row" role={row}>
            {columns.map(({ head }, at) => (
              <th scope="col" role={many ? "columnheader" : undefined} class={numeric(at, "header")}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody class="govuk-table__body" role={group}>
          {rows.map((cells) => (
            <tr class="govuk-table__row" role={row}>
              {cells.map((cell, at) =>
                rowHeaders && at === 0 ? (
                  <th scope="row" role={many ? "rowheader" : undefined} class="govuk-table__header">
                    {cell}
                  </th>
                ) : (
                  <td class={numeric(at, "cell")} role={cellRole} data-head={many ? headOf(columns[at]) : undefined}>
                    {many && typeof cell !== "string" ? <div>{cell}</div> : cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
