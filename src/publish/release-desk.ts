import { HifazatError } from "../core/errors.ts";
import { type BatchLimits, batchStop } from "../core/guard/batch-stop.ts";
import type { Policy, PolicyCommand } from "../core/release/policy.ts";
import type { Target } from "../core/target/target.ts";
import type { Db } from "../storage/database.ts";
import { type PendingChanges, pendingChanges } from "../storage/pending-changes.ts";
import { eventWatermark, urgentSince } from "../storage/published-entries.ts";
import { type DifferencePage, differencePage } from "../storage/release-difference.ts";
import { releasePolicy } from "../storage/release-policy.ts";
import { headRelease, listReleases, type ReleaseRow, releaseRow } from "../storage/releases.ts";
import { decideReleasePolicy } from "./decide-policy.ts";
import { type PublishOptions, type PublishOutcome, publish } from "./publish.ts";
import { PUBLIC_LIST, type Publishing } from "./publishing.ts";

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
  /** Whether it is too much to go out without a senior officer, and how much would not be. */
  readonly stops: boolean;
  readonly allowed: number;
};

export type DeskParts = { readonly db: Db; readonly publishing: Publishing; readonly limits: BatchLimits };

/** Stands in the record for what the schedule does. */
const PUBLISHER = "publisher";

/** Publication as officers see and steer it; one for all who publish in a server, so that the newest attempt is known. */
export function createReleaseDesk({ db, publishing, limits }: DeskParts) {
  const now = (): number => Math.floor(publishing.now().getTime() / 1_000);
  let attempt: Attempt | null = null;
  /** Counted once for each decision: the page is looked at more often than something is decided. */
  let counted: Pending | null = null;
  let countedSince = -1;

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
    /** On the schedule, or because something is urgent. Throws what `publish` throws. */
    publishDue: (): Promise<PublishOutcome> => attempted(PUBLISHER, {}),
    /** What was decided up to now, at once. */
    publishNow: (officer: string): Promise<PublishOutcome> => attempted(officer, {}),
    /** A batch above the limits, as far as the senior officer has looked at it. */
    releaseBatch: (watermark: number, senior: string): Promise<PublishOutcome> =>
      attempted(senior, { upto: watermark, releasedBy: senior }),
    /** Decides about a rollback; once two officers have, the release is published before this returns. */
    async decide(command: PolicyCommand, actor: string): Promise<{ policy: Policy; outcome: PublishOutcome | null }> {
      const { event, watermark, policy } = decideReleasePolicy(db, command, actor, now());
      if (event.kind !== "rolled_back" && event.kind !== "rollback_ended") return { policy, outcome: null };
      // Crash window: decided and not published. It is urgent, so the next turn of the schedule publishes it.
      return { policy, outcome: await attempted(actor, { upto: watermark, releasedBy: actor }) };
    },
    policy: (): Policy => releasePolicy(db),
    attempt: (): Attempt | null => attempt,
    releases: (before: number | null, limit: number): readonly ReleaseRow[] => listReleases(db, before, limit),
    release: (number: number): ReleaseRow | undefined => releaseRow(db, number),
    pending(): Pending {
      const head = headRelease(db);
      const since = head?.watermark ?? 0;
      const watermark = eventWatermark(db);
      if (counted?.watermark === watermark && countedSince === since) return counted;
      const changes = pendingChanges(db, PUBLIC_LIST, since, watermark);
      const listSize = head?.lists[PUBLIC_LIST]?.entries ?? 0;
      const stop = batchStop({ listSize, added: changes.additions, removed: changes.removals }, limits);
      const urgent = urgentSince(db, PUBLIC_LIST, since);
      counted = { ...changes, watermark, urgent, stops: stop.kind === "stop", allowed: stop.allowed };
      countedSince = since;
      return counted;
    },
    /** What differs between two published releases of the general list. Throws `not_found`. */
    difference(one: number, other: number, from: Target | null, limit: number): DifferencePage {
      const watermark = (number: number): number => {
        const row = releaseRow(db, number);
        if (row?.state !== "published") throw new HifazatError("not_found", `There is no published release ${number}.`);
        return row.watermark;
      };
      return differencePage(db, PUBLIC_LIST, [watermark(one), watermark(other)], from, limit);
    },
  };
}

export type ReleaseDesk = ReturnType<typeof createReleaseDesk>;
