import { HifazatError } from "../core/errors.ts";
import { massRemoval, type Removal } from "../core/guard/mass-removal.ts";
import { LIST_NAMES, type ListName } from "../core/list-name.ts";
import { listCode } from "./codes.ts";
import type { Db } from "./database.ts";
import { type By, type Change, endedSince, type HeldStretch, heldAt, heldBackAt, markHeld } from "./held-batch.ts";
import { eventWatermark } from "./log.ts";
import { unlistedAt } from "./set-aside.ts";
import { clip, type Stretch, within, without } from "./stretch.ts";
import { countEntries, freshAdditions, holdsAnything } from "./waiting-changes.ts";

/** How many additions, and how many removals, may go out at once. */
export type Most = Readonly<Record<ListName, number>>;
/** `ordinary`: all but those of emergency orders. */
export type Additions = "ordinary" | "all";

/**
 * Holds back the additions to the list that no release has, also those whose hold was ended too early; `released` is the
 * watermark of the newest one. Inside a transaction. False when there is none that was not held back before.
 */
export function holdAdditions(db: Db, list: ListName, released: number, by: By, additions: Additions): boolean {
  const held = heldAt(db);
  const waiting = { after: released, upto: eventWatermark(db), change: "added" } as const;
  const decided = additions === "all" ? [waiting] : notUrgent(db, list, waiting);
  const fresh = [...endedSince(db, list, "added", released), ...decided];
  const before = heldBackAt(db, list, "added");
  const isNew = `${within("added_event", fresh)} AND NOT ${within("added_event", before)}`;
  if (countEntries(db, list, "added", isNew, 1) === 0) return false;
  const removals = heldBackAt(db, list, "removed");
  markHeld(db, "batch_held", by, { ...held, [list]: [...clip(before, 0, released), ...fresh, ...removals] });
  return true;
}

/**
 * Holds back the largest removals that no release has, so that no more than `most` entries leave the list with the rest;
 * before that, those whose hold was ended too early. `released` is the watermark of the newest release. Inside a
 * transaction. False when there is none to hold back.
 */
export function holdRemovals(db: Db, list: ListName, released: number, by: By, most: number): boolean {
  const ended = endedSince(db, list, "removed", released);
  const fresh = { after: released, upto: eventWatermark(db) };
  const mass = ended.length > 0 ? ended : massAmong(db, list, fresh, released, most);
  if (mass.length === 0) return false;
  const held = heldAt(db);
  markHeld(db, "batch_held", by, { ...held, [list]: [...held[list], ...mass] });
  return true;
}

/** A list, the watermark of the newest release that has it, and how many additions, or removals, may go out at once. */
export type Limited = { readonly list: ListName; readonly released: number; readonly most: number };

/** Holds back what no release has and is more than may go out at once, of either. Inside a transaction. */
export function holdExcess(db: Db, { list, released, most }: Limited, by: By): void {
  for (const additions of ["ordinary", "all"] as const)
    if (freshAdditions(db, list, released, most) > most) holdAdditions(db, list, released, by, additions);
  holdRemovals(db, list, released, by, most);
}

/** Ends a hold of a list: what waits there is no longer too much. Inside a transaction. */
export function endHold(db: Db, list: ListName, change: Change, by: By): void {
  const held = heldAt(db);
  markHeld(db, "batch_shrunk", by, { ...held, [list]: held[list].filter((stretch) => stretch.change !== change) });
}

/**
 * Lets out what is held back, as far as a senior officer has looked at it: up to the event `upto`. Later additions that
 * are not urgent go on waiting, and later removals as far as they are above `most`. Inside a transaction. Nothing when
 * nothing of what was looked at is held back. Throws `batch_stop` when more than `most` urgent additions would go out that
 * nobody has looked at.
 */
export function letOut(
  db: Db,
  { released, upto }: { readonly released: number; readonly upto: number },
  { reasons, ...by }: By & { readonly reasons: string | null },
  most: Most,
): void {
  const held = heldAt(db);
  if (!LIST_NAMES.some((list) => holdsAnything(db, list, clip(held[list], 0, upto)))) return;
  const later = { after: Math.max(upto, released), upto: eventWatermark(db) };
  const stillHeld = (list: ListName): HeldStretch[] => [
    ...clip(heldBackAt(db, list, "added"), upto, released),
    ...notUrgent(db, list, later),
    ...clip(heldBackAt(db, list, "removed"), upto, later.upto),
    ...massAmong(db, list, later, released, most[list]),
  ];
  const still = { general: stillHeld("general"), sealed: stillHeld("sealed") };
  for (const list of LIST_NAMES) {
    const added = still[list].filter(({ change }) => change === "added");
    const unseen = `added_event > ${later.after} AND removed_event IS NULL AND NOT ${within("added_event", added)}`;
    if (countEntries(db, list, "added", unseen, most[list] + 1) > most[list])
      throw new HifazatError("batch_stop", "More was decided since than may go out at once: look at what waits again.");
  }
  markHeld(db, "batch_let_out", by, still, { upto, reasons });
}

/** The parts of a stretch without the events that emergency orders of the list were added by. */
function notUrgent(db: Db, list: ListName, { after, upto }: Stretch): HeldStretch[] {
  const urgent = db.sqlite
    .prepare(
      `SELECT e.id FROM events e JOIN orders o ON e.subject = 'order' AND o.id = e.subject_id
        WHERE e.id > ? AND e.id <= ? AND o.list = ? AND o.record ->> '$.terms.urgency' = 'emergency'
          AND EXISTS (SELECT 1 FROM entries WHERE added_event = e.id) ORDER BY e.id`,
    )
    .pluck()
    .all(after, upto, listCode(list)) as number[];
  return without(
    [{ after, upto, change: "added" }],
    urgent.map((event) => ({ after: event - 1, upto: event })),
  );
}

/** Above it, what lies between waits as well: every part is in the SQL of every release that is made meanwhile. */
const MOST_PARTS = 100;

/** The removals in a stretch that are too many, of what the release with the watermark `released` listed. */
function massAmong(db: Db, list: ListName, { after, upto }: Stretch, released: number, most: number): HeldStretch[] {
  const removals = db.sqlite
    .prepare(
      `SELECT e.id AS event, count(*) AS entries, e.kind = 'suspended' OR (e.kind = 'withdrawn' AND e.data ->> '$.cleared') AS appeal
         FROM entries INDEXED BY entries_removed JOIN events e ON e.id = removed_event
        WHERE list = ? AND removed_event > ${after} AND removed_event <= ${upto}
          AND added_event <= ${released} AND NOT ${within("added_event", unlistedAt(db, list, released))}
          AND NOT ${within("removed_event", heldBackAt(db, list, "removed"))}
        GROUP BY 1 ORDER BY 1`,
    )
    .all(listCode(list)) as (Omit<Removal, "appeal"> & { appeal: 0 | 1 })[];
  const wait = massRemoval(
    removals.map(({ appeal, ...removal }) => ({ ...removal, appeal: appeal === 1 })),
    most,
  );
  const parts: Stretch[] = [];
  let open: Stretch | undefined;
  for (const { event } of removals) {
    if (open !== undefined && wait.has(event)) parts.pop();
    open = wait.has(event) ? { after: open?.after ?? event - 1, upto: event } : undefined;
    if (open !== undefined) parts.push(open);
  }
  const [first, last] = [parts[0], parts.at(-1)];
  const few = parts.length > MOST_PARTS && first && last ? [{ after: first.after, upto: last.upto }] : parts;
  return few.map((part) => ({ ...part, change: "removed", released }));
}
