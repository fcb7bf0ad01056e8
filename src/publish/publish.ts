import { join } from "node:path";
import { type BatchLimits, DEFAULT_BATCH_LIMITS } from "../core/guard/batch-stop.ts";
import { LIST_NAMES } from "../core/list-name.ts";
import { manifestName } from "../protocol/artefact-names.ts";
import { type FileRef, parseManifest } from "../protocol/manifest.ts";
import type { By } from "../storage/held-batch.ts";
import type { NewAudit } from "../storage/log.ts";
import type { ReleaseRow } from "../storage/releases.ts";
import { completeRelease } from "./complete.ts";
import { finishUnderLock } from "./finish.ts";
import type { PreviousRelease } from "./from-previous.ts";
import type { HashedFile } from "./hashed-file.ts";
import {
  type Base,
  batchStopped,
  endSmallHolds,
  heldBatch,
  holdBack,
  type Permit,
  permitBatch,
  permitDue,
  permitRollback,
} from "./held-batch.ts";
import type { Ledger } from "./ledger.ts";
import { withPublishLock } from "./lock.ts";
import type { Extent, Gate, Prepared } from "./prepare.ts";
import { targetFile } from "./published-release.ts";
import { PUBLIC_LIST, type Publishing } from "./publishing.ts";
import { type ReleaseRequest, requestOf } from "./release-request.ts";
import { recipientsDigest, type SealOrder, sealedFacts } from "./sealed/sealed-facts.ts";
import { sha256 } from "./sha256.ts";

export type PublishOptions = {
  /** Publish even when nothing changed. */
  readonly force?: boolean;
  /** The senior officer who lets a batch above the limits go out; goes into the audit log when it was needed. */
  readonly releasedBy?: string;
  /** Why, in writing; stands beside the name. */
  readonly reasons?: string;
  /** The officer who wants it at once instead of on the schedule; goes into the audit log. */
  readonly askedBy?: string;
  /** With `releasedBy`: up to this event and no later, which is what they have looked at. The newest when absent. */
  readonly upto?: number;
  /** With `releasedBy`: two officers have decided about a rollback, which lets out no batch that is held back. */
  readonly rollback?: boolean;
  readonly limits?: BatchLimits;
};

export type PublishOutcome =
  | { readonly kind: "unchanged"; readonly release: number }
  | { readonly kind: "published"; readonly row: ReleaseRow; readonly extent: Extent };

/** Stands in the log for what no officer did. */
const PUBLISHER = "publisher";

/**
 * Publishes what was decided since the last release. The order (DESIGN 7): build, stage, take the number, publish the
 * files, timestamp last, notify. `completeRelease` is everything after the number is taken; a start after a crash runs
 * the same. Throws `batch_stop` when nothing can go out but a batch above the limits that no senior officer has released.
 */
export async function publish(publishing: Publishing, options: PublishOptions = {}): Promise<PublishOutcome> {
  return withPublishLock(publishing.folder.lock, () =>
    publishUnderLock(publishing, options).finally(() => publishing.settle()),
  );
}

async function publishUnderLock(publishing: Publishing, options: PublishOptions): Promise<PublishOutcome> {
  await finishUnderLock(publishing);
  const { ledger, staging, onStep } = publishing;
  const base: Base = { previous: ledger.head(), limits: options.limits ?? DEFAULT_BATCH_LIMITS };
  const { request, prepared, permit } = await prepareWithinLimits(publishing, base, options);
  if (prepared.kind === "unchanged") return { kind: "unchanged", release: request.previous };
  const { release, sealed, extent } = prepared;
  const files = sealed === undefined ? release.files : [...release.files, sealed.file];
  onStep?.("built");

  // Crash window: nothing has happened; the next run builds again, perhaps with later decisions in it.
  await staging.write(request.release, files);
  onStep?.("staged");

  // Crash window: files of no release; the next run throws them away.
  const [manifest] = release.files;
  const { entries, identity } = release.manifest;
  const row: ReleaseRow = {
    number: request.release,
    previous: request.previous,
    watermark: request.watermark,
    publishedAt: request.publishedAt,
    lists: {
      [PUBLIC_LIST]: { entries, identity: identity.sha256 },
      ...(sealed && request.sealed && { sealed: sealedFacts(sealed, request.sealed) }),
    },
    manifestSha256: manifest.sha256,
    state: "committed",
  };
  ledger.commit(row, [
    ...(prepared.aboveLimits ? [batchNote(row, extent, permit)] : []),
    ...(options.askedBy === undefined ? [] : [note(row, options.askedBy, "release.asked", {})]),
  ]);
  onStep?.("committed");

  // Crash window: a release whose files are missing; whoever comes next completes it, from the staged files.
  const staged = files.map(({ name, sha256, bytes }) => ({ name, sha256, bytes: bytes.length }));
  await completeRelease(publishing, row, staged);
  return { kind: "published", row, extent };
}

/**
 * Prepares what may go out. A batch above the limits is held back with a mark in the log, and the rest goes out without it:
 * nobody's emergency or removal waits for a senior officer who looks at another order. Throws `batch_stop` when there is
 * no rest.
 */
