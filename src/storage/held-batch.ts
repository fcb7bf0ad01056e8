import { HifazatError } from "../core/errors.ts";
import { LIST_NAMES, type ListName } from "../core/list-name.ts";
import { listCode } from "./codes.ts";
import type { Db } from "./database.ts";
import { appendEvent, eventWatermark, publicationEvents } from "./log.ts";
import { type Stretch, within } from "./stretch.ts";

/**
 * A batch above the limits that waits for a senior officer while the rest goes out without it (DESIGN 4 and 7). What is
 * held back are additions; removals never are, and those of emergency orders only when they alone are too much. Each event
 * says the whole of what is held back from then on, list by list, as stretches of events.
 */
export const BATCH_KINDS_SQL = "'batch_held', 'batch_let_out', 'batch_shrunk'";
type BatchKind = "batch_held" | "batch_let_out" | "batch_shrunk";

export type Held = Readonly<Record<ListName, readonly Stretch[]>>;
const NOTHING: Held = { general: [], sealed: [] };

type Connection = Pick<Db, "sqlite">;
export type By = { readonly at: number; readonly actor: string };
/** How many additions, and how many removals, may go out at once. */
export type Most = Readonly<Record<ListName, number>>;

/** The events whose additions to the list are held back at this watermark. */
export function heldBackAt(db: Connection, list: ListName, watermark: number): readonly Stretch[] {
  return newest(db, watermark)[list];
}

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

/** `ordinary`: all but those of emergency orders. */
export type Additions = "ordinary" | "all";

/**
 * Holds back the additions to the list that no release has; `released` is the watermark of the newest one. Inside a
 * transaction. False when there is none that was not held back before.
 */
export function holdBack(db: Db, list: ListName, released: number, by: By, additions: Additions): boolean {
  const held = newest(db);
  const waiting = { after: released, upto: eventWatermark(db) };
  const fresh = additions === "all" ? [waiting] : notUrgent(db, list, waiting);
  const isNew = `${within("added_event", fresh)} AND NOT ${within("added_event", held[list])}`;
  if (countEntries(db, list, isNew, 1) === 0) return false;
  append(db, "batch_held", by, { ...held, [list]: [...clip(held[list], 0, released), ...fresh] });
  return true;
}

/** Ends the hold of a list: what waits there is no longer too much. Inside a transaction. */
export function endHold(db: Db, list: ListName, by: By): void {
  append(db, "batch_shrunk", by, { ...newest(db), [list]: [] });
}

export const isHeldBack = (db: Db, list: ListName): boolean => hasAdditions(db, list, newest(db)[list]);

/**
 * Lets out what is held back, as far as a senior officer has looked at it: up to the event `upto`. Later additions that
 * are not urgent go on waiting. Inside a transaction. Nothing when nothing of what was looked at is held back. Throws
 * `batch_stop` when more than `most` would go out that nobody has looked at.
 */
export function letOut(
  db: Db,
  { released, upto }: { readonly released: number; readonly upto: number },
  { reasons, ...by }: By & { readonly reasons: string | null },
  most: Most,
): void {
  const held = newest(db);
  if (!LIST_NAMES.some((list) => hasAdditions(db, list, clip(held[list], 0, upto)))) return;
  const later = { after: Math.max(upto, released), upto: eventWatermark(db) };
  const stillHeld = (list: ListName): Stretch[] => [...clip(held[list], upto, released), ...notUrgent(db, list, later)];
  const still = { general: stillHeld("general"), sealed: stillHeld("sealed") };
  for (const list of LIST_NAMES) {
    const unseen = `added_event > ${later.after} AND removed_event IS NULL AND NOT ${within("added_event", still[list])}`;
    for (const condition of [unseen, `removed_event > ${later.after} AND added_event <= ${released}`])
      if (countEntries(db, list, condition, most[list] + 1) > most[list])
        throw new HifazatError(
          "batch_stop",
          "More was decided since than may go out at once: look at what waits again.",
        );
  }
  append(db, "batch_let_out", by, still, { upto, reasons });
}

/**
 * How much waits on a list above the release with this watermark: never fewer than the publisher will count when nothing is
 * held back. A name that another order has on the list may speak anew when one of its entries goes, so removals count too.
 */
export function waitingAdditions(db: Db, list: ListName, released: number): number {
  const waits = [...newest(db)[list], { after: released, upto: eventWatermark(db) }];
  const before = newest(db, released)[list];
  const added = countEntries(db, list, `${within("added_event", waits)} AND removed_event IS NULL`);
  const removed = `removed_event > ${released} AND added_event <= ${released} AND NOT ${within("added_event", before)}`;
  return added + countEntries(db, list, removed);
}

/** The parts of a stretch without the events that emergency orders of the list were added by. */
function notUrgent(db: Connection, list: ListName, { after, upto }: Stretch): Stretch[] {
  const urgent = db.sqlite
    .prepare(
      `SELECT e.id FROM events e JOIN orders o ON e.subject = 'order' AND o.id = e.subject_id
        WHERE e.id > ? AND e.id <= ? AND o.list = ? AND o.record ->> '$.terms.urgency' = 'emergency'
          AND EXISTS (SELECT 1 FROM entries WHERE added_event = e.id) ORDER BY e.id`,
    )
    .pluck()
    .all(after, upto, listCode(list)) as number[];
  const parts = [...urgent, upto + 1].map((end, at) => ({ after: urgent[at - 1] ?? after, upto: end - 1 }));
  return parts.filter((part) => part.upto > part.after);
}

const clip = (stretches: readonly Stretch[], from: number, to: number): Stretch[] =>
  stretches
    .map(({ after, upto }) => ({ after: Math.max(after, from), upto: Math.min(upto, to) }))
    .filter(({ after, upto }) => upto > after);

const countEntries = (db: Connection, list: ListName, condition: string, most = -1): number =>
  Number(
    db.sqlite
      .prepare(`SELECT count(*) FROM (SELECT 1 FROM entries WHERE list = ? AND ${condition} LIMIT ?)`)
      .pluck()
      .get(listCode(list), most),
  );

const hasAdditions = (db: Connection, list: ListName, stretches: readonly Stretch[]): boolean =>
  countEntries(db, list, `${within("added_event", stretches)} AND removed_event IS NULL`, 1) > 0;

function newest(db: Connection, watermark = Number.MAX_SAFE_INTEGER): Held {
  const held = db.sqlite
    .prepare(
      `SELECT data ->> '$.held' FROM events
        WHERE subject = 'release' AND subject_id = 0 AND kind IN (${BATCH_KINDS_SQL}) AND id <= ? ORDER BY id DESC LIMIT 1`,
    )
    .pluck()
    .get(watermark) as string | undefined;
  return held === undefined ? NOTHING : JSON.parse(held);
}

function append(db: Db, kind: BatchKind, by: By, held: Held, details: object = {}): void {
  appendEvent(db, { ...by, subject: "release", subjectId: 0, kind, data: { held, ...details } });
}
