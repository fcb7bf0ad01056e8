import { requires } from "../../../api/staff-route.ts";
import { CATEGORIES } from "../../../core/category.ts";
import { ENTRY_STATES } from "../../../core/entry-state.ts";
import type { OrderRecord } from "../../../core/order/order.ts";
import { Button } from "../../ui/button.tsx";
import { formatNumber } from "../../ui/dates.ts";
import { Select, TextInput } from "../../ui/form.tsx";
import { type Language, languageOf } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { sendPage } from "../../ui/page.tsx";
import { Pagination } from "../../ui/pagination.tsx";
import { Table } from "../../ui/table.tsx";
import { categoryName } from "../../ui/terms.ts";
import { Defanged } from "../defanged.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { ConsolePage } from "../frame.tsx";
import { Due } from "../orders/list.tsx";
import { OrderName } from "../orders/part.tsx";
import { ORDERS } from "../orders/words.ts";
import type { ConsoleContext, ConsolePages } from "../pages.tsx";
import { type EntriesPart, Lists, State } from "./part.tsx";
import { type Asked, askedIn, ENDS, findEntries, ordersMeant, queryOf } from "./search.ts";
import { ENTRIES } from "./words.ts";

const SOON = 30;

/** Entries of a list in list order; what is asked for stands in the address, so that it can be kept and sent. */
export function entryListPage(pages: ConsolePages, deps: ConsoleDeps, part: EntriesPart): void {
  const { desk, base } = part;
  pages.page(base, requires(desk.actions.read), async (c) => {
    const language = languageOf(c);
    const words = ENTRIES[language];
    const asked = askedIn(c, part);
    const orders = asked.order === "" ? null : ordersMeant(c, deps, part, asked.order);
    const title = desk.list === "sealed" ? words.sealedTitle : words.title;
    return sendPage(
      c,
      <ConsolePage c={c} language={language} assets={await deps.assets()} title={title} here="entries" wide>
        <h1 class="govuk-heading-l">{title}</h1>
        <Lists c={c} language={language} desk={desk} />
        <Filter {...{ language, asked, part }} />
        {orders?.length === 0 && <p class="govuk-body">{words.noOrder}</p>}
        {orders !== null && orders.length > 1 && <Meant {...{ language, orders, asked, base }} />}
        {(orders === null || orders.length === 1) && (await found(c, deps, part, asked, orders?.[0]?.id ?? null))}
      </ConsolePage>,
    );
  });
}

async function found(c: ConsoleContext, deps: ConsoleDeps, part: EntriesPart, asked: Asked, order: number | null) {
  const language = languageOf(c);
  const words = ENTRIES[language];
  const { base, desk } = part;
  const { entries, next } = await findEntries(c, deps, part, asked, order);
  const isFirst = c.req.query("after") === undefined;
  return (
    <>
      {entries.length === 0 ? (
        <p class="govuk-body">{next === null ? words.none : words.goOn}</p>
      ) : (
        <Table
          caption={desk.list === "sealed" ? words.sealedTitle : words.title}
          hideCaption
          rowHeaders
          columns={[
            { head: words.entry },
            { head: words.name },
            { head: words.covers },
            { head: words.category },
            { head: words.order },
            { head: words.state },
            { head: words.due },
          ]}
          rows={entries.map(({ id, target, order: stands, state }) => [
            <a class="govuk-link" href={`${base}/e${id}`}>
              <Ltr>e{id}</Ltr>
            </a>,
            desk.list === "sealed" ? words.hidden : <Defanged target={target} />,
            ORDERS[language].scope[target.scope],
            categoryName(language, stands.terms.category),
            <a class="govuk-link" href={`${part.orders}/o${stands.id}`}>
              <OrderName order={stands} />
            </a>,
            <State language={language} state={state} />,
            state === "removed" ? "–" : <Due language={language} order={stands} now={c.var.at} />,
          ])}
        />
      )}
      <Pagination
        language={language}
        previous={isFirst ? undefined : `${base}${queryOf(asked)}`}
        next={next === null ? undefined : `${base}${queryOf(asked, next)}`}
      />
    </>
  );
}

function Filter({ language, asked, part }: { language: Language; asked: Asked; part: EntriesPart }) {
  const words = ENTRIES[language];
  const common = { language, errors: [] };
  const all = { value: "", text: words.all };
  const soon = queryOf({ name: "", order: "", category: "", state: null, ends: SOON });
  const general = part.desk.list === "general";
  return (
    <form method="get" action={part.base} aria-label={words.filter}>
      {general && (
        <TextInput {...common} name="name" label={words.name} hint={words.nameHint} value={asked.name} ltr width={30} />
      )}
      <div class="hifazat-filter">
        <TextInput
          {...common}
          name="order"
          label={words.order}
          hint={words.orderHint}
          value={asked.order}
          ltr
          width={20}
        />
        {general && (
          <Select
            {...common}
            name="category"
            label={words.category}
            value={asked.category}
            choices={[
              all,
              ...CATEGORIES.filter(({ list }) => list === "general").map(({ slug }) => ({
                value: slug,
                text: categoryName(language, slug),
              })),
            ]}
          />
        )}
        <Select
          {...common}
          name="state"
          label={words.state}
          value={asked.state ?? ""}
          choices={[
            { value: "", text: words.standing },
            ...ENTRY_STATES.map((value) => ({ value, text: words.states[value] })),
          ]}
        />
        <Select
          {...common}
          name="ends"
          label={words.ends}
          value={asked.ends === 0 ? "" : String(asked.ends)}
          choices={[
            { value: "", text: words.any },
            ...ENDS.map((days) => ({ value: String(days), text: words.days(formatNumber(language, days)) })),
          ]}
        />
        <Button look="secondary">{words.apply}</Button>
      </div>
      <p class="govuk-body">
        {queryOf(asked) === "" ? (
          <a class="govuk-link" href={`${part.base}${soon}`}>
            {words.soon(formatNumber(language, SOON))}
          </a>
        ) : (
          <a class="govuk-link" href={part.base}>
            {words.clear}
          </a>
        )}
      </p>
    </form>
  );
}

/** Which of several orders is meant. */
function Meant(props: { language: Language; orders: readonly OrderRecord[]; asked: Asked; base: string }) {
  const { language, orders, asked, base } = props;
  return (
    <>
      <p class="govuk-body">{ENTRIES[language].orders}</p>
      <ul class="govuk-list">
        {orders.map((order) => (
          <li>
            <a class="govuk-link" href={`${base}${queryOf({ ...asked, order: `o${order.id}` })}`}>
              <OrderName order={order} />
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
