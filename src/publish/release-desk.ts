import { HifazatError } from "../core/errors.ts";
import { type BatchLimits, batchStop } from "../core/guard/batch-stop.ts";
import type { ListName } from "../core/list-name.ts";
import type { DecisionKind, ReleaseDecision, ReleaseImpulse } from "../core/release/decision.ts";
import type { Policy, PolicyCommand } from "../core/release/policy.ts";
import type { Target } from "../core/target/target.ts";
import type { Db } from "../storage/database.ts";
import { CHANGES, type Change } from "../storage/held-batch.ts";
import { eventWatermark } from "../storage/log.ts";
import { type PendingChanges, pendingChanges } from "../storage/pending-changes.ts";
import { urgentSince } from "../storage/published-entries.ts";
import { countDecisions, heldDecisions, releaseDecisions, releaseImpulses } from "../storage/release-decisions.ts";
import { type DifferencePage, differencePage, waitingPage } from "../storage/release-difference.ts";
import { releasePolicy } from "../storage/release-policy.ts";
import { headRelease, listReleases, type ReleaseRow, releaseRow } from "../storage/releases.ts";
import { decideReleasePolicy } from "./decide-policy.ts";
import { type PublishOptions, type PublishOutcome, publish } from "./publish.ts";
import { PUBLIC_LIST, type Publishing } from "./publishing.ts";
import { recipientsDigest } from "./sealed/sealed-facts.ts";

/** How the newest attempt to publish ended, by the schedule or by an officer. */
export type Attempt = {
  /** Seconds since the epoch. */
  readonly at: number;
  readonly by: string;
  readonly outcome: "published" | "unchanged" | "stopped" | "failed";
  readonly release: number | null;
  readonly message: string | null;
};

export type Pending = PendingChanges & {
  /** The newest decision: what a senior officer who releases the batch has seen. */
  readonly watermark: number;
  /** It goes out within seconds, not on the schedule. */
  readonly urgent: boolean;
  /**
   * Whether it is too much to go out without a senior officer, and how much would not be. What is urgent of it goes out
   * without the rest; this is then about the rest, which waits on.
   */
  readonly stops: boolean;
  /** What of it is too much, or is held back as part of what was. */
  readonly over: readonly Change[];
  readonly allowed: number;
  /** Whether something of the sealed list waits as well, or is too much at once. How much it is stays with that desk. */
  readonly sealed: "nothing" | "waits" | "stops";
};

/** What was decided about the general list since the release before. */
export type ReleaseContent = {
  readonly counts: Readonly<Partial<Record<DecisionKind, number>>>;
  /** Names that differ from the release before; null when there are too many to count for a page. */
  readonly change: { readonly added: number; readonly removed: number } | null;
};

export type DeskParts = { readonly db: Db; readonly publishing: Publishing; readonly limits: BatchLimits };

/** Names looked at to say how many a release added and removed. */
const COUNTED = 2_000;
/** Releases whose content is kept: it never changes. */
const CONTENT_KEPT = 1_000;

/** Stands in the record for what the schedule does. */
const PUBLISHER = "publisher";

