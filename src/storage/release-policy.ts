import { foldPolicy, type Policy, type PolicyEvent, type PolicyHappened } from "../core/release/policy.ts";
import type { Db } from "./database.ts";
import { BATCH_KINDS_SQL } from "./held-batch.ts";
import { appendEvent } from "./log.ts";

/** Publication has one policy: its events stand under the subject `release` 0, beside those of batches held back. */
const POLICY = 0;

/** What holds for publication now. */
export const releasePolicy = (db: Db): Policy => foldPolicy(policyEvents(db));

/** Everything decided about rollbacks, oldest first. */
export function policyEvents(db: Db): PolicyHappened[] {
  const rows = db.sqlite
    .prepare(
      `SELECT at, actor, kind, data FROM events
        WHERE subject = 'release' AND subject_id = ? AND kind NOT IN (${BATCH_KINDS_SQL}) ORDER BY id`,
    )
    .all(POLICY) as { at: number; actor: string; kind: PolicyEvent["kind"]; data: string }[];
  return rows.map(({ at, actor, kind, data }) => ({ at, actor, event: { kind, ...JSON.parse(data) } as PolicyEvent }));
}

/** Inside a transaction. Returns the event's id. */
export function appendPolicyEvent(db: Db, { at, actor, event }: PolicyHappened): number {
  const { kind, ...data } = event;
  return appendEvent(db, { at, actor, subject: "release", subjectId: POLICY, kind, data });
}
