import { formatNumber } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { Details } from "../../ui/notice.tsx";
import { Table } from "../../ui/table.tsx";
import { Defanged } from "../defanged.tsx";
import { isSealed, type OrdersPart } from "./part.tsx";
import { DECIDE } from "./words.ts";

/** Rows that are shown of a change; its totals count all. */
const SHOWN = 100;
/** Up to so many rows are read without opening them first. */
const OPEN_AT_ONCE = 20;
/** Items that are looked at for what they cover besides. */
const LOOKED_AT = 500;

type Props = { readonly part: OrdersPart; readonly language: Language; readonly order: string };

/** Exactly what a decision changes on the list. A sealed order's addresses are not shown here, only how many. */
export async function Effect({ part, language, order }: Props) {
  const words = DECIDE[language].effect;
  const { total, rows } = await part.deps.orders.effect(order, 0, SHOWN);
  const { adds, removes, unchanged, undecided } = total;
  const count = (number: number): string => formatNumber(language, number);
  const changes = { add: words.add, remove: words.remove, unchanged: words.same } as const;
  const lines = [
    adds > 0 && words.adds(count(adds)),
    removes > 0 && words.removes(count(removes)),
    adds + removes === 0 && words.nothing,
    unchanged > 0 && words.unchanged(count(unchanged)),
    undecided > 0 && words.undecided(count(undecided)),
  ];
  return (
    <>
      <h2 class="govuk-heading-m">{words.heading}</h2>
      <ul class="govuk-list govuk-list--bullet">
        {lines.filter(Boolean).map((line) => (
          <li>{line}</li>
        ))}
      </ul>
      {!isSealed(part) && rows.length > 0 && (
        <Details summary={words.caption} open={rows.length <= OPEN_AT_ONCE}>
          <Table
            caption={words.caption}
            hideCaption
            columns={[{ head: words.caption }, { head: words.heading }]}
            rows={rows.map(({ target, change }) => [<Defanged target={target} />, changes[change]])}
          />
        </Details>
      )}
    </>
  );
}

/** What the order's names would take along, and the narrower form of each. */
export async function Collateral({ part, language, order }: Props) {
  const words = DECIDE[language].collateral;
  if (isSealed(part)) return null;
  const { items, scanned } = await part.deps.orders.collateral(order, 0, LOOKED_AT);
  return (
    <>
      <h2 class="govuk-heading-m">{words.heading}</h2>
      <p class="govuk-body">{items.length === 0 ? words.none : words.lead}</p>
      {items.length > 0 && (
        <Table
          caption={words.heading}
          hideCaption
          columns={[
            { head: words.heading },
            { head: words.listed, numeric: true },
            { head: words.guarded },
            { head: words.narrower },
          ]}
          rows={items.map(({ item, listed, guarded, narrower }) => [
            item.target === null ? "–" : <Defanged target={item.target} />,
            formatNumber(language, listed.count),
            guarded.count === 0 ? "–" : guarded.names.map((value) => <Defanged target={{ scope: "domain", value }} />),
            <Defanged target={narrower} />,
          ])}
        />
      )}
      <p class="govuk-hint">{words.looked(formatNumber(language, scanned))}</p>
    </>
  );
}
