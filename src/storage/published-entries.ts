import type { ListName } from "../core/list-name.ts";
import type { Change } from "../protocol/delta.ts";
import type { IndexEntry, IndexOrder } from "../protocol/index-file/format.ts";
import type { Touched, TouchedTarget } from "../protocol/index-file/splice.ts";
import { valueOfSortKey } from "../protocol/sort-key.ts";
import { listCode, scopeOf } from "./codes.ts";
import type { Connection } from "./database.ts";
import { heldBackAt, letOutAfter } from "./held-batch.ts";
import { activeSql, rollbackTurned, rolledBackAt, setAsideAt, unlistedAt } from "./set-aside.ts";
import { within, without } from "./stretch.ts";
import { touchedRows } from "./touched-rows.ts";

export type ActiveEntries = {
  readonly orders: readonly IndexOrder[];
  /** In list order, one per target: when several orders list the same one, the entry with the lowest id speaks. */
  readonly entries: Iterable<IndexEntry>;
};

/**
 * What a list holds at a watermark. `entries` reads while it is iterated; it can be iterated once.
 */
export function activeEntries(db: Connection, list: ListName, watermark: number): ActiveEntries {
  const { orders, positions, categories } = ordersAt(db, list, watermark);
  return { orders, entries: iterate(db, list, watermark, positions, categories) };
}

function* iterate(
  db: Connection,
  list: ListName,
  upto: number,
  positions: ReadonlyMap<number, number>,
  categories: ReadonlyMap<number, string>,
): Generator<IndexEntry> {
  let held: Row | undefined;
  for (const row of rowsInOrder(db, list, upto)) {
    if (held !== undefined && held[1] === row[1] && held[2] === row[2]) {
      if (row[0] < held[0]) held = row;
      continue;
    }
    if (held !== undefined) yield entryOf(held);
    held = row;
  }
  if (held !== undefined) yield entryOf(held);

  function entryOf([id, sortKey, scope, orderId]: Row): IndexEntry {
    const order = positions.get(orderId);
    const category = categories.get(orderId);
    if (order === undefined || category === undefined) throw new Error(`entry ${id} stands on no order with terms`);
    return { id, value: valueOfSortKey(sortKey), scope: scopeOf(scope), category, order };
  }
}

/** id, sort key, scope, order, and the event that added it. */
type Row = [number, string, number, number, number];
/** Rows read at a time: stepping through one statement for a million rows costs nearly twice as much. */
const BATCH = 5_000;

function* rowsInOrder(db: Connection, list: ListName, upto: number): Generator<Row> {
  const active = activeSql("entries", ":upto", setAsideAt(db, list, upto));
  const next = db.sqlite
    .prepare(
      `SELECT id, sort_key, scope, order_id, added_event FROM entries
       WHERE list = :list AND (sort_key, scope, order_id, added_event) > (:key, :scope, :order, :event) AND ${active}
       ORDER BY list, sort_key, scope, order_id, added_event LIMIT ${BATCH}`,
    )
    .raw();
  let last: Row = [0, "", -1, 0, 0];
  for (;;) {
    const [, key, scope, order, event] = last;
    const rows = next.all({ list: listCode(list), upto, key, scope, order, event }) as Row[];
    yield* rows;
    const end = rows.at(-1);
    if (end === undefined || rows.length < BATCH) return;
    last = end;
  }
}

