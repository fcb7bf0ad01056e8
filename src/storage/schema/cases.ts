import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

// Complaints, appeals and what is written to people. A copy of these tables shows no address, no text that a complainant
// or officer typed and nobody's name or mail address: all of it is encrypted with a key that lies in a file beside the
// database (storage/cases/seal.ts). Times are seconds since the epoch, `list` as in storage/codes.ts.

/** The projection of a complaint's events: core/complaint/fold.ts computes `record`, the columns are for queries. */
export const complaints = sqliteTable(
  "complaints",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    reference: text().notNull(),
    state: text().notNull(),
    list: integer().notNull(),
    category: text().notNull(),
    /** 0 to 3: priority and queue in one, the order in which a desk works. */
    rank: integer().notNull(),
    receivedAt: integer("received_at").notNull(),
    clock: text().notNull(),
    dueAt: integer("due_at").notNull(),
    stoppedAt: integer("stopped_at"),
    /** When the next clock of the case, or of a referral of it, has to be told; null when none. */
    tellAt: integer("tell_at"),
    organisation: text(),
    joinedTo: integer("joined_to"),
    orderId: integer("order_id"),
    record: text().notNull(),
  },
  (table) => [
    uniqueIndex("complaints_reference").on(table.reference),
    index("complaints_desk").on(table.list, table.state, table.rank, table.dueAt),
    index("complaints_tell").on(table.tellAt).where(sql`tell_at IS NOT NULL`),
    index("complaints_joined").on(table.joinedTo).where(sql`joined_to IS NOT NULL`),
    index("complaints_order").on(table.orderId).where(sql`order_id IS NOT NULL`),
    index("complaints_organisation").on(table.organisation).where(sql`organisation IS NOT NULL`),
  ],
);

/** What each address of a complaint equals or lies near to, as keyed digests. */
export const complaintPrints = sqliteTable(
  "complaint_prints",
  {
    complaintId: integer("complaint_id")
      .notNull()
      .references(() => complaints.id),
    seq: integer().notNull(),
    target: text().notNull(),
    host: text().notNull(),
    parent: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.complaintId, table.seq] }),
    index("complaint_prints_target").on(table.target),
    index("complaint_prints_parent").on(table.parent, table.host),
  ],
);

/** The projection of an appeal's events: core/appeal/fold.ts computes `record`. */
export const appeals = sqliteTable(
  "appeals",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    reference: text().notNull(),
    state: text().notNull(),
    /** Null: no entry covers the address. */
    list: integer(),
    receivedAt: integer("received_at").notNull(),
    clock: text().notNull(),
    dueAt: integer("due_at").notNull(),
    stoppedAt: integer("stopped_at"),
    tellAt: integer("tell_at"),
    record: text().notNull(),
  },
  (table) => [
    uniqueIndex("appeals_reference").on(table.reference),
    index("appeals_desk").on(table.list, table.state, table.dueAt),
    index("appeals_tell").on(table.tellAt).where(sql`tell_at IS NOT NULL`),
  ],
);

/** How somebody who sent a case follows it up and is written to. Apart from the events, so that it can be erased. */
export const correspondents = sqliteTable(
  "correspondents",
  {
    subject: text({ enum: ["complaint", "appeal"] }).notNull(),
    caseId: integer("case_id").notNull(),
    /** SHA-256 of the follow-up code. */
    codeHash: text("code_hash").notNull(),
    /** Encrypted JSON; null when none was given. */
    contact: text(),
  },
  (table) => [primaryKey({ columns: [table.subject, table.caseId] })],
);

/** Messages on their way out. What they say is closed (core/notice/notice.ts); the recipient goes when it is sent. */
export const notices = sqliteTable(
  "notices",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    createdAt: integer("created_at").notNull(),
    /** Encrypted mail address; null once the message is sent or given up. */
    recipient: text(),
    language: text({ enum: ["en", "ur"] }).notNull(),
    template: text().notNull(),
    /** JSON. */
    parameters: text().notNull(),
    state: text({ enum: ["queued", "sent", "given_up"] }).notNull(),
    attempts: integer().notNull(),
    nextAt: integer("next_at").notNull(),
    doneAt: integer("done_at"),
    /** What the mail server said last: a code, never its text, which repeats the recipient. */
    failure: text(),
  },
  (table) => [index("notices_queue").on(table.nextAt).where(sql`state = 'queued'`)],
);

/** Mail files that became complaints, so that one left behind by a crash becomes no second one. */
export const mailImports = sqliteTable("mail_imports", {
  /** Keyed digest of the file. */
  digest: text().primaryKey(),
  at: integer().notNull(),
  complaintId: integer("complaint_id")
    .notNull()
    .references(() => complaints.id),
});
