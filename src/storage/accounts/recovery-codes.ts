import { and, count, eq, isNull } from "drizzle-orm";
import type { Db } from "../database.ts";
import { recoveryCodes } from "../schema/accounts.ts";

/** New codes void the old ones. */
export function replaceRecoveryCodes(db: Db, accountId: number, hashes: readonly string[], createdAt: number): void {
  db.orm.delete(recoveryCodes).where(eq(recoveryCodes.accountId, accountId)).run();
  db.orm
    .insert(recoveryCodes)
    .values(hashes.map((hash) => ({ hash, accountId, createdAt })))
    .run();
}

/** Uses a code up; false when this account has no such code left. */
export function useRecoveryCode(db: Db, accountId: number, hash: string, at: number): boolean {
  const unused = and(
    eq(recoveryCodes.hash, hash),
    eq(recoveryCodes.accountId, accountId),
    isNull(recoveryCodes.usedAt),
  );
  return db.orm.update(recoveryCodes).set({ usedAt: at }).where(unused).run().changes === 1;
}

export function recoveryCodesLeft(db: Db, accountId: number): number {
  const unused = and(eq(recoveryCodes.accountId, accountId), isNull(recoveryCodes.usedAt));
  return db.orm.select({ left: count() }).from(recoveryCodes).where(unused).get()?.left ?? 0;
}