/** Orders with entries on the list and the terms that hold at the watermark, ascending by id. */
function ordersAt(db: Connection, list: ListName, upto: number) {
  const rows = db.sqlite
    .prepare(
      `SELECT o.id, o.authority, o.number, o.category, o.record, t.since, t.review_at AS reviewAt, t.expires_at AS expiresAt
       FROM orders o JOIN terms t ON t.order_id = o.id
       WHERE o.list = :list AND t.event_id = (SELECT max(event_id) FROM terms WHERE order_id = o.id AND event_id <= :upto)
         AND ${isShown(db, list, upto)}
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

/** SQL: whether a release says anything of order `o`: not while the whole of it is held back. */
function isShown(db: Connection, list: ListName, upto: number): string {
  const held = heldBackAt(db, list, "added", upto);
  if (held.length === 0) return "TRUE";
  return `(NOT ${within("(SELECT min(event_id) FROM terms WHERE order_id = o.id)", held)} OR EXISTS (
    SELECT 1 FROM events x JOIN entries e ON e.added_event = x.id
     WHERE x.subject = 'order' AND x.subject_id = o.id AND ${activeSql("e", String(upto), setAsideAt(db, list, upto))}))`;
}

/**
 * The final state at `upto` of every target touched after `after` (DESIGN 7, delta), in list order. Both are
 * watermarks. Cost follows the number of touched entries, not the size of the list.
 */
export function touchedBetween(db: Connection, list: ListName, after: number, upto: number): Change[] {
  const categories = new Map(db.sqlite.prepare("SELECT id, category FROM orders").raw().all() as [number, string][]);
  return touchedRows(db, list, after, upto).map(([sortKey, scopeNumber, orderId]): Change => {
    const value = valueOfSortKey(sortKey);
    const scope = scopeOf(scopeNumber);
    if (orderId === null) return { kind: "drop", value, scope };
    return { kind: "put", line: { value, scope, category: categories.get(orderId) ?? "" } };
  });
}

/**
 * What a list holds at `upto`, for those who have what it held at `after`: the orders as they are now, and what became of
 * every target touched since, in list order. Undefined while a rollback holds or was ended in between: what comes back then
 * depends on more than on what was touched.
 */
export function touchedEntries(db: Connection, list: ListName, after: number, upto: number): Touched | undefined {
  const rolledBack = [after, upto].some((watermark) => rolledBackAt(db, list, watermark).length > 0);
  if (rolledBack || rollbackTurned(db, after, upto)) return undefined;
  const { orders, positions, categories } = ordersAt(db, list, upto);
  const touched = touchedRows(db, list, after, upto).map(([sortKey, scopeNumber, orderId, id]): TouchedTarget => {
    const [value, scope] = [valueOfSortKey(sortKey), scopeOf(scopeNumber)];
    if (orderId === null || id === null) return { sortKey, value, scope, entry: undefined };
    const [order, category] = [positions.get(orderId), categories.get(orderId)];
    if (order === undefined || category === undefined) throw new Error(`entry ${id} stands on no order with terms`);
    return { sortKey, value, scope, entry: { id, value, scope, category, order } };
  });
  return { orders, touched };
}

/** Whether an order's dates changed after `after` without any of its entries: the index says so, the list does not. */
export function termsChanged(db: Connection, list: ListName, after: number, upto: number): boolean {
  const found = db.sqlite
    .prepare(
      `SELECT 1 FROM terms t JOIN orders o ON o.id = t.order_id
       WHERE o.list = ? AND t.event_id > ? AND t.event_id <= ? AND ${isShown(db, list, upto)} LIMIT 1`,
    )
    .get(listCode(list), after, upto);
  return found !== undefined;
}

/**
 * Whether something cannot wait for the schedule: a removal, an addition by an emergency order (DESIGN 7), a rollback or
 * its end, a batch that was let out and is not published. What is withdrawn from a batch that is held back was never out,
 * and removals that are held back wait for their officer.
 */
export function urgentSince(db: Connection, list: ListName, after: number): boolean {
  if (letOutAfter(db, after) !== undefined || (list === "general" && rollbackTurned(db, after))) return true;
  const unlisted = within("added_event", unlistedAt(db, list, after));
  const waits = without([{ after, upto: Number.MAX_SAFE_INTEGER }], heldBackAt(db, list, "removed"));
  // Asked every two seconds by a server that has answers to give: it reads events, of which there are few, not the entries
  // of a large order that waits.
  const found = db.sqlite
    .prepare(
      `${waits
        .map(
          (stretch) => `SELECT 1 FROM entries INDEXED BY entries_removed WHERE ${within("removed_event", [stretch])}
          AND list = :list AND added_event <= :after AND NOT ${unlisted}
       UNION ALL `,
        )
        .join("")}
       SELECT 1 FROM events NOT INDEXED JOIN orders ON subject = 'order' AND orders.id = subject_id
        WHERE events.id > :after AND orders.list = :list AND record ->> '$.terms.urgency' = 'emergency'
          AND EXISTS (SELECT 1 FROM entries WHERE added_event = events.id)
       LIMIT 1`,
    )
    .get({ list: listCode(list), after });
  return found !== undefined;
}
