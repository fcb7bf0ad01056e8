import type { ListName } from "../core/list-name.ts";
import type { Connection, Db } from "./database.ts";
import { appendEvent, publicationEvents } from "./log.ts";
import { type Stretch, without } from "./stretch.ts";

/**
 * A batch above the limits that waits for a senior officer while the rest goes out without it (DESIGN 4 and 7): additions,
 * or removals. Each event says the whole of what is held back from then on, list by list, as stretches of events.
 */
export const BATCH_KINDS_SQL = "'batch_held', 'batch_let_out', 'batch_shrunk'";
type BatchKind = "batch_held" | "batch_let_out" | "batch_shrunk";

/** What is held back of the decisions in a stretch: the entries that they add to the list, or those they take off it. */
export type HeldStretch =
  | (Stretch & { readonly change: "added" })
  /**
   * Only what the release with the watermark `released` listed is kept on the list: a removal that waits blocks nobody
   * who was not blocked.
   */
  | (Stretch & { readonly change: "removed"; readonly released: number });
export type Change = HeldStretch["change"];
export const CHANGES = ["added", "removed"] as const satisfies readonly Change[];

export type Held = Readonly<Record<ListName, readonly HeldStretch[]>>;
const NOTHING: Held = { general: [], sealed: [] };

export type By = { readonly at: number; readonly actor: string };

/** What is held back, as of this watermark; now when there is none. */
export function heldAt(db: Connection, watermark = Number.MAX_SAFE_INTEGER): Held {
  const held = db.sqlite
    .prepare(
      `SELECT data ->> '$.held' FROM events
        WHERE subject = 'release' AND subject_id = 0 AND kind IN (${BATCH_KINDS_SQL}) AND id <= ? ORDER BY id DESC LIMIT 1`,
    )
    .pluck()
    .get(watermark) as string | undefined;
  return held === undefined ? NOTHING : readHeld(JSON.parse(held));
}

/** Marks that do not say which are from when only additions were held back. */
const readHeld = ({ general, sealed }: Held): Held => ({
  general: general.map((stretch) => ({ ...ADDED, ...stretch })),
  sealed: sealed.map((stretch) => ({ ...ADDED, ...stretch })),
});
const ADDED = { change: "added" } as const;

/** The events whose additions to the list, or whose removals from it, are held back at this watermark. */
export const heldBackAt = (
  db: Connection,
  list: ListName,
  change: Change,
  watermark?: number,
): readonly HeldStretch[] => heldAt(db, watermark)[list].filter((stretch) => stretch.change === change);

/** What was held back at one watermark and is no more at a later one. */
export const letOutBetween = (db: Connection, list: ListName, { after, upto }: Stretch): readonly HeldStretch[] =>
  CHANGES.flatMap((change) => without(heldBackAt(db, list, change, after), heldBackAt(db, list, change, upto)));

/** What the release with the watermark `released` was made without, and nothing holds back any more. */
export const endedSince = (db: Connection, list: ListName, change: Change, released: number): readonly HeldStretch[] =>
  without(heldBackAt(db, list, change, released), heldBackAt(db, list, change));

/** The events after `after`, up to `upto`, from which on something else was held back. */
export const batchTurns = (db: Connection, after: number, upto: number): number[] =>
  publicationEvents(db, BATCH_KINDS_SQL, after, upto);

/** What a senior officer let out. A release with this watermark holds it, and nothing that was decided after it. */
export type LetOut = { readonly watermark: number; readonly by: string; readonly reasons: string | null };

/** The first batch that was let out after a watermark. */
export function letOutAfter(db: Connection, after: number): LetOut | undefined {
  return db.sqlite
    .prepare(
      `SELECT id AS watermark, actor AS "by", data ->> '$.reasons' AS reasons FROM events
        WHERE subject = 'release' AND subject_id = 0 AND kind = 'batch_let_out' AND id > ? ORDER BY id LIMIT 1`,
    )
    .get(after) as LetOut | undefined;
}

/** Inside a transaction. */
export function markHeld(db: Db, kind: BatchKind, { at, actor }: By, held: Held, details: object = {}): void {
  appendEvent(db, { at, actor, subject: "release", subjectId: 0, kind, data: { held, ...details } });
}
