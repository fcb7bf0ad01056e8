import { ownOnly } from "../../../api/orders/desk.ts";
import { CATEGORIES } from "../../../core/category.ts";
import { type EntryState, isEntryState } from "../../../core/entry-state.ts";
import { hostOf } from "../../../core/guard/host-of.ts";
import type { OrderRecord } from "../../../core/order/order.ts";
import { canonicalise } from "../../../core/target/canonicalise.ts";
import type { ConsoleDeps } from "../deps.ts";
import type { ConsoleContext } from "../pages.tsx";
import type { EntriesPart } from "./part.tsx";

/** What is asked for, as it stands in the page's address, so that it can be kept and sent. */
export type Asked = {
  readonly name: string;
  readonly order: string;
  readonly category: string;
  readonly state: EntryState | null;
  /** Days; 0 for any. */
  readonly ends: number;
};

export const ENDS = [7, 30, 90] as const;
const DAY = 86_400;
const PAGE = 50;
/** Stretches of the list that are looked at for one page, 20,000 entries each: a million, and no answer waits for it. */
const MOST_STRETCHES = 50;

export function askedIn(c: ConsoleContext, { desk }: EntriesPart): Asked {
  const { name = "", order = "", category, state, ends } = c.req.query();
  const sealed = desk.list === "sealed";
  return {
    // A sealed address is looked for in no page's address: those are kept by browsers and logs.
    name: sealed ? "" : name.trim().slice(0, 2_000),
    order: order.trim().slice(0, 200),
    category: sealed ? "" : (CATEGORIES.find(({ slug }) => slug === category)?.slug ?? ""),
    state: isEntryState(state) ? state : null,
    ends: ENDS.find((days) => String(days) === ends) ?? 0,
  };
}

export function queryOf(asked: Asked, after?: number): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(asked)) if (value) query.set(key, String(value));
  if (after !== undefined) query.set("after", `e${after}`);
  return query.size === 0 ? "" : `?${query}`;
}

/** Orders that what was typed may mean. */
export function ordersMeant(c: ConsoleContext, { orders }: ConsoleDeps, { desk }: EntriesPart, text: string) {
  const filter = { list: desk.list, organisation: ownOnly(c)?.name ?? null, state: null, category: null };
  const id = /^o(\d{1,9})$/.exec(text)?.[1];
  if (id !== undefined) return orders.orders({ ...filter, before: Number(id) + 1, limit: 1 }).filter(isNumber(id));
  const found = orders.orders({ ...filter, before: null, limit: 20, number: text });
  const exact = found.filter(({ terms }) => terms.number.toLowerCase() === text.toLowerCase());
  return exact.length > 0 ? exact : found;
}

const isNumber = (id: string) => (order: OrderRecord) => order.id === Number(id);

/** A page of entries. What is rare in a long list is looked for in stretches; others are answered in between. */
export async function findEntries(
  c: ConsoleContext,
  { entries, now }: ConsoleDeps,
  { desk }: EntriesPart,
  asked: Asked,
  order: number | null,
) {
  const read = canonicalise(asked.name);
  const search = {
    list: desk.list,
    below: read.kind === "target" ? hostOf(read.target) : null,
    contains: read.kind === "target" || asked.name === "" ? null : asked.name.toLowerCase(),
    order,
    category: asked.category === "" ? null : asked.category,
    state: asked.state,
    expiresBefore: asked.ends === 0 ? null : now() + asked.ends * DAY,
    organisation: ownOnly(c)?.name ?? null,
  };
  const after = /^e(\d{1,10})$/.exec(c.req.query("after") ?? "")?.[1];
  let page = entries.searchEntries(search, after === undefined ? null : Number(after), PAGE);
  for (let turn = 1; turn < MOST_STRETCHES && page.entries.length === 0 && page.next !== null; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    page = entries.searchEntries(search, page.next, PAGE);
  }
  return page;
}
