import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { IDENTITY_VERDICTS } from "../../core/receipt/receipt.ts";
import { organisations, tokens } from "./accounts.ts";

/**
 * What subscribers said they have in force, one row a statement; never updated, never deleted (triggers in the
 * migrations). Times are seconds since the epoch, `list` as in storage/codes.ts; columns beside `body` are for queries.
 */
export const receipts = sqliteTable(
  "receipts",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    organisationId: integer("organisation_id")
      .notNull()
      .references(() => organisations.id),
    tokenId: integer("token_id")
      .notNull()
      .references(() => tokens.id),
    /** SHA-256 of `body`: the same statement again is no other one. */
    digest: text().notNull(),
    receivedAt: integer("received_at").notNull(),
    /** By the subscriber's clock, but never after it was received. */
    appliedAt: integer("applied_at").notNull(),
    list: integer().notNull(),
    release: integer().notNull(),
    verdict: text({ enum: IDENTITY_VERDICTS }).notNull(),
    /** 1 when an operator's rollback keeps the release in force. */
    pinned: integer().notNull(),
    /** The receipt as JSON. */
    body: text().notNull(),
  },
  (table) => [
    uniqueIndex("receipts_digest").on(table.tokenId, table.digest),
    index("receipts_latest").on(table.tokenId, table.list, table.id),
    index("receipts_reached").on(table.tokenId, table.list, table.release, table.appliedAt),
    index("receipts_rate").on(table.tokenId, table.receivedAt),
  ],
);
