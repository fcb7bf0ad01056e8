import { asc, eq, sql } from "drizzle-orm";
import type { Account } from "../../core/access/account.ts";
import type { Role } from "../../core/access/role.ts";
import type { Db } from "../database.ts";
import { accounts, organisations, passkeys, recoveryCodes, totp } from "../schema/accounts.ts";

/** An account with what it proves itself by. */
export type AccountRecord = Account & {
  readonly handle: string;
  /** PHC string, or null. */
  readonly password: string | null;
  readonly enrolmentHash: string | null;
  readonly enrolmentExpiresAt: number | null;
};

export type NewAccount = {
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly organisationId: number | null;
  readonly handle: string;
  readonly enrolmentHash: string;
  readonly enrolmentExpiresAt: number;
  readonly createdAt: number;
  readonly createdBy: string;
};

const hasFactor = sql<number>`(
  EXISTS (SELECT 1 FROM totp t WHERE t.account_id = accounts.id AND t.confirmed_at IS NOT NULL)
  OR EXISTS (SELECT 1 FROM passkeys p WHERE p.account_id = accounts.id))`;

const select = (db: Db) =>
  db.orm
    .select({ account: accounts, organisation: organisations, hasFactor })
    .from(accounts)
    .leftJoin(organisations, eq(accounts.organisationId, organisations.id));

function record(row: ReturnType<ReturnType<typeof select>["all"]>[number]): AccountRecord {
  const { organisationId: _, ...account } = row.account;
  return { ...account, organisation: row.organisation, enrolled: account.password !== null && row.hasFactor === 1 };
}

export function findAccount(db: Db, name: string): AccountRecord | undefined {
  const row = select(db).where(eq(accounts.name, name)).get();
  return row && record(row);
}

export function accountById(db: Db, id: number): AccountRecord | undefined {
  const row = select(db).where(eq(accounts.id, id)).get();
  return row && record(row);
}

export function listAccounts(db: Db): AccountRecord[] {
  return select(db).orderBy(asc(accounts.name)).all().map(record);
}

export function insertAccount(db: Db, row: NewAccount): number {
  return db.orm.insert(accounts).values(row).returning({ id: accounts.id }).get().id;
}

export function updateAccount(
  db: Db,
  id: number,
  change: Partial<Pick<AccountRecord, "roles" | "suspendedAt" | "password" | "enrolmentHash" | "enrolmentExpiresAt">>,
): void {
  db.orm.update(accounts).set(change).where(eq(accounts.id, id)).run();
}

/** Takes away everything the account could prove itself by. Its sessions are for the caller to end. */
export function clearCredentials(db: Db, id: number): void {
  db.orm.update(accounts).set({ password: null }).where(eq(accounts.id, id)).run();
  db.orm.delete(totp).where(eq(totp.accountId, id)).run();
  db.orm.delete(passkeys).where(eq(passkeys.accountId, id)).run();
  db.orm.delete(recoveryCodes).where(eq(recoveryCodes.accountId, id)).run();
}
