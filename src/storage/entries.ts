import type { Clearance } from "../core/guard/cleared.ts";
import type { ListName } from "../core/list-name.ts";
import type { HeldDecision, Term } from "../core/order/order.ts";
import type { Target } from "../core/target/target.ts";
import { sortKey, valueOfSortKey } from "../protocol/sort-key.ts";
import { listCode, outcomeCode, scopeOf } from "./codes.ts";
import type { Db } from "./database.ts";
import { blocksStillSql } from "./set-aside.ts";

/**
 * Sealed entries are numbered from here, so that the public numbers have no gaps that would tell how many there are.
 * Ids fit 32 bits (protocol/index-file).
 */
const SEALED_IDS_FROM = 0x8000_0000;

/** Which of an order's items become entries. */
export type EntrySelection = {
  readonly accepted: boolean;
  readonly held: HeldDecision;
  /** Held items that `held: all` does not mean. */
  readonly except: readonly number[];
};

/** Makes entries of an approved order's items, in list order. Inside the transaction of the event. Returns how many. */
export function addEntries(db: Db, orderId: number, list: ListName, selection: EntrySelection, event: number): number {
  const { accepted, held, except } = selection;
  const [from, below] = list === "sealed" ? [SEALED_IDS_FROM, 0x1_0000_0000] : [1, SEALED_IDS_FROM];
  const before = Number(
    db.sqlite
      .prepare("SELECT coalesce(max(id), ?) FROM entries WHERE id >= ? AND id < ?")
      .pluck()
      .get(from - 1, from, below),
  );
  const added = db.sqlite
    .prepare(
      `INSERT INTO entries (id, list, sort_key, scope, order_id, item, added_event)
       SELECT :before + row_number() OVER (ORDER BY sort_key, scope), :list, sort_key, scope, order_id, seq, :event
         FROM items WHERE order_id = :order AND sort_key IS NOT NULL
          AND ((:whole AND outcome = :accepted) OR (outcome = :held AND (seq IN (SELECT value FROM json_each(:some))
               OR (:all AND seq NOT IN (SELECT value FROM json_each(:except))))))
        ORDER BY sort_key, scope`,
    )
    .run({
      before,
      list: listCode(list),
      event,
      order: orderId,
      whole: accepted ? 1 : 0,
      accepted: outcomeCode("accepted"),
      held: outcomeCode("held"),
      all: held.kind === "all" ? 1 : 0,
      some: JSON.stringify(held.kind === "some" ? held.items : []),
      except: JSON.stringify(except),
    });
  return added.changes;
}

/**
 * Takes an order's entries off the list, or those of some of its items. What a mass removal has taken off that is held back
 * leaves with this event instead, which does not wait for that. Returns how many there were.
 */
export function removeEntries(
  db: Db,
  orderId: number,
  list: ListName,
  items: readonly number[] | null,
  event: number,
): number {
  return db.sqlite
    .prepare(
      `UPDATE entries SET removed_event = :event WHERE id IN (
         SELECT e.id FROM items i JOIN entries e
             ON e.list = :list AND e.sort_key = i.sort_key AND e.scope = i.scope AND e.order_id = i.order_id
            AND e.item = i.seq
          WHERE i.order_id = :order AND ${blocksStillSql(db, list, "e")}
            AND (:whole OR i.seq IN (SELECT value FROM json_each(:items))))`,
    )
    .run({
      event,
      list: listCode(list),
      order: orderId,
      whole: items === null ? 1 : 0,
      items: JSON.stringify(items ?? []),
    }).changes;
}

/** From when until when the order's entries stand, as of this event. Seconds since the epoch. */
export function setTerm(db: Db, orderId: number, event: number, term: Term): void {
  db.sqlite
    .prepare("INSERT INTO terms (order_id, event_id, since, review_at, expires_at) VALUES (?, ?, ?, ?, ?)")
    .run(orderId, event, term.since, term.reviewAt, term.expiresAt);
}

/** Remembers that what this event removed was cleared on appeal. `until` in seconds since the epoch. */
export function addClearances(db: Db, event: number, until: number): void {
  db.sqlite
    .prepare(
      `INSERT OR IGNORE INTO clearances (sort_key, scope, event_id, until)
       SELECT sort_key, scope, ?, ? FROM entries WHERE removed_event = ?`,
    )
    .run(event, until, event);
}

/** What was cleared, by events after `since`, and still is at `now` (seconds since the epoch). */
export function clearances(db: Db, now: number, since = 0): Clearance[] {
  const rows = db.sqlite
    .prepare(
      `SELECT sort_key, scope, max(until) FROM clearances WHERE until > ? AND event_id > ? GROUP BY sort_key, scope`,
    )
    .raw()
    .all(now, since) as [string, number, number][];
  return rows.map(([key, scope, until]) => ({ target: { scope: scopeOf(scope), value: valueOfSortKey(key) }, until }));
}

/** The items that an event made entries of: number, the codes they were held for, target. */
export function* enteredBy(
  db: Db,
  orderId: number,
  list: ListName,
  event: number,
): Generator<[number, string | null, Target]> {
  const rows = db.sqlite
    .prepare(
      `SELECT i.seq, i.code, i.scope, i.sort_key FROM items i JOIN entries e
           ON e.list = ? AND e.sort_key = i.sort_key AND e.scope = i.scope AND e.order_id = i.order_id AND e.item = i.seq
        WHERE i.order_id = ? AND e.added_event = ? ORDER BY i.seq`,
    )
    .raw()
    .iterate(listCode(list), orderId, event) as IterableIterator<[number, string | null, number, string]>;
  for (const [seq, code, scope, key] of rows) yield [seq, code, { scope: scopeOf(scope), value: valueOfSortKey(key) }];
}

export type ListedBelow = {
  /** Counted up to `MOST_COUNTED`. */
  readonly count: number;
  readonly first: readonly Target[];
};

/** More than that under one name is a lot, however many exactly. */
const MOST_COUNTED = 10_000;
const BELOW_SHOWN = 5;

/**
 * What is in force under a name beside the name itself: names below it, and pages on it. After the name's sort key
 * these go on with "!" and a label, or " " and a path (protocol/sort-key.ts), both below the quotation mark.
 */
export function listedBelow(db: Db, list: ListName, name: string): ListedBelow {
  const key = sortKey(name);
  const rows = db.sqlite
    .prepare(
      `SELECT DISTINCT sort_key, scope FROM entries
        WHERE list = ? AND sort_key > ? AND sort_key < ? AND removed_event IS NULL LIMIT ?`,
    )
    .raw()
    .all(listCode(list), `${key} `, `${key}"`, MOST_COUNTED) as [string, number][];
  const first = rows
    .slice(0, BELOW_SHOWN)
    .map(([found, scope]) => ({ scope: scopeOf(scope), value: valueOfSortKey(found) }));
  return { count: rows.length, first };
}
