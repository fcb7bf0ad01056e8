import { join } from "node:path";
import { HifazatError } from "../core/errors.ts";
import { type BatchLimits, DEFAULT_BATCH_LIMITS } from "../core/guard/batch-stop.ts";
import { manifestName } from "../protocol/artefact-names.ts";
import { parseManifest } from "../protocol/manifest.ts";
import type { NewAudit } from "../storage/log.ts";
import type { ReleaseRow } from "../storage/releases.ts";
import { completeRelease } from "./complete.ts";
import { finishUnderLock } from "./finish.ts";
import type { PreviousIndex } from "./from-previous.ts";
import { withPublishLock } from "./lock.ts";
import type { Extent, Gate, Prepared } from "./prepare.ts";
import { targetFile } from "./published-release.ts";
import { PUBLIC_LIST, type Publishing } from "./publishing.ts";
import { type ReleaseRequest, requestOf } from "./release-request.ts";
import { recipientsDigest, type SealOrder } from "./sealed/seal-list.ts";
import { sealedFacts } from "./sealed/sealed-facts.ts";
import { sha256 } from "./tuf/metadata.ts";

export type PublishOptions = {
  /** Publish even when nothing changed. */
  readonly force?: boolean;
  /** The senior officer who lets a batch above the limits go out; goes into the audit log when it was needed. */
  readonly releasedBy?: string;
  /** Why, in writing; stands beside the name. */
  readonly reasons?: string;
  /** The officer who wants it at once instead of on the schedule; goes into the audit log. */
  readonly askedBy?: string;
  /** Publish what was decided up to this event and nothing later: what somebody has looked at. The newest when absent. */
  readonly upto?: number;
  readonly limits?: BatchLimits;
};

export type PublishOutcome =
  | { readonly kind: "unchanged"; readonly release: number }
  | { readonly kind: "published"; readonly row: ReleaseRow; readonly extent: Extent };

/**
 * Publishes what was decided since the last release. The order (DESIGN 7): build, stage, take the number, publish the
 * files, timestamp last, notify. `completeRelease` is everything after the number is taken; a start after a crash runs
 * the same. Throws `batch_stop` when the batch is above the limits and no senior officer has released it.
 */
export async function publish(publishing: Publishing, options: PublishOptions = {}): Promise<PublishOutcome> {
  return withPublishLock(publishing.folder.lock, async () => {
    await finishUnderLock(publishing);
    const { ledger, staging, prepare, onStep } = publishing;
    const previous = ledger.head();
    // A rollback goes out alone, also after a crash: two officers let it go, and nothing that was decided after it.
    const rollback = previous && ledger.rollbackSince(previous.watermark);
    const request = nextRequest(publishing, previous, options.upto ?? rollback);
    const recipients = recipientsDigest(request.sealed?.recipients ?? []);
    const gate: Gate = {
      since: previous?.watermark,
      listSize: previous?.lists[PUBLIC_LIST]?.entries ?? 0,
      sealedSize: previous?.lists.sealed?.entries,
      // Who came or went is to have, or not to have, the sealed list, whether a list changed or not.
      unchanged:
        options.force === true ||
        request.watermark === rollback ||
        recipients !== (previous?.lists.sealed?.recipients ?? recipientsDigest([])),
      limits: options.limits ?? DEFAULT_BATCH_LIMITS,
      released: options.releasedBy !== undefined || request.watermark === rollback,
    };
    const index = previous && (await previousIndex(publishing, previous));
    const prepared = await prepare(request, gate, onStep, index);
    if (prepared.kind === "unchanged") return { kind: "unchanged", release: request.previous };
    if (prepared.kind === "stopped") throw batchStopped(prepared, gate);
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
      ...(prepared.aboveLimits ? [batchNote(row, extent, options)] : []),
      ...(options.askedBy === undefined ? [] : [note(row, options.askedBy, "release.asked", {})]),
    ]);
    onStep?.("committed");

    // Crash window: a release whose files are missing; whoever comes next completes it, from the staged files.
    const staged = files.map(({ name, sha256, bytes }) => ({ name, sha256, bytes: bytes.length }));
    await completeRelease(publishing, row, staged);
    return { kind: "published", row, extent };
  });
}

/** Where the index of a published release lies; undefined when its manifest is gone, and then all is read again. */
async function previousIndex({ store, folder }: Publishing, row: ReleaseRow): Promise<PreviousIndex | undefined> {
  const bytes = await store.get(targetFile({ name: manifestName(PUBLIC_LIST), sha256: row.manifestSha256 }));
  if (bytes === undefined || sha256(bytes) !== row.manifestSha256) return undefined;
  const { index } = parseManifest(new TextDecoder().decode(bytes));
  return { file: join(folder.repository, targetFile(index)), sha256: index.sha256, watermark: row.watermark };
}

function nextRequest(
  publishing: Publishing,
  previous: ReleaseRow | undefined,
  upto: number | undefined,
): ReleaseRequest {
  const { ledger, now } = publishing;
  const seconds = Math.floor(now().getTime() / 1000);
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

/** Whom the next sealed list is for, with a new salt. */
function sealOrder({ ledger, random }: Publishing): SealOrder | undefined {
  const recipients = ledger.recipients();
  return recipients.length === 0 ? undefined : { recipients, salt: Buffer.from(random(16)).toString("hex") };
}

function batchStopped(
  { list, extent, allowed }: Extract<Prepared, { kind: "stopped" }>,
  { listSize }: Gate,
): HifazatError {
  const { added, removed } = extent;
  // How many sealed entries there are is not for everybody who may publish.
  if (list === "sealed")
    return new HifazatError(
      "batch_stop",
      "This release would change more of the sealed list than is allowed at once. A senior officer can let it go out " +
        "(publish --release-batch --senior NAME, POST /v1/releases/batch).",
    );
  return new HifazatError(
    "batch_stop",
    `This release would add up to ${added} and remove up to ${removed} entries of a list of ${listSize}; ${allowed} are ` +
      "allowed at once. A senior officer can let it go out (publish --release-batch --senior NAME, POST /v1/releases/batch).",
    { details: { added, removed, listSize, allowed } },
  );
}

function batchNote(row: ReleaseRow, extent: Extent, { releasedBy = "publisher", reasons }: PublishOptions): NewAudit {
  return note(row, releasedBy, "release.batch", reasons === undefined ? extent : { ...extent, reasons });
}

const note = (row: ReleaseRow, actor: string, action: string, detail: object): NewAudit => ({
  at: row.publishedAt,
  actor,
  action,
  subject: `release:${row.number}`,
  detail,
});
