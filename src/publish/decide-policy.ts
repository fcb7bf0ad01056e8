import { HifazatError } from "../core/errors.ts";
import { decidePolicy, type Policy, type PolicyCommand, type PolicyEvent } from "../core/release/policy.ts";
import { type Db, transaction } from "../storage/database.ts";
import { appendPolicyEvent, releasePolicy } from "../storage/release-policy.ts";
import { headRelease, releaseRow } from "../storage/releases.ts";

export type PolicyDecided = {
  readonly event: PolicyEvent;
  /** The event's id: a release with this watermark holds the decision and nothing after it. */
  readonly watermark: number;
  readonly policy: Policy;
};

/**
 * Decides about a rollback and records it; what is decided shows in the next release. Throws with the refusal's code.
 * `now` in seconds since the epoch.
 */
export function decideReleasePolicy(db: Db, command: PolicyCommand, actor: string, now: number): PolicyDecided {
  return transaction(db, () => {
    const releases = {
      head: headRelease(db)?.number ?? 0,
      watermarkOf: (number: number) => {
        const row = releaseRow(db, number);
        return row?.state === "published" ? row.watermark : undefined;
      },
    };
    const decision = decidePolicy(releasePolicy(db), command, actor, releases);
    if (decision.kind === "refusal") throw new HifazatError(decision.code, decision.message);
    const watermark = appendPolicyEvent(db, { at: now, actor, event: decision.event });
    return { event: decision.event, watermark, policy: releasePolicy(db) };
  });
}
