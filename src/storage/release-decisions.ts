import {
  DECISION_KINDS,
  type DecisionKind,
  type ReleaseDecision,
  type ReleaseImpulse,
} from "../core/release/decision.ts";
import { listCode } from "./codes.ts";
import type { Db } from "./database.ts";
import type { Stretch } from "./set-aside.ts";

const IN_STRETCH = `FROM events e LEFT JOIN orders o ON e.subject = 'order' AND o.id = e.subject_id
  WHERE e.id > :after AND e.id <= :upto AND e.kind IN (${DECISION_KINDS.map((kind) => `'${kind}'`).join(", ")})
    AND (o.list = ${listCode("general")} OR (e.subject = 'release' AND e.subject_id = 0))`;

/** Decisions about the general list in a stretch of events, oldest first. Sealed orders are in none of them. */
export function releaseDecisions(db: Db, stretch: Stretch, limit: number): ReleaseDecision[] {
  const rows = db.sqlite
    .prepare(
      `SELECT e.at, e.actor, e.kind, o.id AS "order", o.authority, o.number, e.data ->> '$.to' AS "to",
              e.data ->> '$.reasons' AS reasons,
              (SELECT count(*) FROM entries WHERE added_event = e.id) AS added,
              (SELECT count(*) FROM entries WHERE removed_event = e.id) AS removed
       ${IN_STRETCH} ORDER BY e.id LIMIT :limit`,
    )
    .all({ ...stretch, limit }) as (Omit<ReleaseDecision, "order"> & {
    order: number | null;
    authority: string;
    number: string;
  })[];
  return rows.map(({ order, authority, number, ...row }) => ({
    ...row,
    order: order === null ? null : { id: `o${order}`, authority, number },
  }));
}

/** How many decisions of each kind there are in a stretch of events; kinds without any are left out. */
export function countDecisions(db: Db, stretch: Stretch): Partial<Record<DecisionKind, number>> {
  const rows = db.sqlite.prepare(`SELECT e.kind, count(*) ${IN_STRETCH} GROUP BY 1`).raw().all(stretch);
  return Object.fromEntries(rows as [DecisionKind, number][]);
}

/** What the audit log says of who wanted a release. */
export function releaseImpulses(db: Db, release: number): ReleaseImpulse[] {
  const rows = db.sqlite
    .prepare(
      `SELECT substr(action, 9) AS kind, actor AS by, detail ->> '$.reasons' AS reasons FROM audit
        WHERE subject = ? AND action IN ('release.asked', 'release.batch') ORDER BY id`,
    )
    .all(`release:${release}`);
  return rows as ReleaseImpulse[];
}
