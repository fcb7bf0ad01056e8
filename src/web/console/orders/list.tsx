import { ownOnly } from "../../../api/orders/desk.ts";
import { CATEGORIES } from "../../../core/category.ts";
import { ORDER_STATES, type OrderRecord } from "../../../core/order/order.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { formatDate, formatNumber, formatSpan } from "../../ui/dates.ts";
import { Select } from "../../ui/form.tsx";
import { type Language, languageOf } from "../../ui/language.ts";
import { sendPage } from "../../ui/page.tsx";
import { Pagination } from "../../ui/pagination.tsx";
import { Table } from "../../ui/table.tsx";
import { categoryName } from "../../ui/terms.ts";
import { ConsolePage } from "../frame.tsx";
import { access, hasRole, isSealed, OrderName, type OrdersPart, State } from "./part.tsx";
import { ORDERS } from "./words.ts";

const PAGE = 50;

/** Orders, newest first; what is chosen stands in the address, so that it can be kept and sent. */
export function orderListPage(part: OrdersPart): void {
  const { pages, deps, desk, base } = part;
  pages.page(base, access(part, "read"), async (c) => {
    const language = languageOf(c);
    const words = ORDERS[language];
    const state = ORDER_STATES.find((one) => one === c.req.query("state")) ?? null;
    const category = CATEGORIES.find(({ slug }) => slug === c.req.query("category"))?.slug ?? null;
    const before = /^\d{1,15}$/.exec(c.req.query("before") ?? "")?.[0];
    const organisation = ownOnly(c)?.name ?? null;
    const filter = { list: desk.list, organisation, state, category, limit: PAGE };
    const orders = deps.orders.orders({ ...filter, before: before === undefined ? null : Number(before) });
    const last = orders.length === PAGE ? orders.at(-1) : undefined;
    const query = new URLSearchParams({ state: state ?? "", category: category ?? "" });
    const title = isSealed(part) ? words.sealedTitle : words.title;
    const { column } = words;
    return sendPage(
      c,
      <ConsolePage c={c} language={language} assets={await deps.assets()} title={title} here="orders" wide>
        <h1 class="govuk-heading-l">{title}</h1>
        {hasRole(c, desk.actions.write) && <ButtonLink href={`${base}/new`}>{words.newOrder}</ButtonLink>}
        <Filter language={language} state={state} category={category} sealed={isSealed(part)} />
        {orders.length === 0 ? (
          <p class="govuk-body">{words.none}</p>
        ) : (
          <Table
            caption={title}
            hideCaption
            rowHeaders
            columns={[
              { head: column.order },
              { head: column.category },
              { head: column.state },
              { head: column.items, numeric: true },
              { head: column.due },
            ]}
            rows={orders.map((order) => [
              <a class="govuk-link" href={`${base}/o${order.id}`}>
                <OrderName order={order} />
              </a>,
              categoryName(language, order.terms.category),
              <State language={language} order={order} />,
              formatNumber(language, order.counts.accepted + order.counts.held),
              <Due language={language} order={order} now={c.var.at} />,
            ])}
          />
        )}
        <Pagination
          language={language}
          next={last === undefined ? undefined : `${base}?${query}&before=${last.id}`}
          previous={before === undefined ? undefined : `${base}?${query}`}
        />
      </ConsolePage>,
    );
  });
}

/** When the order has to be looked at again, and when it ends: in words, so that colour says nothing alone. */
export function Due(props: { readonly language: Language; readonly order: OrderRecord; readonly now: number }) {
  const { language, order, now } = props;
  const words = ORDERS[language];
  if (order.state === "rejected" || order.state === "withdrawn" || order.state === "expired") return <>–</>;
  const { reviewAt, expiresAt } = order.term ?? order.terms;
  return (
    <div class="hifazat-due">
      {words.review(formatDate(language, reviewAt), formatSpan(language, reviewAt, now))}
      <br />
      {words.ends(formatDate(language, expiresAt), formatSpan(language, expiresAt, now))}
    </div>
  );
}

function Filter(props: {
  readonly language: Language;
  readonly state: string | null;
  readonly category: string | null;
  readonly sealed: boolean;
}) {
  const { language, state, category, sealed } = props;
  const { filter, state: states } = ORDERS[language];
  const all = { value: "", text: filter.all };
  const categories = CATEGORIES.filter(({ list }) => list === "general");
  return (
    <form method="get" class="hifazat-filter" aria-label={filter.heading}>
      <Select
        language={language}
        name="state"
        label={filter.state}
        errors={[]}
        value={state ?? ""}
        choices={[all, ...ORDER_STATES.map((value) => ({ value, text: states[value] }))]}
      />
      {!sealed && (
        <Select
          language={language}
          name="category"
          label={filter.category}
          errors={[]}
          value={category ?? ""}
          choices={[all, ...categories.map(({ slug }) => ({ value: slug, text: categoryName(language, slug) }))]}
        />
      )}
      <Button look="secondary">{filter.apply}</Button>
    </form>
  );
}
