import { outcomeCode } from "../codes.ts";
import type { Db } from "../database.ts";

// Marks are given as 32 hexadecimal digits, many in one statement as a JSON array: a list has a million.

/** Everything that a source listed until now, with what is gone and waits. */
export function knownMarks(db: Db, source: number): Set<string> {
  const marks = new Set<string>();
  const rows = db.sqlite
    .prepare("SELECT lower(hex(mark)) FROM source_marks WHERE source_id = ?")
    .pluck()
    .iterate(source) as IterableIterator<string>;
  for (const mark of rows) marks.add(mark);
  return marks;
}

export type StagedMarks = {
  /** Enters them as what the source lists, in the caller's transaction: items of `order` from 1 on, or of none. */
  readonly moveTo: (source: number, order: number | null) => void;
};

/**
 * Gathers new lines beside the registry, in the order of their key: sorting a million takes seconds, in which nobody else
 * could write, moving them in a third of one. One list at a time on a connection.
 */
export function stageMarks(db: Db, marks: readonly string[]): StagedMarks {
  db.sqlite.exec("CREATE TEMP TABLE IF NOT EXISTS fresh_marks (mark BLOB NOT NULL, item INTEGER NOT NULL)");
  db.sqlite.exec("DELETE FROM temp.fresh_marks");
  db.sqlite
    .prepare("INSERT INTO temp.fresh_marks SELECT unhex(value), key + 1 FROM json_each(?) ORDER BY value")
    .run(JSON.stringify(marks));
  return {
    moveTo(source, order) {
      db.sqlite
        .prepare(
          `INSERT INTO source_marks (source_id, mark, order_id, item)
           SELECT :source, mark, :order, CASE WHEN :order IS NULL THEN NULL ELSE item END
             FROM temp.fresh_marks ORDER BY rowid`,
        )
        .run({ source, order });
      db.sqlite.exec("DELETE FROM temp.fresh_marks");
    },
  };
}

/** What is listed no more waits for its removal; what is listed again does not. */
export function markGone(
  db: Db,
  source: number,
  gone: readonly string[],
  listed: (mark: string) => boolean,
  at: number,
) {
  db.sqlite
    .prepare(
      `UPDATE source_marks SET gone_at = ? WHERE source_id = ? AND gone_at IS NULL
          AND mark IN (SELECT unhex(value) FROM json_each(?))`,
    )
    .run(at, source, JSON.stringify(gone));
  const waiting = db.sqlite
    .prepare("SELECT lower(hex(mark)) FROM source_marks WHERE source_id = ? AND gone_at IS NOT NULL")
    .pluck()
    .all(source) as string[];
  db.sqlite
    .prepare(
      "UPDATE source_marks SET gone_at = NULL WHERE source_id = ? AND mark IN (SELECT unhex(value) FROM json_each(?))",
    )
    .run(source, JSON.stringify(waiting.filter(listed)));
}

/** The orders of which something is gone, and lines that never came into one. */
export function ordersWithGone(db: Db, source: number): (number | null)[] {
  return db.sqlite
    .prepare("SELECT DISTINCT order_id FROM source_marks WHERE source_id = ? AND gone_at IS NOT NULL ORDER BY order_id")
    .pluck()
    .all(source) as (number | null)[];
}

/** Items of the order that are gone and could still be blocked: accepted or held. */
export function goneItems(db: Db, source: number, order: number): number[] {
  return db.sqlite
    .prepare(
      `SELECT i.seq FROM source_marks m JOIN items i ON i.order_id = m.order_id AND i.seq = m.item
        WHERE m.source_id = ? AND m.order_id = ? AND m.gone_at IS NOT NULL AND i.outcome IN (?, ?) ORDER BY i.seq`,
    )
    .pluck()
    .all(source, order, outcomeCode("accepted"), outcomeCode("held")) as number[];
}

/** Items of the order whose entries stand. */
export function standingItems(db: Db, order: number): number[] {
  return db.sqlite
    .prepare(
      `SELECT i.seq FROM orders o JOIN items i ON i.order_id = o.id
         JOIN entries e ON e.list = o.list AND e.sort_key = i.sort_key AND e.scope = i.scope AND e.order_id = i.order_id
          AND e.item = i.seq
        WHERE o.id = ? AND e.removed_event IS NULL ORDER BY i.seq`,
    )
    .pluck()
    .all(order) as number[];
}

/** Forgets what is gone, of the order: all of it, or these items. */
export function dropGone(db: Db, source: number, order: number | null, items: readonly number[] | null): void {
  db.sqlite
    .prepare(
      `DELETE FROM source_marks WHERE source_id = :source AND order_id IS :order AND gone_at IS NOT NULL
          AND (:items IS NULL OR item IN (SELECT value FROM json_each(:items)))`,
    )
    .run({ source, order, items: items === null ? null : JSON.stringify(items) });
}
