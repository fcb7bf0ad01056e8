import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** A published version. `watermark` is the last event it holds; `lists` the identity and size per list as JSON. */
export const releases = sqliteTable(
  "releases",
  {
    number: integer().primaryKey(),
    previous: integer().notNull(),
    watermark: integer().notNull(),
    publishedAt: integer("published_at").notNull(),
    lists: text().notNull(),
    manifestSha256: text("manifest_sha256").notNull(),
    state: text().notNull(),
  },
  (table) => [index("releases_watermark").on(table.watermark)],
);
