import { sql } from "drizzle-orm";
import { blob, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { FETCH_OUTCOMES } from "../../core/source/outcome.ts";
import type { SourceSettings } from "../../core/source/source.ts";
import { organisations } from "./accounts.ts";
import { orders } from "./orders.ts";

// Partners' lists that are fetched, every attempt, and what each lists now. Times are seconds since the epoch, `list` as in
// storage/codes.ts. Bodies that wait for a decision lie in files beside the database.

export const sources = sqliteTable("sources", {
  id: integer().primaryKey({ autoIncrement: true }),
  name: text().notNull().unique(),
  list: integer().notNull(),
  organisationId: integer("organisation_id").references(() => organisations.id),
  settings: text({ mode: "json" }).$type<SourceSettings>().notNull(),
  enabled: integer({ mode: "boolean" }).notNull(),
  createdAt: integer("created_at").notNull(),
  createdBy: text("created_by").notNull(),
  nextAt: integer("next_at").notNull(),
  /** Somebody is fetching it, at most until then. */
  busyUntil: integer("busy_until").notNull(),
  succeededAt: integer("succeeded_at"),
  /** Of the body that was applied last. */
  appliedSha256: text("applied_sha256"),
  appliedNames: integer("applied_names"),
  appliedAt: integer("applied_at"),
  etag: text(),
  lastModified: text("last_modified"),
});

export const sourceFetches = sqliteTable(
  "source_fetches",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    sourceId: integer("source_id")
      .notNull()
      .references(() => sources.id),
    at: integer().notNull(),
    by: text().notNull(),
    outcome: text({ enum: FETCH_OUTCOMES }).notNull(),
    code: text(),
    detail: text(),
    sha256: text(),
    bytes: integer(),
    orderId: integer("order_id").references(() => orders.id),
    added: integer().notNull(),
    removed: integer().notNull(),
    /** The file's name while it waits for a decision. */
    body: text(),
    decidedBy: text("decided_by"),
    decidedAt: integer("decided_at"),
    reasons: text(),
  },
  (table) => [
    index("source_fetches_source").on(table.sourceId),
    index("source_fetches_waiting").on(table.sourceId).where(sql`outcome = 'quarantined'`),
  ],
);

/**
 * What a source lists, as digests of its lines' meaning, and the item that each became. `gone_at`: it is listed no more, and
 * the removal is not proposed yet.
 */
export const sourceMarks = sqliteTable(
  "source_marks",
  {
    sourceId: integer("source_id")
      .notNull()
      .references(() => sources.id),
    mark: blob({ mode: "buffer" }).notNull(),
    orderId: integer("order_id").references(() => orders.id),
    item: integer(),
    goneAt: integer("gone_at"),
  },
  (table) => [
    primaryKey({ columns: [table.sourceId, table.mark] }),
    index("source_marks_gone").on(table.sourceId, table.orderId).where(sql`gone_at IS NOT NULL`),
  ],
);
