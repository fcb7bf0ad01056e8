import { type Db, transaction } from "../storage/database.ts";
import { appendAudit, type NewAudit } from "../storage/log.ts";
import { eventWatermark } from "../storage/published-entries.ts";
import {
  commitRelease,
  headRelease,
  markPublished,
  type ReleaseRow,
  releaseRow,
  replaceSealed,
} from "../storage/releases.ts";
import { sealedRecipients } from "../storage/sealed-keys.ts";
import { rollbackSince } from "../storage/set-aside.ts";

/** What the publisher keeps in the database. Every call that writes is one transaction, on the disk when it returns. */
export type Ledger = {
  readonly watermark: () => number;
  /** The event of the newest rollback after this watermark. */
  readonly rollbackSince: (watermark: number) => number | undefined;
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
