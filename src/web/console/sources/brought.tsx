import { ownOnly } from "../../../api/orders/desk.ts";
import { type Source, sourceActor } from "../../../core/source/source.ts";
import { formatNumber } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { Table } from "../../ui/table.tsx";
import { hasRole, OrderName, State } from "../orders/part.tsx";
import { ORDERS } from "../orders/words.ts";
import type { ConsoleContext } from "../pages.tsx";
import type { SourcesPart } from "./part.tsx";
import { SOURCES } from "./words.ts";

/** Newest orders that are shown. */
const SHOWN = 20;

/** What a source brought: drafts of what was new, and what it proposes to withdraw again. */
export function Brought(props: {
  readonly c: ConsoleContext;
  readonly part: SourcesPart;
  readonly language: Language;
  readonly source: Source;
}) {
  const { c, part, language, source } = props;
  const { deps, desk } = part;
  const words = SOURCES[language];
  if (!hasRole(c, desk.list === "sealed" ? "sealed.read" : "order.read")) return null;
  const filter = { list: desk.list, organisation: ownOnly(c)?.name ?? null, state: null, category: null, before: null };
  const orders = deps.orders
    .orders({ ...filter, number: `${source.name}/`, limit: SHOWN })
    // Another authority can number an order in the same way.
    .filter(({ authors }) => authors.includes(sourceActor(source)));
  return (
    <>
      <h2 class="govuk-heading-m">{words.brought}</h2>
      <p class="govuk-body">{words.broughtLead}</p>
      {orders.length === 0 ? (
        <p class="govuk-body">{words.nothingBrought}</p>
      ) : (
        <Table
          caption={words.brought}
          hideCaption
          rowHeaders
          columns={[
            { head: words.order },
            { head: ORDERS[language].column.state },
            { head: ORDERS[language].column.items, numeric: true },
          ]}
          rows={orders.map((order) => [
            <a class="govuk-link" href={`${part.orders}/o${order.id}`}>
              <OrderName order={order} />
            </a>,
            <State {...{ language, order }} />,
            formatNumber(language, order.counts.accepted + order.counts.held),
          ])}
        />
      )}
    </>
  );
}
