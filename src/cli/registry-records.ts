import type { AuditDeps } from "../api/audit/deps.ts";
import type { EntriesDeps } from "../api/entry-search/deps.ts";
import type { StatisticsDeps } from "../api/statistics-months/deps.ts";
import type { MonthlyStatistics } from "../core/statistics/months.ts";
import { auditAfter, auditPage, verifyAside } from "../storage/audit-log.ts";
import type { Db } from "../storage/database.ts";
import { entryRecord } from "../storage/entry-record.ts";
import { searchEntries } from "../storage/entry-search.ts";
import { appendAudit } from "../storage/log.ts";
import { monthlyStatistics } from "../storage/monthly-statistics.ts";
import { headRelease } from "../storage/releases.ts";

/** How many releases' numbers are kept. */
const STATISTICS_KEPT = 20;

/** What is read of a serving registry beside orders and cases. `now` in seconds since the epoch. */
export function openRecords(db: Db, database: string, now: () => number): AuditDeps & EntriesDeps & StatisticsDeps {
  /** A release's numbers never change: whoever asks again is answered from here. */
  const statistics = new Map<number, MonthlyStatistics>();
  return {
    monthlyStatistics(release) {
      const wanted = release ?? publishedHead(db);
      const known = wanted === undefined ? undefined : statistics.get(wanted);
      if (known !== undefined) return known;
      const counted = monthlyStatistics(db, release);
      if (statistics.size >= STATISTICS_KEPT) statistics.clear();
      statistics.set(counted.release, counted);
      return counted;
    },
    searchEntries: (search, after, limit) => searchEntries(db, search, after, limit),
    entry: (list, id, organisation) => entryRecord(db, list, id, organisation),
    auditPage: (filter, before, limit) => auditPage(db, filter, before, limit),
    auditAfter: (filter, after, limit) => auditAfter(db, filter, after, limit),
    verifyAudit: () => verifyAside(database),
    exported: (actor, filter, format) =>
      appendAudit(db, { at: now(), actor, action: "audit.exported", subject: "audit", detail: { ...filter, format } }),
  };
}

function publishedHead(db: Db): number | undefined {
  const head = headRelease(db);
  return head?.state === "committed" ? head.previous : head?.number;
}
