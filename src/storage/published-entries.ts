import type { ListName } from "../core/list-name.ts";
import type { Change } from "../protocol/delta.ts";
import type { IndexEntry, IndexOrder } from "../protocol/index-file/format.ts";
import { valueOfSortKey } from "../protocol/sort-key.ts";
import { listCode, scopeOf } from "./codes.ts";
import type { Db } from "./database.ts";

export type ActiveEntries = {
  readonly orders: readonly IndexOrder[];
  /** In list order, one per target: when several orders list the same one, the entry with the lowest id speaks. */
  readonly entries: Iterable<IndexEntry>;
};

const ACTIVE = "added_event <= :upto AND (removed_event IS NULL OR removed_event > :upto)";

/** The id of the newest event: everything up to it is what a release made now holds. 0 when there is none. */
export function eventWatermark(db: Db): number {
  return Number(db.sqlite.prepare("SELECT coalesce(max(id), 0) FROM events").pluck().get());
}

/**
 * What a list holds at a watermark. `entries` reads while it is iterated and holds the connection until it ends; it can
 * be iterated once.
 */
export function activeEntries(db: Db, list: ListName, watermark: number): ActiveEntries {
  const { orders, positions, categories } = ordersAt(db, list, watermark);
  return { orders, entries: iterate(db, list, watermark, positions, categories) };
}

function* iterate(
  db: Db,
  list: ListName,
  upto: number,
  positions: ReadonlyMap<number, number>,
  categories: ReadonlyMap<number, string>,
): Generator<IndexEntry> {
  const rows = db.sqlite
    .prepare(
      `SELECT id, sort_key, scope, order_id FROM entries WHERE list = :list AND ${ACTIVE} ORDER BY list, sort_key, scope`,
    )
    .raw()
    .iterate({ list: listCode(list), upto }) as IterableIterator<[number, string, number, number]>;
  let held: [number, string, number, number] | undefined;
  for (const row of rows) {
    if (held !== undefined && held[1] === row[1] && held[2] === row[2]) {
      if (row[0] < held[0]) held = row;
      continue;
    }
    if (held !== undefined) yield entryOf(held);
    held = row;
  }
  if (held !== undefined) yield entryOf(held);

  function entryOf([id, sortKey, scope, orderId]: [number, string, number, number]): IndexEntry {
    const order = positions.get(orderId);
    const category = categories.get(orderId);
    if (order === undefined || category === undefined) throw new Error(`entry ${id} stands on no order with terms`);
    return { id, value: valueOfSortKey(sortKey), scope: scopeOf(scope), category, order };
  }
}

/** Orders with entries on the list and the terms that hold at the watermark, ascending by id. */
function ordersAt(db: Db, list: ListName, upto: number) {
  const rows = db.sqlite
    .prepare(
      `SELECT o.id, o.authority, o.number, o.category, o.record, t.since, t.review_at AS reviewAt, t.expires_at AS expiresAt
       FROM orders o JOIN terms t ON t.order_id = o.id
       WHERE o.list = :list AND t.event_id = (SELECT max(event_id) FROM terms WHERE order_id = o.id AND event_id <= :upto)
       ORDER BY o.id`,
    )
    .all({ list: listCode(list), upto }) as {
    id: number;
    authority: string;
    number: string;
    category: string;
    record: string;
    since: number;
    reviewAt: number;
    expiresAt: number;
  }[];
  const positions = new Map<number, number>();
  const categories = new Map<number, string>();
  const orders = rows.map((row, position): IndexOrder => {
    positions.set(row.id, position);
    categories.set(row.id, row.category);
    const { terms } = JSON.parse(row.record) as { terms: { law: string; ground: string; provision: string } };
    return {
      id: `o${row.id}`,
      number: row.number,
      authority: row.authority,
      law: terms.law,
      ground: terms.ground,
      provision: terms.provision,
      since: row.since,
      reviewAt: row.reviewAt,
      expiresAt: row.expiresAt,
    };
  });
  return { orders, positions, categories };
}

/**
 * The final state at `upto` of every target touched after `after` (DESIGN 7, delta), in list order. Both are
 * watermarks. Cost follows the number of touched entries, not the size of the list.
 */
export function touchedBetween(db: Db, list: ListName, after: number, upto: number): Change[] {
  // Only what was an entry counts as touched: an item still held must not show in a public delta, not even as removed.
  const touched = db.sqlite
    .prepare(
      `WITH touched AS (
         SELECT a.sort_key, a.scope FROM orders o JOIN items i ON i.order_id = o.id
           JOIN entries a ON a.list = :list AND a.sort_key = i.sort_key AND a.scope = i.scope AND a.order_id = o.id
          WHERE o.list = :list AND a.added_event > :after AND a.added_event <= :upto AND o.id IN
            (SELECT subject_id FROM events WHERE subject = 'order' AND id > :after AND id <= :upto)
         UNION
         SELECT sort_key, scope FROM entries WHERE list = :list AND removed_event > :after AND removed_event <= :upto
       )
       SELECT t.sort_key, t.scope, e.order_id, min(e.id)
       FROM touched t LEFT JOIN entries e ON e.list = :list AND e.sort_key = t.sort_key AND e.scope = t.scope
        AND e.added_event <= :upto AND (e.removed_event IS NULL OR e.removed_event > :upto)
       GROUP BY t.sort_key, t.scope ORDER BY t.sort_key, t.scope`,
    )
    .raw()
    .all({ list: listCode(list), after, upto }) as [string, number, number | null][];
  const categories = new Map(db.sqlite.prepare("SELECT id, category FROM orders").raw().all() as [number, string][]);
  return touched.map(([sortKey, scopeNumber, orderId]): Change => {
    const value = valueOfSortKey(sortKey);
    const scope = scopeOf(scopeNumber);
    if (orderId === null) return { kind: "drop", value, scope };
    return { kind: "put", line: { value, scope, category: categories.get(orderId) ?? "" } };
  });
}
