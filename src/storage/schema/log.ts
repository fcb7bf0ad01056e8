import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What happened, one row a change; never updated, never deleted (triggers in the migrations). */
export const events = sqliteTable(
  "events",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    at: integer().notNull(),
    actor: text().notNull(),
    subject: text().notNull(),
    subjectId: integer("subject_id").notNull(),
    kind: text().notNull(),
    data: text().notNull(),
  },
  (table) => [index("events_subject").on(table.subject, table.subjectId)],
);

/** Who did what, hash-chained: `hash` covers the row and the hash before it. Never updated, never deleted. */
export const audit = sqliteTable("audit", {
  id: integer().primaryKey({ autoIncrement: true }),
  at: integer().notNull(),
  actor: text().notNull(),
  action: text().notNull(),
  subject: text().notNull(),
  detail: text().notNull(),
  previous: text().notNull(),
  hash: text().notNull(),
});
