import type { ListName } from "../../core/list-name.ts";
import type { AgentFacts, SubscriberFacts } from "../../core/receipt/coverage.ts";
import { type IdentityVerdict, leftOutOf, type Receipt } from "../../core/receipt/receipt.ts";
import { listCode } from "../codes.ts";
import type { Db } from "../database.ts";

type Row = {
  organisation: number;
  name: string;
  displayName: string;
  suspendedAt: number | null;
  token: number | null;
  label: string;
  usedAt: number | null;
  receivedAt: number;
  appliedAt: number;
  release: number;
  verdict: IdentityVerdict;
  pinned: number;
  body: string;
  overtakenAt: number | null;
  reachedAt: number | null;
};

/**
 * Every subscriber, or one, with the last receipt of each of its tokens that is still good, by name. One statement, so that
 * all its numbers are of one moment.
 */
export function subscriberFacts(
  db: Db,
  asked: { list: ListName; release: number; now: number; organisation: number | undefined },
): SubscriberFacts[] {
  const rows = db.sqlite
    .prepare(
      `SELECT o.id AS organisation, o.name, o.display_name AS displayName, o.suspended_at AS suspendedAt,
              t.id AS token, t.label, t.used_at AS usedAt,
              r.received_at AS receivedAt, r.applied_at AS appliedAt, r.release, r.verdict, r.pinned, r.body,
              (SELECT n.published_at FROM releases n WHERE n.number = r.release + 1 AND n.state = 'published') AS overtakenAt,
              (SELECT min(a.applied_at) FROM receipts a
                WHERE a.token_id = t.id AND a.list = :list AND a.release >= :release) AS reachedAt
       FROM organisations o
       LEFT JOIN (tokens t JOIN receipts r
                  ON r.id = (SELECT max(id) FROM receipts WHERE token_id = t.id AND list = :list))
         ON t.organisation_id = o.id AND t.revoked_at IS NULL AND t.expires_at > :now
       WHERE o.kind = 'subscriber' AND (:organisation IS NULL OR o.id = :organisation)
       ORDER BY o.name, t.id`,
    )
    .all({ ...asked, list: listCode(asked.list), organisation: asked.organisation ?? null }) as Row[];
  const found = new Map<number, SubscriberFacts & { agents: AgentFacts[] }>();
  for (const row of rows) {
    const { organisation, name, displayName, suspendedAt } = row;
    const subscriber = found.get(organisation) ?? { name, displayName, suspended: suspendedAt !== null, agents: [] };
    found.set(organisation, subscriber);
    if (row.token !== null) subscriber.agents.push(agentFacts(row, row.token));
  }
  return [...found.values()];
}

function agentFacts(row: Row, token: number): AgentFacts {
  const { label, release, appliedAt, usedAt, receivedAt, verdict: identity, overtakenAt, reachedAt } = row;
  const receipt = JSON.parse(row.body) as Receipt;
  return {
    token: `t${token}`,
    label,
    release,
    appliedAt,
    // A token's use is noted once an hour at most, a receipt always.
    seenAt: Math.max(receivedAt, usedAt ?? 0),
    identity,
    pinned: row.pinned === 1,
    failedOutputs: receipt.outputs.filter(({ applied }) => !applied).length,
    leftOut: leftOutOf(receipt),
    allowed: { lines: receipt.allow.lines, leftOut: receipt.allow.leftOut, passes: receipt.allow.passes },
    overtakenAt,
    reachedAt,
  };
}
