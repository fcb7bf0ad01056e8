import type { ListName } from "../core/list-name.ts";
import { type Db, transaction } from "../storage/database.ts";
import {
  type Additions,
  type By,
  endHold,
  holdBack,
  isHeldBack,
  type LetOut,
  letOut,
  letOutAfter,
  type Most,
  waitingAdditions,
} from "../storage/held-batch.ts";
import { appendAudit, eventWatermark, type NewAudit } from "../storage/log.ts";
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

/** What the publisher keeps in the database. Every call that writes is one transaction, on the disk when it returns. */
export type Ledger = {
  readonly watermark: () => number;
  /** The event of the newest rollback after this watermark. */
  readonly rollbackSince: (watermark: number) => number | undefined;
  /** A rollback began or ended after this watermark. */
  readonly rollbackTurned: (watermark: number) => boolean;
  /** The first batch that a senior officer let out after this watermark. */
  readonly letOutAfter: (watermark: number) => LetOut | undefined;
  readonly isHeldBack: (list: ListName) => boolean;
  /** Additions that wait, above the release with this watermark; never fewer than a release would have. */
  readonly waitingAdditions: (list: ListName, released: number) => number;
  /** Holds back additions to the list above the release with this watermark; false when nothing more is held by it. */
  readonly holdBack: (list: ListName, released: number, by: By, additions: Additions) => boolean;
  readonly endHold: (list: ListName, by: By) => void;
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
    isHeldBack: (list) => isHeldBack(db, list),
    waitingAdditions: (list, released) => waitingAdditions(db, list, released),
    holdBack: (...args) => transaction(db, () => holdBack(db, ...args)),
    endHold: (list, by) => transaction(db, () => endHold(db, list, by)),
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
