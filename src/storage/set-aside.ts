import type { ListName } from "../core/list-name.ts";
import type { Db } from "./database.ts";

/** Events after `after`, up to and including `upto`. */
export type Stretch = { readonly after: number; readonly upto: number };

type Connection = Pick<Db, "sqlite">;

/**
 * What a rollback keeps out of the general list at this watermark: the events between the release that was gone back to
 * and the rollback itself. Empty when no rollback holds. The sealed list is never rolled back: its orders are withdrawn.
 */
export function setAsideAt(db: Connection, list: ListName, watermark: number): readonly Stretch[] {
  if (list !== "general") return [];
  const last = db.sqlite
    .prepare(
      `SELECT id, kind, data ->> '$.watermark' AS watermark FROM events
        WHERE subject = 'release' AND subject_id = 0 AND kind IN ('rolled_back', 'rollback_ended') AND id <= ?
        ORDER BY id DESC LIMIT 1`,
    )
    .get(watermark) as { id: number; kind: string; watermark: number } | undefined;
  if (last === undefined || last.kind === "rollback_ended") return [];
  // That release may have stood under a rollback itself: its content is what it was then.
  return [...setAsideAt(db, list, last.watermark), { after: last.watermark, upto: last.id }];
}

/**
 * The events that can make a difference between any two watermarks from `after` to `upto`: those in between and, when a
 * rollback began or ended there, those that were set aside at some point of it.
 */
export function stretchesBetween(db: Connection, list: ListName, { after, upto }: Stretch): readonly Stretch[] {
  const turns = list === "general" ? policyTurns(db, after, upto) : [];
  if (turns.length === 0) return [{ after, upto }];
  return [{ after, upto }, ...[after, ...turns].flatMap((watermark) => setAsideAt(db, list, watermark))];
}

/** Whether a rollback began or ended after `after`. */
export const rollbackTurned = (db: Connection, after: number): boolean =>
  policyTurns(db, after, Number.MAX_SAFE_INTEGER).length > 0;

/** The event of the newest rollback after `after`: two officers have let it go out, however much it changes. */
export function rollbackSince(db: Db, after: number): number | undefined {
  const found = db.sqlite
    .prepare(
      `SELECT max(id) FROM events WHERE subject = 'release' AND subject_id = 0 AND kind = 'rolled_back' AND id > ?`,
    )
    .pluck()
    .get(after) as number | null;
  return found ?? undefined;
}

function policyTurns(db: Connection, after: number, upto: number): number[] {
  return db.sqlite
    .prepare(
      `SELECT id FROM events WHERE subject = 'release' AND subject_id = 0 AND kind IN ('rolled_back', 'rollback_ended')
          AND id > ? AND id <= ? ORDER BY id`,
    )
    .pluck()
    .all(after, upto) as number[];
}

/** SQL: whether the event in `column` lies in one of the stretches. */
export function within(column: string, stretches: readonly Stretch[]): string {
  const parts = stretches.map(({ after, upto }) => `(${column} > ${after} AND ${column} <= ${upto})`);
  return parts.length === 0 ? "FALSE" : `(${parts.join(" OR ")})`;
}

/**
 * SQL: whether the entry in `table` is on its list at watermark `upto`, a parameter or number, with these stretches set
 * aside. An entry comes back when its removal is set aside, unless it went because its time was over, it was cleared on
 * appeal, or an appeal is being decided: a rollback blocks nobody whom the law has let go.
 */
export function activeSql(table: string, upto: string, aside: readonly Stretch[]): string {
  const [added, removed] = [`${table}.added_event`, `${table}.removed_event`];
  if (aside.length === 0) return `${added} <= ${upto} AND (${removed} IS NULL OR ${removed} > ${upto})`;
  return `${added} <= ${upto} AND NOT ${within(added, aside)} AND (${removed} IS NULL OR ${removed} > ${upto}
    OR (${within(removed, aside)} AND NOT ${letGo(removed, upto)}))`;
}

const letGo = (removed: string, upto: string): string => `EXISTS (
  SELECT 1 FROM events gone WHERE gone.id = ${removed} AND (gone.kind = 'expired'
     OR (gone.kind = 'withdrawn' AND gone.data ->> '$.cleared')
     OR (gone.kind = 'suspended' AND NOT EXISTS (
       SELECT 1 FROM events back WHERE back.subject = 'order' AND back.subject_id = gone.subject_id
          AND back.kind = 'resumed' AND back.id > gone.id AND back.id <= ${upto}
          AND back.data ->> '$.appeal' = gone.data ->> '$.appeal'))))`;
