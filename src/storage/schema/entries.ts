import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { events } from "./log.ts";
import { orders } from "./orders.ts";

/**
 * A target on a list with the order it stands on. Active at watermark W (an event id) when `added_event` <= W and
 * `removed_event` is null or above W: so every release can be derived again from the rows that are here now.
 * The index holds every column, so that a release reads it alone and in list order.
 */
export const entries = sqliteTable(
  "entries",
  {
    id: integer().primaryKey(),
    list: integer().notNull(),
    sortKey: text("sort_key").notNull(),
    scope: integer().notNull(),
    orderId: integer("order_id")
      .notNull()
      .references(() => orders.id),
    item: integer().notNull(),
    addedEvent: integer("added_event")
      .notNull()
      .references(() => events.id),
    removedEvent: integer("removed_event").references(() => events.id),
  },
  (table) => [
    index("entries_place").on(
      table.list,
      table.sortKey,
      table.scope,
      table.orderId,
      table.addedEvent,
      table.removedEvent,
    ),
    index("entries_added").on(table.addedEvent),
    index("entries_removed").on(table.removedEvent).where(sql`removed_event IS NOT NULL`),
  ],
);

/** From when until when an order's entries stand; an extension adds a row, the one with the highest event counts. */
export const terms = sqliteTable(
  "terms",
  {
    orderId: integer("order_id")
      .notNull()
      .references(() => orders.id),
    eventId: integer("event_id")
      .notNull()
      .references(() => events.id),
    since: integer().notNull(),
    reviewAt: integer("review_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.eventId] })],
);

/** A name cleared on appeal: held by the guards until `until` (sticky clearance, DESIGN 4). */
export const clearances = sqliteTable(
  "clearances",
  {
    sortKey: text("sort_key").notNull(),
    scope: integer().notNull(),
    eventId: integer("event_id")
      .notNull()
      .references(() => events.id),
    until: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.sortKey, table.scope, table.eventId] })],
);
