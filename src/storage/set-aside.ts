import type { ListName } from "../core/list-name.ts";
import type { Connection, Db } from "./database.ts";
import { batchTurns, type HeldStretch, heldAt, heldBackAt, letOutBetween } from "./held-batch.ts";
import { publicationEvents } from "./log.ts";
import { merged, type Stretch, within } from "./stretch.ts";

/**
 * What does not count of the decisions in a stretch: what they add to a list, or what they take off it. Of removals only
 * those of what was listed by the release with the watermark `released`: of what was added up to then, but not in one of
 * the stretches `unlisted`. Nobody is blocked anew because a removal does not count.
 */
export type SetAside = Stretch & { readonly by: By } & (
    | { readonly of: "additions" }
    | { readonly of: "removals"; readonly released: number; readonly unlisted: readonly Stretch[] }
  );
type By = "rollback" | "batch";

/** What is kept out of a list, or on it, at this watermark: by the rollback that holds, and with what is held back. */
export function setAsideAt(db: Connection, list: ListName, watermark: number): readonly SetAside[] {
  const held = heldAt(db, watermark)[list].map((stretch) => asideOf(db, list, stretch, "batch"));
  return [...rolledBackAt(db, list, watermark), ...held];
}

/**
 * What a rollback sets aside at this watermark: the events between the release that was gone back to and the rollback
 * itself, and what was held back from that release and let out before the rollback. What was held back all the while waits
 * for its officer alone. Empty when no rollback holds. The sealed list is never rolled back: its orders are withdrawn.
 */
export function rolledBackAt(db: Connection, list: ListName, watermark: number): readonly SetAside[] {
  const rollback = rollbackAt(db, list, watermark);
  if (rollback === undefined) return [];
  const released = rollback.after;
  const decided = [{ ...rollback, change: "added" } as const, { ...rollback, change: "removed", released } as const];
  const aside = [...letOutBetween(db, list, rollback), ...decided];
  // That release may have stood under a rollback itself: its content is what it was then.
  return [...rolledBackAt(db, list, released), ...aside.map((stretch) => asideOf(db, list, stretch, "rollback"))];
}

/** The stretch that the rollback which holds at this watermark goes back over. */
function rollbackAt(db: Connection, list: ListName, watermark: number): Stretch | undefined {
  if (list !== "general") return undefined;
  const last = db.sqlite
    .prepare(
      `SELECT id, kind, data ->> '$.watermark' AS watermark FROM events
        WHERE subject = 'release' AND subject_id = 0 AND kind IN ('rolled_back', 'rollback_ended') AND id <= ?
        ORDER BY id DESC LIMIT 1`,
    )
    .get(watermark) as { id: number; kind: string; watermark: number } | undefined;
  return last?.kind === "rolled_back" ? { after: last.watermark, upto: last.id } : undefined;
}

/** What is held back, as what does not count; `released` of removals is looked up. */
export function asideOf(db: Connection, list: ListName, stretch: HeldStretch, by: By): SetAside {
  const { after, upto } = stretch;
  if (stretch.change === "added") return { after, upto, of: "additions", by };
  const { released } = stretch;
  return { after, upto, of: "removals", by, released, unlisted: unlistedAt(db, list, released) };
}

/** The events whose additions to the list do not count at this watermark. */
export function unlistedAt(db: Connection, list: ListName, watermark: number): readonly Stretch[] {
  const held = heldBackAt(db, list, "added", watermark);
  const rollback = rollbackAt(db, list, watermark);
  if (rollback === undefined) return held;
  const letOut = letOutBetween(db, list, rollback).filter(({ change }) => change === "added");
  return [...held, ...letOut, rollback, ...unlistedAt(db, list, rollback.after)];
}

/**
 * The events that can make a difference between any two watermarks from `after` to `upto`: those in between and, when a
 * rollback or a hold began or ended there, those that were set aside at some point of it.
 */
