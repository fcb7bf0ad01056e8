import type { ListName } from "../core/list-name.ts";
import type { Db } from "./database.ts";
import { batchTurns, heldBackAt } from "./held-batch.ts";
import { publicationEvents } from "./log.ts";
import { type Stretch, within } from "./stretch.ts";

/** `rollback`: all that was decided in the stretch; `batch`: the additions alone. */
export type SetAside = Stretch & { readonly by: "rollback" | "batch" };

type Connection = Pick<Db, "sqlite">;

/** What is kept out of a list at this watermark: by the rollback that holds, and with a batch that is held back. */
export function setAsideAt(db: Connection, list: ListName, watermark: number): readonly SetAside[] {
  const held = heldBackAt(db, list, watermark).map((stretch) => ({ ...stretch, by: "batch" as const }));
  return [...rolledBackAt(db, list, watermark), ...held];
}

/**
 * What a rollback keeps out of the general list at this watermark: the events between the release that was gone back to
 * and the rollback itself. Empty when no rollback holds. The sealed list is never rolled back: its orders are withdrawn.
 */
export function rolledBackAt(db: Connection, list: ListName, watermark: number): readonly SetAside[] {
  if (list !== "general") return [];
  const last = db.sqlite
    .prepare(
      `SELECT id, kind, data ->> '$.watermark' AS watermark FROM events
        WHERE subject = 'release' AND subject_id = 0 AND kind IN ('rolled_back', 'rollback_ended') AND id <= ?
        ORDER BY id DESC LIMIT 1`,
    )
    .get(watermark) as { id: number; kind: string; watermark: number } | undefined;
  if (last === undefined || last.kind === "rollback_ended") return [];
  // That release may have stood under a rollback itself, or without a batch: its content is what it was then.
  const { id: upto, watermark: after } = last;
  return [...setAsideAt(db, list, after), { after, upto, by: "rollback" }];
}

/**
 * The events that can make a difference between any two watermarks from `after` to `upto`: those in between and, when a
 * rollback or a hold began or ended there, those that were set aside at some point of it.
 */
export function stretchesBetween(db: Connection, list: ListName, { after, upto }: Stretch): readonly Stretch[] {
  const rollbacks = list === "general" ? rollbackTurns(db, after, upto) : [];
  const batches = batchTurns(db, after, upto);
  return [
    { after, upto },
    ...(rollbacks.length === 0 ? [] : [after, ...rollbacks].flatMap((watermark) => setAsideAt(db, list, watermark))),
    ...(batches.length === 0 ? [] : [after, ...batches].flatMap((watermark) => heldBackAt(db, list, watermark))),
  ];
}

/** Whether a rollback began or ended after `after`, up to `upto`. */
export const rollbackTurned = (db: Connection, after: number, upto = Number.MAX_SAFE_INTEGER): boolean =>
  rollbackTurns(db, after, upto).length > 0;

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

const rollbackTurns = (db: Connection, after: number, upto: number): number[] =>
  publicationEvents(db, "'rolled_back', 'rollback_ended'", after, upto);

/**
 * SQL: whether the entry in `table` is on its list at watermark `upto`, a parameter or number, with these stretches set
 * aside. An entry comes back when its removal is set aside by a rollback, unless it went because its time was over, it
 * was cleared on appeal, or an appeal is being decided: a rollback blocks nobody whom the law has let go.
 */
export function activeSql(table: string, upto: string, aside: readonly SetAside[]): string {
  const [added, removed] = [`${table}.added_event`, `${table}.removed_event`];
  if (aside.length === 0) return `${added} <= ${upto} AND (${removed} IS NULL OR ${removed} > ${upto})`;
  const rolledBack = aside.filter(({ by }) => by === "rollback");
  return `${added} <= ${upto} AND NOT ${within(added, aside)} AND (${removed} IS NULL OR ${removed} > ${upto}
    OR (${within(removed, rolledBack)} AND NOT ${letGo(removed, upto)}))`;
}

const letGo = (removed: string, upto: string): string => `EXISTS (
  SELECT 1 FROM events gone WHERE gone.id = ${removed} AND (gone.kind = 'expired'
     OR (gone.kind = 'withdrawn' AND gone.data ->> '$.cleared')
     OR (gone.kind = 'suspended' AND NOT EXISTS (
       SELECT 1 FROM events back WHERE back.subject = 'order' AND back.subject_id = gone.subject_id
          AND back.kind = 'resumed' AND back.id > gone.id AND back.id <= ${upto}
          AND back.data ->> '$.appeal' = gone.data ->> '$.appeal'))))`;
