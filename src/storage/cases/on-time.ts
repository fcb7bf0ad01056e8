import { CLOCK_NAMES, type ClockName } from "../../core/clock/clock.ts";
import type { Db } from "../database.ts";

export type OnTimeRow = {
  readonly clock: ClockName;
  readonly ended: number;
  readonly inTime: number;
  /** Open at `now`, and of these the late ones. */
  readonly running: number;
  readonly late: number;
};

/**
 * How many cases whose clock stopped from `from` until before `until` stopped it in time, and how many are open at `now`.
 * Seconds since the epoch. Referrals count as cases of their own; what joined another is not counted while it is open.
 */
export function onTimeRates(db: Db, from: number, until: number, now: number): OnTimeRow[] {
  const rows = db.sqlite
    .prepare(
      `WITH clocks AS (
         SELECT clock, due_at, stopped_at, state = 'joined' AS waits FROM complaints
         UNION ALL SELECT clock, due_at, stopped_at, 0 FROM appeals WHERE list IS NOT NULL
         UNION ALL SELECT r.value ->> '$.clock.name', r.value ->> '$.clock.dueAt', r.value ->> '$.clock.stoppedAt', 0
           FROM complaints c, json_each(c.record, '$.referrals') r)
       SELECT clock,
              count(*) FILTER (WHERE stopped_at >= :from AND stopped_at < :until) AS ended,
              count(*) FILTER (WHERE stopped_at >= :from AND stopped_at < :until AND stopped_at <= due_at) AS inTime,
              count(*) FILTER (WHERE stopped_at IS NULL AND NOT waits) AS running,
              count(*) FILTER (WHERE stopped_at IS NULL AND NOT waits AND due_at < :now) AS late
         FROM clocks GROUP BY clock`,
    )
    .all({ from, until, now }) as OnTimeRow[];
  return CLOCK_NAMES.flatMap((name) => rows.filter(({ clock }) => clock === name));
}
