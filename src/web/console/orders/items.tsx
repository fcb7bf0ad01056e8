import { csvOf } from "../../../api/orders/csv.ts";
import { orderToChange } from "../../../api/orders/desk.ts";
import { itemView } from "../../../api/orders/schema.ts";
import { actorOf } from "../../../api/staff-route.ts";
import type { ItemOutcome } from "../../../core/order/order.ts";
import { Button } from "../../ui/button.tsx";
import { formatNumber } from "../../ui/dates.ts";
import { TextInput } from "../../ui/form.tsx";
import type { Form } from "../../ui/form-data.ts";
import { BackLink, Inset, Notification } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { Pagination } from "../../ui/pagination.tsx";
import { Table } from "../../ui/table.tsx";
import { Defanged, DefangedText } from "../defanged.tsx";
import { ConsolePage, Csrf } from "../frame.tsx";
import { type ConsoleContext, seeOther } from "../pages.tsx";
import { csvAnswer, pagedText } from "./download.ts";
import { isEditable } from "./order.tsx";
import { access, hasRole, isOutcome, isSealed, type OrdersPart, opened } from "./part.tsx";
import { FieldFault, refusedAgain } from "./refused.tsx";
import { firstOutcome, OutcomeTabs } from "./tabs.tsx";
import { Why } from "./why.tsx";
import { DECIDE } from "./words.ts";

const PAGE = 100;
const DOWNLOAD_PAGE = 5_000;

/** What became of each line of an order, an outcome and a page at a time. */
export function itemPages(part: OrdersPart): void {
  const { pages, deps, desk, base } = part;

  pages.page(`${base}/:id/items`, access(part, "read"), (c) => showItems(c, part, { revealed: false }));

  // The same page with a sealed order's addresses, for who has said why.
  pages.action(
    `${base}/:id/items/reveal`,
    access(part, "read"),
    async (c, form) => {
      const { order, language } = opened(c, part);
      const reason = form.text("reason");
      if (reason === "") throw new FieldFault("reason", DECIDE[language].reasonsNeeded);
      deps.orders.revealed(order, reason, actorOf(c));
      return showItems(c, part, { revealed: true });
    },
    { again: refusedAgain(part, (c, refused) => showItems(c, part, { revealed: false, refused })) },
  );

  pages.action(
    `${base}/:id/items/remove`,
    access(part, "write"),
    async (c, form) => {
      const { id } = orderToChange(c, deps.orders, desk);
      const { removed } = await deps.orders.removeItems(
        `o${id}`,
        { kind: "items", items: tickedItems(form) },
        actorOf(c),
      );
      return seeOther(`${base}/o${id}?done=uploadRemoved&n=${removed}`);
    },
    { again: refusedAgain(part, (c, refused) => showItems(c, part, { revealed: false, refused })) },
  );

  if (!isSealed(part))
    pages.page(`${base}/:id/items.csv`, access(part, "read"), async (c) => {
      const { order } = opened(c, part);
      const outcomes = [chosen(c, order.counts)];
      const text = pagedText(0, async (after) => {
        const page = deps.orders.items(order, outcomes, after, DOWNLOAD_PAGE);
        const rows = page.items.map((item) => itemView(item, deps.orders.explain));
        return { text: csvOf(rows, after === 0), next: page.next };
      });
      return csvAnswer(text, `o${order.id}-${outcomes[0]}.csv`);
    });
}

export const tickedItems = (form: Form): number[] =>
  form
    .all("item")
    .filter((text) => /^\d{1,9}$/.test(text))
    .map(Number);

function chosen(c: ConsoleContext, counts: Readonly<Record<ItemOutcome, number>>): ItemOutcome {
  const asked = c.req.query("outcome");
  return isOutcome(asked) ? asked : firstOutcome(counts);
}

type Showing = { readonly revealed: boolean; readonly refused?: Parameters<Parameters<typeof refusedAgain>[1]>[1] };

async function showItems(c: ConsoleContext, part: OrdersPart, { revealed, refused }: Showing): Promise<Response> {
  const { deps, desk } = part;
  const { order, language, path, words } = opened(c, part);
  const { column, items: text } = words;
  const outcome = chosen(c, order.counts);
  const after = Number(/^\d{1,9}$/.exec(c.req.query("after") ?? "")?.[0] ?? 0);
  const page = deps.orders.items(order, [outcome], after, PAGE);
  const hidden = isSealed(part) && !revealed;
  const removable =
    isEditable(order) && hasRole(c, desk.actions.write) && (outcome === "accepted" || outcome === "held");
  const href = (of: ItemOutcome, from?: number) =>
    `${path}/items?outcome=${of}${from === undefined ? "" : `&after=${from}`}`;
  const columns = [
    { head: column.item, numeric: true },
    { head: column.line, numeric: true },
    { head: column.text },
    { head: column.target },
    { head: column.scope },
    { head: column.why },
  ];
  const table = page.items.length > 0 && (
    <Table
      caption={words.outcome[outcome]}
      columns={removable ? [{ head: column.change }, ...columns] : columns}
      rows={page.items.map((item) => {
        const cells = [
          formatNumber(language, item.seq),
          formatNumber(language, item.line),
          hidden ? text.hidden : <DefangedText text={item.text} />,
          item.target === null ? "–" : hidden ? text.hidden : <Defanged target={item.target} />,
          item.target === null ? "–" : words.scope[item.target.scope],
          <Why language={language} item={item} explain={deps.orders.explain} />,
        ];
        return removable ? [<Tick item={item.seq} label={`${words.column.item} ${item.seq}`} />, ...cells] : cells;
      })}
    />
  );
  return sendPage(
    c,
    <ConsolePage
      c={c}
      language={language}
      assets={await deps.assets()}
      title={text.title}
      here="orders"
      before={<BackLink language={language} href={path} />}
      wide
    >
      {refused?.banner}
      {refused?.errors.map(({ text: fault }) => (
        <Notification language={language}>{fault}</Notification>
      ))}
      <h1 class="govuk-heading-l">{text.title}</h1>
      <OutcomeTabs language={language} counts={order.counts} current={outcome} href={(of) => href(of)} />
      {hidden && (
        <form method="post" action={href(outcome, after).replace("/items?", "/items/reveal?")} novalidate>
          <Csrf c={c} />
          <Inset>{text.sealed}</Inset>
          <TextInput
            language={language}
            name="reason"
            label={text.revealReason}
            errors={refused?.errors ?? []}
            maxlength={500}
          />
          <Button look="secondary">{text.reveal}</Button>
        </form>
      )}
      {page.items.length === 0 && <p class="govuk-body">{page.next === null ? text.empty : text.goOn}</p>}
      {removable && page.items.length > 0 ? (
        <form method="post" action={`${path}/items/remove`}>
          <Csrf c={c} />
          {table}
          <p class="govuk-hint">{text.removeHint}</p>
          <Button look="warning">{text.remove}</Button>
        </form>
      ) : (
        table
      )}
      <Pagination
        language={language}
        previous={after > 0 ? href(outcome) : undefined}
        next={page.next === null ? undefined : href(outcome, page.next)}
      />
      {!isSealed(part) && (
        <p class="govuk-body">
          <a class="govuk-link" href={`${path}/items.csv?outcome=${outcome}`}>
            {text.download}
          </a>
        </p>
      )}
    </ConsolePage>,
    refused?.status,
  );
}

/** One box of a row; its label is for who cannot see the row around it. */
export function Tick(props: { readonly item: number; readonly label: string; readonly checked?: boolean }) {
  return (
    <input type="checkbox" name="item" value={String(props.item)} aria-label={props.label} checked={props.checked} />
  );
}
