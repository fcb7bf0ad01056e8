import {
  DECISION_KINDS,
  type DecisionKind,
  type ReleaseDecision,
  type ReleaseImpulse,
} from "../core/release/decision.ts";
import { listCode } from "./codes.ts";
import type { Db } from "./database.ts";
import { heldBackAt } from "./held-batch.ts";
import { heldOnSql, setAsideAt } from "./set-aside.ts";
import { type Stretch, within } from "./stretch.ts";

/** The watermarks of two releases; `upto` is null for a release that would have all that waits. */
export type Between = { readonly after: number; readonly upto: number | null };

/** SQL: whether the decision `e` is held back at this watermark. */
function isHeld(db: Db, watermark: number): string {
  const [added, removed] = [
    heldBackAt(db, "general", "added", watermark),
    heldBackAt(db, "general", "removed", watermark),
  ];
  const heldOn = heldOnSql("entries", setAsideAt(db, "general", watermark));
  return `((${within("e.id", added)} AND EXISTS (SELECT 1 FROM entries WHERE added_event = e.id))
    OR (${within("e.id", removed)} AND EXISTS (SELECT 1 FROM entries WHERE removed_event = e.id AND ${heldOn})))`;
}

/** What is held back went out with the release that has it, not with the one that it was decided before. */
function between(db: Db, { after, upto }: Between): string {
  return `${GENERAL} AND ((e.id > :after AND e.id <= :upto) OR ${isHeld(db, after)})
    AND NOT ${upto === null ? "FALSE" : isHeld(db, upto)}`;
}

const bounds = ({ after, upto }: Between): Stretch => ({ after, upto: upto ?? Number.MAX_SAFE_INTEGER });

const GENERAL = `FROM events e LEFT JOIN orders o ON e.subject = 'order' AND o.id = e.subject_id
  WHERE e.kind IN (${DECISION_KINDS.map((kind) => `'${kind}'`).join(", ")})
    AND (o.list = ${listCode("general")} OR (e.subject = 'release' AND e.subject_id = 0))`;

/** Decisions about the general list that one release has and the one before has not, oldest first; none of sealed orders. */
export const releaseDecisions = (db: Db, stretch: Between, limit: number): ReleaseDecision[] =>
  decisionsWhere(db, stretch, "TRUE", limit);

/** Of the decisions that wait after this watermark those that are held back, oldest first. */
export const heldDecisions = (db: Db, after: number, limit: number): ReleaseDecision[] =>
  decisionsWhere(db, { after, upto: null }, isHeld(db, Number.MAX_SAFE_INTEGER), limit);

function decisionsWhere(db: Db, stretch: Between, condition: string, limit: number): ReleaseDecision[] {
  const rows = db.sqlite
    .prepare(
      `SELECT e.at, e.actor, e.kind, o.id AS "order", o.authority, o.number, e.data ->> '$.to' AS "to",
              e.data ->> '$.reasons' AS reasons,
              (SELECT count(*) FROM entries WHERE added_event = e.id) AS added,
              (SELECT count(*) FROM entries WHERE removed_event = e.id) AS removed,
              ${stretch.upto === null ? isHeld(db, Number.MAX_SAFE_INTEGER) : "FALSE"} AS held
       ${between(db, stretch)} AND ${condition} ORDER BY e.id LIMIT :limit`,
    )
    .all({ ...bounds(stretch), limit }) as (Omit<ReleaseDecision, "order" | "held"> & {
    order: number | null;
    authority: string;
    number: string;
    held: 0 | 1;
  })[];
  return rows.map(({ order, authority, number, held, ...row }) => ({
    ...row,
    held: held === 1,
    order: order === null ? null : { id: `o${order}`, authority, number },
  }));
}

/** How many of them there are of each kind; kinds without any are left out. */
export function countDecisions(db: Db, stretch: Between): Partial<Record<DecisionKind, number>> {
  const rows = db.sqlite
    .prepare(`SELECT e.kind, count(*) ${between(db, stretch)} GROUP BY 1`)
    .raw()
    .all(bounds(stretch));
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