async function prepareWithinLimits(publishing: Publishing, base: Base, options: PublishOptions) {
  const { ledger, prepare, onStep } = publishing;
  const { previous, limits } = base;
  const by = { at: secondsOf(publishing), actor: PUBLISHER };
  const permit = permitOf(ledger, base, by, options);
  if (permit === undefined) endSmallHolds(ledger, base, by);
  const before = previous && (await previousRelease(publishing, previous));
  for (;;) {
    const request = nextRequest(publishing, previous, permit?.watermark);
    const recipients = recipientsDigest(request.sealed?.recipients ?? []);
    const gate: Gate = {
      since: previous?.watermark,
      listSize: previous?.lists[PUBLIC_LIST]?.entries ?? 0,
      sealedSize: previous?.lists.sealed?.entries,
      // Who came or went is to have, or not to have, the sealed list, whether a list changed or not.
      unchanged:
        options.force === true ||
        permit?.decided === true ||
        recipients !== (previous?.lists.sealed?.recipients ?? recipientsDigest([])),
      limits,
      released: permit !== undefined,
    };
    const prepared = await prepare(request, gate, onStep, before);
    if (prepared.kind === "stopped") {
      if (!holdBack(ledger, base, prepared, by)) throw batchStopped(prepared.list, prepared.extent, base);
      continue;
    }
    const lists = LIST_NAMES.filter((list) => list === PUBLIC_LIST || request.sealed !== undefined);
    const waits = options.force !== true && isEmpty(prepared, previous) ? heldBatch(ledger, base, lists) : undefined;
    if (waits !== undefined) throw waits;
    return { request, prepared, permit };
  }
}

/** Whether there is nothing to publish; a first release without an entry is nothing when a batch waits to be the first. */
const isEmpty = (prepared: Exclude<Prepared, { kind: "stopped" }>, previous: ReleaseRow | undefined): boolean =>
  prepared.kind === "unchanged" ||
  (previous === undefined && prepared.release.manifest.entries + (prepared.sealed?.entries ?? 0) === 0);

function permitOf(ledger: Ledger, base: Base, publisher: By, options: PublishOptions): Permit | undefined {
  const { releasedBy, reasons = null, upto = ledger.watermark() } = options;
  if (releasedBy === undefined) return permitDue(ledger, base, publisher);
  if (options.rollback) return { ...permitRollback(ledger, base, upto, publisher), by: releasedBy, reasons };
  return permitBatch(ledger, base, { at: publisher.at, actor: releasedBy, reasons }, upto);
}

/** Where the files of a published release lie; undefined when its manifest is gone, and then all is read again. */
async function previousRelease({ store, folder }: Publishing, row: ReleaseRow): Promise<PreviousRelease | undefined> {
  const bytes = await store.get(targetFile({ name: manifestName(PUBLIC_LIST), sha256: row.manifestSha256 }));
  if (bytes === undefined || sha256(bytes) !== row.manifestSha256) return undefined;
  const { index, snapshot, filter, deltas } = parseManifest(new TextDecoder().decode(bytes));
  const lies = (file: FileRef): HashedFile => ({
    file: join(folder.repository, targetFile(file)),
    sha256: file.sha256,
  });
  return {
    release: row.number,
    watermark: row.watermark,
    index: lies(index),
    snapshot: lies(snapshot),
    filter: lies(filter),
    deltas: deltas.map((delta) => ({ ...lies(delta), base: delta.base })),
  };
}

function nextRequest(
  publishing: Publishing,
  previous: ReleaseRow | undefined,
  upto: number | undefined,
): ReleaseRequest {
  const { ledger } = publishing;
  const seconds = secondsOf(publishing);
  const newest = ledger.watermark();
  const row = {
    number: (previous?.number ?? 0) + 1,
    previous: previous?.number ?? 0,
    // A release never holds less than the one before it, and no decision that is still to come.
    watermark: upto === undefined ? newest : Math.min(Math.max(upto, previous?.watermark ?? 0), newest),
    // Never before the release before it, whatever the clock says.
    publishedAt: Math.max(seconds, previous?.publishedAt ?? 0),
  };
  return requestOf(PUBLIC_LIST, row, ledger.row, sealOrder(publishing));
}

const secondsOf = ({ now }: Publishing): number => Math.floor(now().getTime() / 1000);

/** Whom the next sealed list is for, with a new salt. */
function sealOrder({ ledger, random }: Publishing): SealOrder | undefined {
  const recipients = ledger.recipients();
  return recipients.length === 0 ? undefined : { recipients, salt: Buffer.from(random(16)).toString("hex") };
}

function batchNote(row: ReleaseRow, extent: Extent, permit: Permit | undefined): NewAudit {
  const { by = PUBLISHER, reasons } = permit ?? {};
  return note(row, by, "release.batch", reasons === undefined || reasons === null ? extent : { ...extent, reasons });
}

const note = (row: ReleaseRow, actor: string, action: string, detail: object): NewAudit => ({
  at: row.publishedAt,
  actor,
  action,
  subject: `release:${row.number}`,
  detail,
});
