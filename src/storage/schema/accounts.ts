import { sql } from "drizzle-orm";
import { blob, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Action } from "../../core/access/action.ts";
import type { Role } from "../../core/access/role.ts";
import type { CategorySlug } from "../../core/category.ts";

// Accounts, and what they and machines prove themselves with. Nothing here lets its reader sign in: passwords are
// argon2id, sessions, tokens, enrolment and recovery codes SHA-256 of 80 random bits and more, TOTP secrets encrypted
// with a key that lies in a file beside the database. Times are seconds since the epoch, sets JSON arrays.

/** A partner that asks for blocks, or a subscriber that pulls lists. Never deleted: the record names them. */
export const organisations = sqliteTable("organisations", {
  id: integer().primaryKey(),
  name: text().notNull().unique(),
  displayName: text("display_name").notNull(),
  kind: text({ enum: ["partner", "subscriber"] }).notNull(),
  categories: text({ mode: "json" }).$type<readonly CategorySlug[]>().notNull(),
  createdAt: integer("created_at").notNull(),
  suspendedAt: integer("suspended_at"),
});

/** A person. Never deleted: the record names them. `password` is null until the account is enrolled. */
export const accounts = sqliteTable("accounts", {
  id: integer().primaryKey(),
  name: text().notNull().unique(),
  displayName: text("display_name").notNull(),
  roles: text({ mode: "json" }).$type<readonly Role[]>().notNull(),
  organisationId: integer("organisation_id").references(() => organisations.id),
  /** The opaque name that passkeys know the account by (WebAuthn, 5.4.3). */
  handle: text().notNull(),
  password: text(),
  enrolmentHash: text("enrolment_hash"),
  enrolmentExpiresAt: integer("enrolment_expires_at"),
  createdAt: integer("created_at").notNull(),
  createdBy: text("created_by").notNull(),
  suspendedAt: integer("suspended_at"),
});

const accountId = () =>
  integer("account_id")
    .notNull()
    .references(() => accounts.id);

/** `last_step` is the time step of the last accepted code: only a higher one is accepted (RFC 6238, 5.2). */
export const totp = sqliteTable(
  "totp",
  {
    id: integer().primaryKey(),
    accountId: accountId(),
    sealed: text().notNull(),
    lastStep: integer("last_step").notNull(),
    createdAt: integer("created_at").notNull(),
    /** Null while the first code is awaited. */
    confirmedAt: integer("confirmed_at"),
  },
  (table) => [index("totp_account").on(table.accountId)],
);

export const passkeys = sqliteTable(
  "passkeys",
  {
    /** The credential's id, base64url. */
    id: text().primaryKey(),
    accountId: accountId(),
    label: text().notNull(),
    publicKey: blob("public_key", { mode: "buffer" }).notNull(),
    counter: integer().notNull(),
    transports: text({ mode: "json" }).$type<readonly string[]>().notNull(),
    createdAt: integer("created_at").notNull(),
    usedAt: integer("used_at"),
  },
  (table) => [index("passkeys_account").on(table.accountId)],
);

export const recoveryCodes = sqliteTable(
  "recovery_codes",
  {
    hash: text().primaryKey(),
    accountId: accountId(),
    createdAt: integer("created_at").notNull(),
    usedAt: integer("used_at"),
  },
  (table) => [index("recovery_codes_account").on(table.accountId)],
);

export const sessions = sqliteTable(
  "sessions",
  {
    id: text().primaryKey(),
    /** Changes with every step up in what the session may do, so that a value planted before is worth nothing after. */
    hash: text().notNull().unique(),
    accountId: accountId(),
    stage: text({ enum: ["enrolling", "second_factor", "full"] }).notNull(),
    address: text().notNull(),
    agent: text().notNull(),
    createdAt: integer("created_at").notNull(),
    seenAt: integer("seen_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
    steppedUpAt: integer("stepped_up_at"),
    challenge: text(),
    challengeExpiresAt: integer("challenge_expires_at"),
    endedAt: integer("ended_at"),
  },
  (table) => [index("sessions_account").on(table.accountId).where(sql`ended_at IS NULL`)],
);

export const tokens = sqliteTable(
  "tokens",
  {
    id: integer().primaryKey(),
    hash: text().notNull(),
    organisationId: integer("organisation_id")
      .notNull()
      .references(() => organisations.id),
    label: text().notNull(),
    actions: text({ mode: "json" }).$type<readonly Action[]>().notNull(),
    createdAt: integer("created_at").notNull(),
    createdBy: text("created_by").notNull(),
    expiresAt: integer("expires_at").notNull(),
    revokedAt: integer("revoked_at"),
    usedAt: integer("used_at"),
    usedFrom: text("used_from"),
  },
  (table) => [uniqueIndex("tokens_hash").on(table.hash), index("tokens_organisation").on(table.organisationId)],
);
