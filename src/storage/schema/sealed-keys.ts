import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { organisations } from "./accounts.ts";

/**
 * Subscribers' age public keys, to which the sealed list is encrypted. Never deleted: the record names them. One that was
 * taken off never comes back, because it may be known to others by then. Times are seconds since the epoch.
 */
export const sealedKeys = sqliteTable(
  "sealed_keys",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    organisationId: integer("organisation_id")
      .notNull()
      .references(() => organisations.id),
    recipient: text().notNull(),
    enrolledAt: integer("enrolled_at").notNull(),
    enrolledBy: text("enrolled_by").notNull(),
    removedAt: integer("removed_at"),
    removedBy: text("removed_by"),
  },
  (table) => [
    uniqueIndex("sealed_keys_recipient").on(table.recipient),
    index("sealed_keys_organisation").on(table.organisationId),
  ],
);
