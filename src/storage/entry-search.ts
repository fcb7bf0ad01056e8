import type { OrderRecord } from "../core/order/order.ts";
import type { Target } from "../core/target/target.ts";
import { sortKey, valueOfSortKey } from "../protocol/sort-key.ts";
import { listCode, scopeOf } from "./codes.ts";
import type { Db } from "./database.ts";
import { headRelease } from "./releases.ts";
import { type Stretch, setAsideAt } from "./set-aside.ts";

/** Entries that stand by what was decided, of the general list. */
export type EntrySearch = {
  /** A host: itself, its pages and everything below it. */
  readonly below: string | null;
  /** Part of the value. */
  readonly contains: string | null;
  /** An order's number, as in its id. */
  readonly order: number | null;
  readonly category: string | null;
  /** Only those whose time is over before then. Seconds since the epoch. */
  readonly expiresBefore: number | null;
  /** Only those on orders of this organisation. */
  readonly organisation: string | null;
};

export type FoundEntry = {
  readonly id: number;
  readonly target: Target;
  readonly order: OrderRecord;
  /** In the newest release; otherwise it was decided and is still to be published. */
  readonly published: boolean;
};

/** Where to go on: the last row that was looked at. */
export type SearchCursor = readonly [sortKey: string, scope: number, order: number, event: number];
export type FoundEntries = { readonly entries: readonly FoundEntry[]; readonly next: SearchCursor | null };

/** Rows looked at for one page: few hits among a million must not hold up everybody else. */
const MOST_SCANNED = 20_000;
/** Above every sort key: they are ASCII. */
const END = "\u007f";

type Row = [id: number, key: string, scope: number, order: number, added: number, removed: number | null];

/** Up to `limit` in list order, after `after`. A page can be empty and have a next one. */
export function searchEntries(db: Db, search: EntrySearch, after: SearchCursor | null, limit: number): FoundEntries {
  const from = search.below === null ? "" : sortKey(search.below);
  const [key, scope, order, event] = after ?? [from, -1, 0, 0];
  // After a name's key come a space and its pages, "!" and the names below it; the quotation mark is the next byte.
  const below = search.below === null ? END : `${from}"`;
  const rows = db.sqlite
    .prepare(
      `SELECT id, sort_key, scope, order_id, added_event, removed_event FROM entries
        WHERE list = :list AND (sort_key, scope, order_id, added_event) > (:key, :scope, :order, :event)
          AND sort_key < :below
        ORDER BY list, sort_key, scope, order_id, added_event LIMIT ${MOST_SCANNED}`,
    )
    .raw()
    .iterate({ list: listCode("general"), key, scope, order, event, below }) as IterableIterator<Row>;
  const orders = ordersWanted(db, search);
  const head = headRelease(db);
  const aside = head === undefined ? [] : setAsideAt(db, "general", head.watermark);
  const entries: FoundEntry[] = [];
  let scanned = 0;
  let last: SearchCursor | null = null;
  for (const [id, sortKeyOf, scopeNumber, orderId, added, removed] of rows) {
    scanned += 1;
    last = [sortKeyOf, scopeNumber, orderId, added];
    if (removed !== null) continue;
    const found = orders(orderId);
    if (found === undefined) continue;
    const value = valueOfSortKey(sortKeyOf);
    if (search.contains !== null && !value.includes(search.contains)) continue;
    const published = head !== undefined && added <= head.watermark && !isWithin(added, aside);
    entries.push({ id, target: { scope: scopeOf(scopeNumber), value }, order: found, published });
    if (entries.length === limit) return { entries, next: last };
  }
  return { entries, next: scanned === MOST_SCANNED ? last : null };
}

const isWithin = (event: number, stretches: readonly Stretch[]): boolean =>
  stretches.some(({ after, upto }) => event > after && event <= upto);

/** Reads each order once; undefined for one that is not asked for. */
function ordersWanted(db: Db, search: EntrySearch): (id: number) => OrderRecord | undefined {
  const known = new Map<number, OrderRecord | undefined>();
  const one = db.sqlite.prepare("SELECT record FROM orders WHERE id = ?").pluck();
  return (id) => {
    if (search.order !== null && search.order !== id) return undefined;
    if (!known.has(id)) {
      const order = JSON.parse(String(one.get(id))) as OrderRecord;
      const { category, expiresAt } = order.terms;
      const wanted =
        (search.category === null || search.category === category) &&
        (search.organisation === null || search.organisation === order.organisation) &&
        (search.expiresBefore === null || (order.term?.expiresAt ?? expiresAt) < search.expiresBefore);
      known.set(id, wanted ? order : undefined);
    }
    return known.get(id);
  };
}
