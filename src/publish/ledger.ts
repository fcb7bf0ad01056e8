import type { ListName } from "../core/list-name.ts";
import { type Db, transaction } from "../storage/database.ts";
import { type By, batchTurns, type Change, type LetOut, letOutAfter } from "../storage/held-batch.ts";
import {
  type Additions,
  endHold,
  holdAdditions,
  holdExcess,
  holdRemovals,
  type Limited,
  letOut,
  type Most,
} from "../storage/hold-back.ts";
import { appendAudit, eventWatermark, type NewAudit } from "../storage/log.ts";
import { type PendingChanges, pendingChanges } from "../storage/pending-changes.ts";
import {
  commitRelease,
  headRelease,
  markPublished,
  type ReleaseRow,
  releaseRow,
  replaceSealed,
} from "../storage/releases.ts";
import { sealedRecipients } from "../storage/sealed-keys.ts";
import { rollbackSince, rollbackTurned } from "../storage/set-aside.ts";
import { fits, freshAdditions, isHeldBack } from "../storage/waiting-changes.ts";

/** What the publisher keeps in the database. Every call that writes is one transaction, on the disk when it returns. */
export type Ledger = {
  readonly watermark: () => number;
  /** The event of the newest rollback, or end of one, after this watermark. */
  readonly rollbackSince: (watermark: number) => number | undefined;
  /** A rollback began or ended after this watermark. */
  readonly rollbackTurned: (watermark: number) => boolean;
  /** The first batch that a senior officer let out after this watermark. */
  readonly letOutAfter: (watermark: number) => LetOut | undefined;
  readonly isHeldBack: (list: ListName, change: Change) => boolean;
  /** What waits above the release with this watermark, held back or not. */
  readonly waiting: (list: ListName, released: number) => PendingChanges;
  /** Additions above the release with this watermark that nothing holds back, to one above `most`. */
  readonly freshAdditions: (list: ListName, released: number, most: number) => number;
  /** Whether what is held back would be no more than `most` changes. */
  readonly fits: (list: ListName, change: Change, released: number, most: number) => boolean;
  /** Holds back additions to the list above the release with this watermark; false when nothing more is held by it. */
  readonly holdAdditions: (list: ListName, released: number, by: By, additions: Additions) => boolean;
  /** Holds back the largest removals above that release, but for `most` entries; false when nothing more is held by it. */
  readonly holdRemovals: (list: ListName, released: number, by: By, most: number) => boolean;
  /** Holds back all that is too much of these lists. Returns the newest mark of a hold after this watermark; 0 for none. */
  readonly holdExcess: (lists: readonly Limited[], by: By, watermark: number) => number;
  readonly endHold: (list: ListName, change: Change, by: By) => void;
  /** Lets out what is held back up to the event `upto`. Throws `batch_stop` when more than `most` was decided since. */
  readonly letOut: (
    stretch: { readonly released: number; readonly upto: number },
    by: By & { readonly reasons: string | null },
    most: Most,
  ) => void;
  readonly head: () => ReleaseRow | undefined;
  readonly row: (release: number) => ReleaseRow | undefined;
  /** Takes the release's number, with what is to stand in the audit log about it; throws `release_conflict`. */
  readonly commit: (row: ReleaseRow, notes: readonly NewAudit[]) => void;
  /** The release is public. `at` in seconds since the epoch. Twice is as good as once. */
  readonly markPublished: (release: number, at: number) => void;
  readonly audit: (entry: NewAudit) => void;
  /** The keys that a sealed list made now is for, sorted. */
  readonly recipients: () => readonly string[];
  /** The release, still committed, has another sealed file than was announced. */
  readonly replaceSealed: (row: ReleaseRow) => void;
};

export function openLedger(db: Db): Ledger {
  return {
    watermark: () => eventWatermark(db),
    rollbackSince: (watermark) => rollbackSince(db, watermark),
    rollbackTurned: (watermark) => rollbackTurned(db, watermark),
    letOutAfter: (watermark) => letOutAfter(db, watermark),
    isHeldBack: (list, change) => isHeldBack(db, list, change),
    waiting: (list, released) => pendingChanges(db, list, released, eventWatermark(db), Number.MAX_SAFE_INTEGER),
    freshAdditions: (list, released, most) => freshAdditions(db, list, released, most),
    fits: (list, change, released, most) => fits(db, list, change, released, most),
    holdAdditions: (...args) => transaction(db, () => holdAdditions(db, ...args)),
    holdRemovals: (...args) => transaction(db, () => holdRemovals(db, ...args)),
    holdExcess: (lists, by, watermark) =>
      transaction(db, () => {
        for (const limited of lists) holdExcess(db, limited, by);
        return batchTurns(db, watermark, Number.MAX_SAFE_INTEGER).at(-1) ?? 0;
      }),
    endHold: (...args) => transaction(db, () => endHold(db, ...args)),
    letOut: (stretch, by, most) => transaction(db, () => letOut(db, stretch, by, most)),
    head: () => headRelease(db),
    row: (release) => releaseRow(db, release),
    commit: (row, notes) =>
      transaction(db, () => {
        for (const note of notes) appendAudit(db, note);
        commitRelease(db, row);
      }),
    markPublished: (release, at) => markPublished(db, release, at),
    audit: (entry) => appendAudit(db, entry),
    recipients: () => sealedRecipients(db),
    replaceSealed: (row) => replaceSealed(db, row),
  };
}
