import type { ReleaseDecision } from "../../../core/release/decision.ts";
import { formatNumber, formatTime } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Tag } from "../../ui/notice.tsx";
import { Table } from "../../ui/table.tsx";
import { hasRole } from "../orders/part.tsx";
import type { ConsoleContext } from "../pages.tsx";
import { RELEASES } from "./words.ts";

/** Decisions that a page shows; who wants more of them looks into the audit log. */
export const MOST_DECISIONS = 200;

/** What was decided, by whom, why, and how much of the list it moved. */
export function Decisions(props: {
  readonly c: ConsoleContext;
  readonly language: Language;
  readonly caption: string;
  readonly decisions: readonly ReleaseDecision[];
}) {
  const { c, language, caption, decisions } = props;
  const words = RELEASES[language];
  const { column } = words;
  const count = (number: number): string => formatNumber(language, number);
  const readsOrders = hasRole(c, "order.read");
  return (
    <>
      <Table
        caption={caption}
        columns={[
          { head: column.at },
          { head: column.what },
          { head: column.order },
          { head: column.by },
          { head: column.added, numeric: true },
          { head: column.removed, numeric: true },
          { head: column.reasons },
        ]}
        rows={decisions.map(({ at, actor, kind, order, to, reasons, added, removed, held }) => [
          <span class="hifazat-nowrap">{formatTime(language, at)}</span>,
          <>
            {to === null ? words.kinds[kind] : words.rolledBackTo(count(to))}{" "}
            {held && <Tag colour="orange">{words.waiting.held}</Tag>}
          </>,
          order === null ? "–" : <Order order={order} link={readsOrders} />,
          <bdi class="hifazat-nowrap">{actor}</bdi>,
          count(added),
          count(removed),
          reasons === null ? "–" : <bdi class="hifazat-lines">{reasons}</bdi>,
        ])}
      />
      {decisions.length === MOST_DECISIONS && <p class="govuk-hint">{words.page.cut(count(MOST_DECISIONS))}</p>}
    </>
  );
}

function Order(props: { readonly order: NonNullable<ReleaseDecision["order"]>; readonly link: boolean }) {
  const { id, authority, number } = props.order;
  const name = (
    <span class="hifazat-nowrap">
      <Ltr>
        {authority} {number}
      </Ltr>
    </span>
  );
  if (!props.link) return name;
  return (
    <a class="govuk-link" href={`/console/orders/${id}`}>
      {name}
    </a>
  );
}