export function stretchesBetween(db: Connection, list: ListName, { after, upto }: Stretch): readonly Stretch[] {
  const rollbacks = list === "general" ? rollbackTurns(db, after, upto) : [];
  const batches = batchTurns(db, after, upto);
  return merged([
    { after, upto },
    ...(rollbacks.length === 0 ? [] : [after, ...rollbacks].flatMap((watermark) => setAsideAt(db, list, watermark))),
    ...(batches.length === 0 ? [] : [after, ...batches].flatMap((watermark) => heldAt(db, watermark)[list])),
  ]);
}

/** The watermarks from `after` to `upto` from which on something else was set aside, the first among them. */
export const turnsFrom = (db: Connection, list: ListName, after: number, upto: number): readonly number[] => {
  const rollbacks = list === "general" ? rollbackTurns(db, after, upto) : [];
  return [after, ...rollbacks, ...batchTurns(db, after, upto)].toSorted((one, other) => one - other);
};

/** Whether a rollback began or ended after `after`, up to `upto`. */
export const rollbackTurned = (db: Connection, after: number, upto = Number.MAX_SAFE_INTEGER): boolean =>
  rollbackTurns(db, after, upto).length > 0;

/** The newest rollback after `after`, or the end of one: two officers have let it go out, however much it changes. */
export const rollbackSince = (db: Db, after: number): number | undefined =>
  rollbackTurns(db, after, Number.MAX_SAFE_INTEGER).at(-1);

const rollbackTurns = (db: Connection, after: number, upto: number): number[] =>
  publicationEvents(db, "'rolled_back', 'rollback_ended'", after, upto);

/**
 * SQL: whether the entry in `table` is on its list at watermark `upto`, a parameter or number, with these stretches set
 * aside. An entry comes back when its removal is set aside by a rollback, unless it went because its time was over, it
 * was cleared on appeal, or an appeal is being decided: a rollback blocks nobody whom the law has let go. A removal that is
 * held back has not let anybody go yet.
 */
export function activeSql(table: string, upto: string, aside: readonly SetAside[]): string {
  const [added, removed] = [`${table}.added_event`, `${table}.removed_event`];
  const unlisted = aside.filter(({ of }) => of === "additions");
  const rolledBack = backSql(added, removed, aside, "rollback");
  return `${added} <= ${upto} AND NOT ${within(added, unlisted)} AND (${removed} IS NULL OR ${removed} > ${upto}
    OR ${heldOnSql(table, aside)} OR (${rolledBack} AND NOT ${letGo(removed, upto)}))`;
}

/** SQL: whether the removal of the entry in `table` is held back, so that it stays on its list. */
export const heldOnSql = (table: string, aside: readonly SetAside[]): string =>
  backSql(`${table}.added_event`, `${table}.removed_event`, aside, "batch");

/** SQL: whether the entry in `table` stands, or has a removal that is held back, so that it blocks still. */
export function blocksStillSql(db: Connection, list: ListName, table: string): string {
  const held = heldBackAt(db, list, "removed").map((stretch) => asideOf(db, list, stretch, "batch"));
  return `(${table}.removed_event IS NULL OR ${heldOnSql(table, held)})`;
}

/** SQL: whether the entry's removal does not count, by a rollback or a batch. */
function backSql(added: string, removed: string, aside: readonly SetAside[], by: By): string {
  const parts = aside.flatMap((stretch) =>
    stretch.of === "removals" && stretch.by === by
      ? `(${within(removed, [stretch])} AND ${added} <= ${stretch.released} AND NOT ${within(added, stretch.unlisted)})`
      : [],
  );
  return parts.length === 0 ? "FALSE" : `(${parts.join(" OR ")})`;
}

const letGo = (removed: string, upto: string): string => `EXISTS (
  SELECT 1 FROM events gone WHERE gone.id = ${removed} AND (gone.kind = 'expired'
     OR (gone.kind = 'withdrawn' AND gone.data ->> '$.cleared')
     OR (gone.kind = 'suspended' AND NOT EXISTS (
       SELECT 1 FROM events back WHERE back.subject = 'order' AND back.subject_id = gone.subject_id
          AND back.kind = 'resumed' AND back.id > gone.id AND back.id <= ${upto}
          AND back.data ->> '$.appeal' = gone.data ->> '$.appeal'))))`;