/** Publication as officers see and steer it; one for all who publish in a server, so that the newest attempt is known. */
export function createReleaseDesk({ db, publishing, limits }: DeskParts) {
  const now = (): number => Math.floor(publishing.now().getTime() / 1_000);
  let attempt: Attempt | null = null;
  /** What there was when the schedule found nothing to publish. */
  let nothing = "";
  /** Counted once for each decision: the page is looked at more often than something is decided. */
  let counted: Pending | null = null;
  let countedFor = "";
  const contents = new Map<number, ReleaseContent>();

  async function attempted(by: string, options: PublishOptions): Promise<PublishOutcome> {
    try {
      const outcome = await publish(publishing, { limits, ...options });
      const release = outcome.kind === "published" ? outcome.row.number : outcome.release;
      attempt = { at: now(), by, outcome: outcome.kind, release, message: null };
      return outcome;
    } catch (error) {
      const known = error instanceof HifazatError;
      const outcome = known && error.code === "batch_stop" ? "stopped" : "failed";
      attempt = { at: now(), by, outcome, release: null, message: known ? error.message : "The failure is logged." };
      throw error;
    }
  }

  return {
    /**
     * On the schedule, or because something is urgent. While all is as it was when there was nothing to publish, there is
     * nothing, and no thread is started to find that out. Throws what `publish` throws.
     */
    async publishDue(): Promise<PublishOutcome> {
      const found = present();
      if (found === nothing) {
        const unchanged = { kind: "unchanged", release: publishing.ledger.head()?.number ?? 0 } as const;
        attempt = { at: now(), by: PUBLISHER, outcome: unchanged.kind, release: unchanged.release, message: null };
        return unchanged;
      }
      const outcome = await attempted(PUBLISHER, {});
      if (outcome.kind === "unchanged") nothing = found;
      return outcome;
    },
    /** What was decided up to now, at once. */
    publishNow: (officer: string): Promise<PublishOutcome> => attempted(officer, { askedBy: officer }),
    /** A batch above the limits, as far as the senior officer has looked at it; also what of it is held back already. */
    releaseBatch: (watermark: number, senior: string, reasons: string | null): Promise<PublishOutcome> =>
      attempted(senior, { upto: watermark, releasedBy: senior, ...(reasons !== null && { reasons }) }),
    /** Decides about a rollback; once two officers have, the release is published before this returns. */
    async decide(command: PolicyCommand, actor: string): Promise<{ policy: Policy; outcome: PublishOutcome | null }> {
      const { event, watermark, policy } = decideReleasePolicy(db, command, actor, now());
      if (event.kind !== "rolled_back" && event.kind !== "rollback_ended") return { policy, outcome: null };
      // Crash window: decided and not published. It is urgent, so the next turn of the schedule publishes it.
      return { policy, outcome: await attempted(actor, { upto: watermark, releasedBy: actor, rollback: true }) };
    },
    policy: (): Policy => releasePolicy(db),
    attempt: (): Attempt | null => attempt,
    releases: (before: number | null, limit: number): readonly ReleaseRow[] => listReleases(db, before, limit),
    release: (number: number): ReleaseRow | undefined => releaseRow(db, number),
    pending(): Pending {
      const head = headRelease(db);
      const since = head?.watermark ?? 0;
      const watermark = eventWatermark(db);
      const recipients = publishing.ledger.recipients();
      const key = [since, ...recipients].join();
      if (counted?.watermark === watermark && countedFor === key) return counted;
      const changes = pendingChanges(db, PUBLIC_LIST, since, watermark);
      const { over, allowed } = overOf(PUBLIC_LIST, changes, head);
      const urgent = urgentSince(db, PUBLIC_LIST, since);
      const sealed = sealedPending(head, watermark, recipients);
      counted = { ...changes, watermark, urgent, stops: over.length > 0, over, allowed, sealed };
      countedFor = key;
      return counted;
    },
    /** What differs between two published releases of the general list. Throws `not_found`. */
    difference(one: number, other: number, from: Target | null, limit: number): DifferencePage {
      return differencePage(db, PUBLIC_LIST, [published(one).watermark, published(other).watermark], from, limit);
    },
    /** What a release made of the decisions up to `watermark` would change. */
    waiting(watermark: number, from: Target | null, limit: number): DifferencePage {
      const since = headRelease(db)?.watermark ?? 0;
      const upto = Math.min(Math.max(watermark, since), eventWatermark(db));
      return waitingPage(db, PUBLIC_LIST, [since, upto], from, limit);
    },
    /** What went out with a published release. Throws `not_found`. */
    content(number: number): ReleaseContent {
      const known = contents.get(number);
      if (known !== undefined) return known;
      const { watermark, previous } = published(number);
      const after = releaseRow(db, previous)?.watermark ?? 0;
      const { changes, next } = differencePage(db, PUBLIC_LIST, [after, watermark], null, COUNTED);
      const added = changes.filter(({ before }) => before === null).length;
      const removed = changes.filter(({ after }) => after === null).length;
      const content = {
        counts: countDecisions(db, { after, upto: watermark }),
        change: next === null ? { added, removed } : null,
      };
      if (contents.size >= CONTENT_KEPT) contents.clear();
      contents.set(number, content);
      return content;
    },
    /** The decisions that went out with a published release, or that wait (null). Throws `not_found`. */
    decisions(number: number | null, limit: number): readonly ReleaseDecision[] {
      const row = number === null ? undefined : published(number);
      const before = row === undefined ? headRelease(db) : releaseRow(db, row.previous);
      const stretch = { after: before?.watermark ?? 0, upto: row?.watermark ?? null };
      return releaseDecisions(db, stretch, limit);
    },
    /** The decisions that wait for a senior officer, as part of a batch above the limits. */
    held: (limit: number): readonly ReleaseDecision[] => heldDecisions(db, headRelease(db)?.watermark ?? 0, limit),
    /** Who had a release go out when the schedule did not. */
    impulses: (number: number): readonly ReleaseImpulse[] => releaseImpulses(db, number),
  };

  /** All that the next release depends on: the decisions, who is given the sealed list, and the release before, whole or not. */
  function present(): string {
    const { watermark, head, recipients } = publishing.ledger;
    const last = head();
    return JSON.stringify([watermark(), last?.number, last?.state, recipients()]);
  }

  function published(number: number): ReleaseRow {
    const row = releaseRow(db, number);
    if (row?.state !== "published") throw new HifazatError("not_found", `There is no published release ${number}.`);
    return row;
  }

  function overOf(list: ListName, { additions, removals }: PendingChanges, head: ReleaseRow | undefined) {
    const { ledger } = publishing;
    const last = head?.lists[list];
    const released = last === undefined ? 0 : (head?.watermark ?? 0);
    const stop = batchStop({ listSize: last?.entries ?? 0, added: additions, removed: removals }, limits);
    const { allowed } = stop;
    // The rest of a mass removal can be small: the decisions that went out at once are no longer among what waits.
    const isHeld = (change: Change) => ledger.isHeldBack(list, change) && !ledger.fits(list, change, released, allowed);
    return {
      over: CHANGES.filter((change) => (stop.kind === "stop" && stop.over.includes(change)) || isHeld(change)),
      allowed,
    };
  }

  function sealedPending(head: ReleaseRow | undefined, upto: number, recipients: readonly string[]): Pending["sealed"] {
    const last = head?.lists.sealed;
    const others = recipientsDigest(recipients) !== (last?.recipients ?? recipientsDigest([]));
    if (recipients.length === 0) return others ? "waits" : "nothing";
    // The first sealed list is new as a whole, whenever its orders were approved.
    const changes = pendingChanges(db, "sealed", last === undefined ? 0 : (head?.watermark ?? 0), upto);
    if (overOf("sealed", changes, head).over.length > 0) return "stops";
    return others || changes.additions + changes.removals > 0 ? "waits" : "nothing";
  }
}

export type ReleaseDesk = ReturnType<typeof createReleaseDesk>;
