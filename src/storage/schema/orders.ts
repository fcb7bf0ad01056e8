import { integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** The projection of an order's events: core/order/fold.ts computes `record`, the columns beside it are for queries. */
export const orders = sqliteTable(
  "orders",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    authority: text().notNull(),
    number: text().notNull(),
    state: text().notNull(),
    category: text().notNull(),
    list: integer().notNull(),
    contentDigest: text("content_digest").notNull(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
    record: text().notNull(),
  },
  (table) => [uniqueIndex("orders_number").on(table.authority, table.number)],
);

/**
 * One line of an order as received, with what became of it. `text` is null when it was the canonical value already;
 * `sort_key` holds the value in list order (protocol/sort-key.ts) and is null when the line is no target.
 */
export const items = sqliteTable(
  "items",
  {
    orderId: integer("order_id")
      .notNull()
      .references(() => orders.id),
    seq: integer().notNull(),
    line: integer().notNull(),
    text: text(),
    outcome: integer().notNull(),
    code: text(),
    notes: text(),
    scope: integer(),
    sortKey: text("sort_key"),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.seq] })],
);
