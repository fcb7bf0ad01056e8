import { and, eq, isNotNull, isNull, lt, ne } from "drizzle-orm";
import type { Db } from "../database.ts";
import { totp } from "../schema/accounts.ts";

export type TotpRecord = {
  readonly id: number;
  readonly sealed: string;
  readonly lastStep: number;
  readonly createdAt: number;
  readonly confirmedAt: number | null;
};

export function confirmedTotp(db: Db, accountId: number): TotpRecord | undefined {
  return db.orm
    .select()
    .from(totp)
    .where(and(eq(totp.accountId, accountId), isNotNull(totp.confirmedAt)))
    .get();
}

export function pendingTotp(db: Db, accountId: number): TotpRecord | undefined {
  return db.orm
    .select()
    .from(totp)
    .where(and(eq(totp.accountId, accountId), isNull(totp.confirmedAt)))
    .get();
}

/** Puts a secret beside the present one, in place of an earlier one that was never confirmed. */
export function insertPendingTotp(db: Db, accountId: number, sealed: string, createdAt: number): void {
  db.orm
    .delete(totp)
    .where(and(eq(totp.accountId, accountId), isNull(totp.confirmedAt)))
    .run();
  db.orm.insert(totp).values({ accountId, sealed, lastStep: 0, createdAt }).run();
}

/** Accepts the code of a time step, once: false when this step or a later one was accepted before. */
export function acceptStep(db: Db, id: number, step: number): boolean {
  return (
    db.orm
      .update(totp)
      .set({ lastStep: step })
      .where(and(eq(totp.id, id), lt(totp.lastStep, step)))
      .run().changes === 1
  );
}

/** The pending secret becomes the account's only one. */
export function confirmTotp(db: Db, accountId: number, id: number, at: number): void {
  db.orm.update(totp).set({ confirmedAt: at }).where(eq(totp.id, id)).run();
  db.orm
    .delete(totp)
    .where(and(eq(totp.accountId, accountId), ne(totp.id, id)))
    .run();
}

export function deleteTotp(db: Db, accountId: number): boolean {
  return (
    db.orm
      .delete(totp)
      .where(and(eq(totp.accountId, accountId), isNotNull(totp.confirmedAt)))
      .run().changes > 0
  );
}

/** Whether any secret lies in the database that needs the key to be read. */
export function anyTotp(db: Db): boolean {
  return db.orm.select({ id: totp.id }).from(totp).limit(1).get() !== undefined;
}
