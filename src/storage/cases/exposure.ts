import type { Exposure } from "../../core/complaint/view.ts";
import { listCode } from "../codes.ts";
import type { Db } from "../database.ts";

const DAY = 86_400;
/** Pakistan's time, which knows no summer time: a day begins there five hours before it does in UTC. */
const AHEAD = 5 * 3_600;

/**
 * How often this officer looked at what cases of child abuse keep closed: since midnight in Pakistan, and within seven
 * days. From the audit log, where every look stands. `now` in seconds since the epoch.
 */
export function exposureOf(db: Db, officer: string, now: number): Exposure {
  const midnight = Math.floor((now + AHEAD) / DAY) * DAY - AHEAD;
  const row = db.sqlite
    .prepare(
      `SELECT count(*) AS week, count(*) FILTER (WHERE a.at >= :midnight) AS today FROM audit a
        WHERE a.actor = :officer AND a.at > :weekAgo
          AND ((a.action = 'complaint.revealed'
                AND EXISTS (SELECT 1 FROM complaints c WHERE 'complaint:' || c.id = a.subject AND c.list = :sealed))
            OR (a.action = 'appeal.revealed'
                AND EXISTS (SELECT 1 FROM appeals p WHERE 'appeal:' || p.id = a.subject AND p.list = :sealed)))`,
    )
    .get({ officer, midnight, weekAgo: now - 7 * DAY, sealed: listCode("sealed") });
  return row as Exposure;
}
