import { HifazatError } from "../core/errors.ts";
import { type BatchLimits, batchStop } from "../core/guard/batch-stop.ts";
import { LIST_NAMES, type ListName } from "../core/list-name.ts";
import { type By, CHANGES } from "../storage/held-batch.ts";
import type { ReleaseRow } from "../storage/releases.ts";
import type { Ledger } from "./ledger.ts";
import type { Prepared } from "./prepare.ts";
import { PUBLIC_LIST } from "./publishing.ts";

/** The release that another is to follow, and how much may change from it at once. */
export type Base = { readonly previous: ReleaseRow | undefined; readonly limits: BatchLimits };

type Stopped = Extract<Prepared, { kind: "stopped" }>;

/** What lets a release be larger than the limits, and the last event it holds. */
export type Permit = {
  readonly watermark: number;
  /** It stands in the log, as a rollback or a batch let out: that is a release even when it changes nothing. */
  readonly decided?: true;
  readonly by?: string;
  readonly reasons?: string | null;
};

/** The watermark above which a list waits. The first sealed list is new as a whole, whenever its orders were approved. */
function releasedOf({ previous }: Base, list: ListName): number {
  return previous?.lists[list] === undefined ? 0 : previous.watermark;
}

/**
 * What goes out however much it changes, and alone: the newest rollback that no release has, or its end, which two officers
 * have let go, or the first batch that a senior officer has let out. Undefined when there is neither. What is decided
 * afterwards is held to the limits as ever, also when a crash came between the decision and its release.
 */
export function permitDue(ledger: Ledger, base: Base, by: By): Permit | undefined {
  const { previous } = base;
  const rollback = previous && ledger.rollbackSince(previous.watermark);
  return rollback === undefined ? letOutDue(ledger, previous) : permitRollback(ledger, base, rollback, by);
}

/**
 * A rollback or its end, by its event: what else was decided since the release before, and is too much, does not go out with
 * it. The release then holds the mark of that as well, also when a crash came after the mark.
 */
export function permitRollback(ledger: Ledger, base: Base, rollback: number, by: By): Permit {
  const lists = LIST_NAMES.filter((list) => base.previous?.lists[list] !== undefined);
  const limited = lists.map((list) => ({ list, released: releasedOf(base, list), most: allowed(base, list) }));
  const mark = ledger.holdExcess(limited, by, base.previous?.watermark ?? 0);
  return { watermark: Math.max(rollback, mark), decided: true };
}

/**
 * Lets a batch go out as far as a senior officer has looked at it, up to the event `upto`. What of it is held back is let
 * out in the log, for good. Throws `batch_stop`.
 */
export function permitBatch(
  ledger: Ledger,
  base: Base,
  senior: By & { readonly reasons: string | null },
  upto: number,
) {
  const most = { general: allowed(base, "general"), sealed: allowed(base, "sealed") };
  ledger.letOut({ released: base.previous?.watermark ?? 0, upto }, senior, most);
  return letOutDue(ledger, base.previous) ?? { watermark: upto, by: senior.actor, reasons: senior.reasons };
}

function letOutDue(ledger: Ledger, previous: ReleaseRow | undefined): Permit | undefined {
  const letOut = ledger.letOutAfter(previous?.watermark ?? 0);
  return letOut && { ...letOut, decided: true };
}

/**
 * Holds back what is too much of a list. Additions: ordinary ones and, when emergencies alone still are, those too, for no
 * removal waits for an addition. Removals: the largest decisions, until the rest is not too much, for nobody's removal waits
 * for a mass removal. False when nothing more can be held back.
 */
export function holdBack(ledger: Ledger, base: Base, { list, extent }: Stopped, by: By): boolean {
  const released = releasedOf(base, list);
  const most = allowed(base, list);
  const fresh = ledger.freshAdditions(list, released, most);
  if (fresh > most)
    return ledger.holdAdditions(list, released, by, "ordinary") || ledger.holdAdditions(list, released, by, "all");
  // A name that another order has on the list is touched by a removal too, and counts as an addition.
  return ledger.holdRemovals(list, released, by, extent.added > most ? most - fresh : most);
}

/** Ends the holds of lists where what waits is no longer too much: orders were withdrawn, or the list has grown. */
export function endSmallHolds(ledger: Ledger, base: Base, by: By): void {
  // What comes back with the end of a rollback is not counted by what waits.
  if (ledger.rollbackTurned(base.previous?.watermark ?? 0)) return;
  for (const list of LIST_NAMES)
    for (const change of CHANGES)
      if (ledger.isHeldBack(list, change) && ledger.fits(list, change, releasedOf(base, list), allowed(base, list)))
        ledger.endHold(list, change, by);
}

/** Why nothing goes out though something waits; undefined when nothing does. */
export function heldBatch(ledger: Ledger, base: Base, lists: readonly ListName[]): HifazatError | undefined {
  const list = lists.find((each) => CHANGES.some((change) => ledger.isHeldBack(each, change)));
  if (list === undefined) return undefined;
  const { additions: added, removals: removed } = ledger.waiting(list, releasedOf(base, list));
  return batchStopped(list, { added, removed }, base);
}

export function batchStopped(list: ListName, extent: { added: number; removed: number }, base: Base): HifazatError {
  const { added, removed } = extent;
  const listSize = sizeOf(base, list);
  // How many sealed entries there are is not for everybody who may publish.
  if (list !== PUBLIC_LIST)
    return new HifazatError(
      "batch_stop",
      "This release would change more of the sealed list than is allowed at once. A senior officer can let it go out " +
        "(publish --release-batch --senior NAME, POST /v1/releases/batch).",
    );
  return new HifazatError(
    "batch_stop",
    `This release would add up to ${added} and remove up to ${removed} entries of a list of ${listSize}; ` +
      `${allowed(base, list)} are allowed at once. A senior officer can let it go out ` +
      "(publish --release-batch --senior NAME, POST /v1/releases/batch).",
    { details: { added, removed, listSize, allowed: allowed(base, list) } },
  );
}

const sizeOf = ({ previous }: Base, list: ListName): number => previous?.lists[list]?.entries ?? 0;

const allowed = (base: Base, list: ListName): number =>
  batchStop({ listSize: sizeOf(base, list), added: 0, removed: 0 }, base.limits).allowed;
