import { type EntryState, stands } from "../core/entry-state.ts";
import { HifazatError } from "../core/errors.ts";
import type { ListName } from "../core/list-name.ts";
import type { OrderRecord } from "../core/order/order.ts";
import type { Target } from "../core/target/target.ts";
import { sortKey, valueOfSortKey } from "../protocol/sort-key.ts";
import { listCode, scopeOf } from "./codes.ts";
import type { Db } from "./database.ts";
import { headRelease } from "./releases.ts";
import { activeSql, rolledBackAt, setAsideAt } from "./set-aside.ts";
import { isWithin } from "./stretch.ts";

export type EntrySearch = {
  readonly list: ListName;
  /** A host: itself, its pages and everything below it. */
  readonly below: string | null;
  /** Part of the value. */
  readonly contains: string | null;
  /** An order's number, as in its id. */
  readonly order: number | null;
  readonly category: string | null;
  /** Null: all that stand by what is decided. */
  readonly state: EntryState | null;
  /** Only those whose time is over before then. Seconds since the epoch. */
  readonly expiresBefore: number | null;
  /** Only those on orders of this organisation. */
  readonly organisation: string | null;
};

export type FoundEntry = {
  readonly id: number;
  readonly target: Target;
  readonly order: OrderRecord;
  readonly state: EntryState;
};

/** `next`: where to go on, the id of the last entry that was looked at. */
export type FoundEntries = { readonly entries: readonly FoundEntry[]; readonly next: number | null };

/** Rows looked at for one page: few hits among a million must not hold up everybody else. */
const MOST_SCANNED = 20_000;
/** Above every sort key: they are ASCII. */
const END = "\u007f";

type Row = [
  id: number,
  key: string,
  scope: number,
  order: number,
  added: number,
  removed: number | null,
  active: 0 | 1,
];
/** Where an entry stands in list order. */
type Place = readonly [sortKey: string, scope: number, order: number, event: number];

/** Up to `limit` in list order, after the entry `after`. A page can be empty and have a next one. */
export function searchEntries(db: Db, search: EntrySearch, after: number | null, limit: number): FoundEntries {
  const { list } = search;
  const from = search.below === null ? "" : sortKey(search.below);
  const [key, scope, order, event] = after === null ? [from, -1, 0, 0] : placeOf(db, list, after);
  // After a name's key come a space and its pages, "!" and the names below it; the quotation mark is the next byte.
  const below = search.below === null ? END : `${from}"`;
  const newest = newestState(db, list);
  const rows = db.sqlite
    .prepare(
      `SELECT id, sort_key, scope, order_id, added_event, removed_event, ${newest.active} FROM entries
        WHERE list = :list AND (sort_key, scope, order_id, added_event) > (:key, :scope, :order, :event)
          AND sort_key < :below
        ORDER BY list, sort_key, scope, order_id, added_event LIMIT ${MOST_SCANNED}`,
    )
    .raw()
    .iterate({ list: listCode(list), key, scope, order, event, below }) as IterableIterator<Row>;
  const orders = ordersWanted(db, search);
  const entries: FoundEntry[] = [];
  let scanned = 0;
  let last: number | null = null;
  for (const [id, sortKeyOf, scopeNumber, orderId, added, removed, active] of rows) {
    scanned += 1;
    last = id;
    const state = newest.stateOf(added, removed, active === 1);
    if (search.state === null ? !stands(state) : state !== search.state) continue;
    const found = orders(orderId);
    if (found === undefined) continue;
    const value = valueOfSortKey(sortKeyOf);
    if (search.contains !== null && !value.includes(search.contains)) continue;
    entries.push({ id, target: { scope: scopeOf(scopeNumber), value }, order: found, state });
    if (entries.length === limit) return { entries, next: last };
  }
  return { entries, next: scanned === MOST_SCANNED ? last : null };
}

/** How entries of a list stand against its newest release: SQL for whether one is in it, and what that makes of it. */
export function newestState(db: Db, list: ListName) {
  const upto = headRelease(db)?.watermark ?? -1;
  // What only a batch that is held back keeps out waits for its officer.
  const rolledBack = rolledBackAt(db, list, upto).filter(({ of }) => of === "additions");
  return {
    active: activeSql("entries", String(upto), setAsideAt(db, list, upto)),
    stateOf(added: number, removed: number | null, active: boolean): EntryState {
      if (removed !== null) return active ? "leaving" : "removed";
      if (active) return "published";
      return isWithin(added, rolledBack) ? "set_aside" : "waiting";
    },
  };
}

function placeOf(db: Db, list: ListName, entry: number): Place {
  const row = db.sqlite
    .prepare("SELECT sort_key, scope, order_id, added_event FROM entries WHERE id = ? AND list = ?")
    .raw()
    .get(entry, listCode(list));
  if (row === undefined) throw new HifazatError("bad_request", "`after` is no `next` of a page before.");
  return row as Place;
}

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
