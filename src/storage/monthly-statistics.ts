import { HifazatError } from "../core/errors.ts";
import { type MonthlyStatistics, type MonthStatistics, median } from "../core/statistics/months.ts";
import type { Db } from "./database.ts";
import { headRelease, releaseRow } from "./releases.ts";

type Count = Exclude<keyof MonthStatistics, "month" | "medianSecondsToBlock" | "medianSecondsToUnblock">;

/** Ids of the general list's entries lie below (storage/entries.ts). */
const SEALED_IDS_FROM = 0x8000_0000;
const MONTH = (column: string) => `strftime('%Y-%m', ${column}, 'unixepoch')`;

/**
 * What each answers: month, what is counted, how many. `:upto` is the release's watermark, `:until` its time. Sealed orders
 * and cases are in none of them (DESIGN 6).
 */
const COUNTS = [
  `SELECT ${MONTH("e.at")}, CASE e.kind WHEN 'approved' THEN 'ordersApproved' WHEN 'rejected' THEN 'ordersRejected'
          WHEN 'withdrawn' THEN 'ordersWithdrawn' ELSE 'ordersExpired' END, count(*)
     FROM events e JOIN orders o ON o.id = e.subject_id
    WHERE e.subject = 'order' AND e.id <= :upto AND o.list = 0 AND :until > 0 AND (e.kind IN ('approved', 'rejected', 'expired')
       OR (e.kind = 'withdrawn' AND e.data ->> '$.items' IS NULL)) GROUP BY 1, 2`,
  ...(["added", "removed"] as const).map(
    (change) => `SELECT ${MONTH("at")}, '${change === "added" ? "entriesAdded" : "entriesRemoved"}', sum(entries) FROM
      (SELECT ${change}_event AS event, count(*) AS entries FROM entries INDEXED BY entries_${change}
        WHERE ${change}_event <= :upto AND id < ${SEALED_IDS_FROM} AND :until > 0 GROUP BY 1)
      JOIN events ON events.id = event GROUP BY 1`,
  ),
  ...(["refused", "held"] as const).map(
    (outcome) => `SELECT ${MONTH("e.at")}, '${outcome === "refused" ? "itemsRefused" : "itemsHeld"}',
        sum(e.data ->> '$.upload.counts.${outcome}')
      FROM events e JOIN orders o ON o.id = e.subject_id
     WHERE e.subject = 'order' AND e.kind = 'items_added' AND e.id <= :upto AND o.list = 0 AND :until > 0 GROUP BY 1`,
  ),
  `SELECT ${MONTH("received_at")}, 'complaintsReceived', count(*) FROM complaints
    WHERE list = 0 AND received_at <= :until AND :upto > 0 GROUP BY 1`,
  `SELECT ${MONTH("stopped_at")}, CASE record ->> '$.outcome' WHEN 'blocked' THEN 'complaintsBlocked'
          WHEN 'not_blocked' THEN 'complaintsNotBlocked' WHEN 'passed_on' THEN 'complaintsPassedOn'
          ELSE 'complaintsDropped' END, count(*)
     FROM complaints WHERE list = 0 AND state = 'concluded' AND stopped_at <= :until AND :upto > 0 GROUP BY 1, 2`,
  `SELECT ${MONTH("received_at")}, 'appealsReceived', count(*) FROM appeals
    WHERE list IS NOT 1 AND received_at <= :until AND :upto > 0 GROUP BY 1`,
  `SELECT ${MONTH("stopped_at")}, CASE record ->> '$.outcome' WHEN 'upheld' THEN 'appealsWon'
          WHEN 'dismissed' THEN 'appealsDismissed' ELSE 'appealsClosed' END, count(*)
     FROM appeals WHERE list IS NOT 1 AND state = 'concluded' AND stopped_at <= :until AND :upto > 0 GROUP BY 1, 2`,
  ...["", " AND stopped_at <= due_at"].map(
    (inTime) => `SELECT ${MONTH("stopped_at")}, '${inTime === "" ? "casesEnded" : "casesInTime"}', count(*) FROM
      (SELECT stopped_at, due_at FROM complaints WHERE list = 0
       UNION ALL SELECT stopped_at, due_at FROM appeals WHERE list = 0)
     WHERE stopped_at <= :until AND :upto > 0${inTime} GROUP BY 1`,
  ),
];

/** Month and seconds, one row a case. */
const DURATIONS = {
  medianSecondsToBlock: `SELECT ${MONTH("r.published_at")}, r.published_at - o.created_at
     FROM events e JOIN orders o ON o.id = e.subject_id
     JOIN releases r ON r.number = (SELECT min(number) FROM releases WHERE watermark >= e.id)
    WHERE e.subject = 'order' AND e.kind = 'approved' AND e.id <= :upto AND o.list = 0 AND :until > 0`,
  medianSecondsToUnblock: `SELECT ${MONTH("r.published_at")}, r.published_at - a.received_at
     FROM events e JOIN appeals a ON a.id = e.subject_id
     JOIN releases r ON r.number = (SELECT min(number) FROM releases WHERE watermark >= e.id)
    WHERE e.subject = 'appeal' AND e.kind = 'decided' AND e.data ->> '$.verdict' = 'upheld' AND e.id <= :upto
      AND a.list = 0 AND :until > 0`,
};

/** Everything by month as of a published release; the newest when it is null. Throws `not_found`, `unavailable`. */
export function monthlyStatistics(db: Db, number: number | null): MonthlyStatistics {
  const head = headRelease(db);
  const newest = head?.state === "committed" ? releaseRow(db, head.previous) : head;
  const row = number === null ? newest : releaseRow(db, number);
  if (row === undefined && number === null) throw new HifazatError("unavailable", "No release has been published yet.");
  if (row?.state !== "published") throw new HifazatError("not_found", `There is no published release ${number}.`);
  const months = new Map<string, { -readonly [K in keyof MonthStatistics]: MonthStatistics[K] }>();
  const of = (month: string) => {
    const known = months.get(month) ?? { ...NOTHING, month };
    months.set(month, known);
    return known;
  };
  const bounds = { upto: row.watermark, until: row.publishedAt };
  for (const sql of COUNTS)
    for (const [month, what, count] of db.sqlite.prepare(sql).raw().all(bounds) as [string, Count, number][])
      of(month)[what] += count;
  for (const [what, sql] of Object.entries(DURATIONS) as [keyof typeof DURATIONS, string][]) {
    const seconds = Map.groupBy(db.sqlite.prepare(sql).raw().all(bounds) as [string, number][], ([month]) => month);
    for (const [month, rows] of seconds) of(month)[what] = median(rows.map(([, duration]) => duration));
  }
  const sorted = [...months.values()].sort((one, other) => (one.month < other.month ? -1 : 1));
  return { release: row.number, published: row.publishedAt, months: sorted };
}

const NOTHING: Omit<MonthStatistics, "month"> = {
  ordersApproved: 0,
  ordersRejected: 0,
  ordersWithdrawn: 0,
  ordersExpired: 0,
  entriesAdded: 0,
  entriesRemoved: 0,
  itemsRefused: 0,
  itemsHeld: 0,
  complaintsReceived: 0,
  complaintsBlocked: 0,
  complaintsNotBlocked: 0,
  complaintsPassedOn: 0,
  complaintsDropped: 0,
  appealsReceived: 0,
  appealsWon: 0,
  appealsDismissed: 0,
  appealsClosed: 0,
  medianSecondsToBlock: null,
  medianSecondsToUnblock: null,
  casesEnded: 0,
  casesInTime: 0,
};
