import type { AuditDeps } from "../api/audit/deps.ts";
import type { EntrySearchDeps } from "../api/entry-search/deps.ts";
import { auditAfter, auditPage, verifyAside } from "../storage/audit-log.ts";
import type { Db } from "../storage/database.ts";
import { searchEntries } from "../storage/entry-search.ts";
import { appendAudit } from "../storage/log.ts";

/** What staff read of a serving registry beside orders and cases. `now` in seconds since the epoch. */
export function openRecords(db: Db, database: string, now: () => number): AuditDeps & EntrySearchDeps {
  return {
    searchEntries: (search, after, limit) => searchEntries(db, search, after, limit),
    auditPage: (filter, before, limit) => auditPage(db, filter, before, limit),
    auditAfter: (filter, after, limit) => auditAfter(db, filter, after, limit),
    verifyAudit: () => verifyAside(database),
    exported: (actor, filter, format) =>
      appendAudit(db, { at: now(), actor, action: "audit.exported", subject: "audit", detail: { ...filter, format } }),
  };
}
