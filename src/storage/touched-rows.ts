import type { ListName } from "../core/list-name.ts";
import { listCode } from "./codes.ts";
import type { Connection } from "./database.ts";
import { CHANGES, heldBackAt } from "./held-batch.ts";
import { activeSql, setAsideAt, stretchesBetween, turnsFrom } from "./set-aside.ts";
import { FEW_STRETCHES, merged, within, without } from "./stretch.ts";

/** Sort key, scope, and order and id of the entry that speaks for the target at `upto`, if one does. */
export type TouchedRow = [string, number, number | null, number | null];

/**
 * The targets that were touched after `after`, as they are at `upto`, in list order. Only what was an entry counts as
 * touched: an item that is still held must not show in a public delta, not even as removed. No more must a batch that is
 * held back, nor an entry that came and went so that no release ever had it.
 */
export function touchedRows(db: Connection, list: ListName, after: number, upto: number): TouchedRow[] {
  const touches = touchesSql(db, list, after, upto, "sort_key, scope");
  if (touches.length === 0) return [];
  return db.sqlite
    .prepare(
      `WITH touched AS (${touches.join(" UNION ")})
       SELECT t.sort_key, t.scope, e.order_id, min(e.id)
       FROM touched t LEFT JOIN entries e ON e.list = :list AND e.sort_key = t.sort_key AND e.scope = t.scope
        AND ${activeSql("e", ":upto", setAsideAt(db, list, upto))}
       GROUP BY t.sort_key, t.scope ORDER BY t.sort_key, t.scope`,
    )
    .raw()
    .all({ list: listCode(list), upto }) as TouchedRow[];
}

/**
 * How many entries came or went after `after`, up to `upto`: never fewer than the targets that were touched. Counted no
 * further than one above `most`, so that it costs little when there are very many.
 */
export function touchCount(db: Connection, list: ListName, after: number, upto: number, most: number): number {
  const touches = touchesSql(db, list, after, upto, "1");
  if (touches.length === 0) return 0;
  return Number(
    db.sqlite
      .prepare(`SELECT count(*) FROM (${touches.join(" UNION ALL ")} LIMIT :most + 1)`)
      .pluck()
      .get({ list: listCode(list), most }),
  );
}

function touchesSql(db: Connection, list: ListName, after: number, upto: number, columns: string): string[] {
  const seen = seenSql(db, list, after, upto);
  const stretches = stretchesBetween(db, list, { after, upto });
  return CHANGES.flatMap((change) => {
    // What is held back has not happened yet. By the index of its events: SQLite would rather read the whole list in order.
    const touching = merged(without(stretches, heldBackAt(db, list, change, upto)));
    const event = `${change}_event`;
    const ranges =
      touching.length > FEW_STRETCHES ? [within(event, touching)] : touching.map((each) => within(event, [each]));
    return ranges.map(
      (range) =>
        `SELECT ${columns} FROM entries INDEXED BY entries_${change} WHERE list = :list AND ${range} AND ${seen}`,
    );
  });
}

/** SQL: whether the entry is on the list at either watermark, or a release in between had it. */
function seenSql(db: Connection, list: ListName, after: number, upto: number): string {
  const turns = turnsFrom(db, list, after, upto);
  const had = turns.map((turn, at) => {
    const before = turns[at + 1] ?? upto;
    const active = activeSql("entries", "watermark", setAsideAt(db, list, turn));
    return `(watermark >= ${turn} AND watermark < ${before} AND ${active})`;
  });
  const atEnd = [upto, after].map((watermark) => activeSql("entries", `${watermark}`, setAsideAt(db, list, watermark)));
  return `(${atEnd.join(" OR ")} OR EXISTS (SELECT 1 FROM releases WHERE ${had.join(" OR ")}))`;
}
