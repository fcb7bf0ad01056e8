import { and, asc, eq } from "drizzle-orm";
import type { Db } from "../database.ts";
import { passkeys } from "../schema/accounts.ts";

export type PasskeyRecord = {
  /** The credential's id, base64url. */
  readonly id: string;
  readonly accountId: number;
  readonly label: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly createdAt: number;
  readonly usedAt: number | null;
};

export function passkeysOf(db: Db, accountId: number): PasskeyRecord[] {
  return db.orm
    .select()
    .from(passkeys)
    .where(eq(passkeys.accountId, accountId))
    .orderBy(asc(passkeys.createdAt), asc(passkeys.id))
    .all();
}

/** False when a passkey with this id is here already. */
export function insertPasskey(db: Db, row: Omit<PasskeyRecord, "usedAt">): boolean {
  const values = { ...row, publicKey: Buffer.from(row.publicKey) };
  return db.orm.insert(passkeys).values(values).onConflictDoNothing().run().changes === 1;
}

/** Notes a use; false when the counter is not what it was when the signature was checked. */
export function markPasskeyUsed(db: Db, id: string, from: number, counter: number, at: number): boolean {
  return (
    db.orm
      .update(passkeys)
      .set({ counter, usedAt: at })
      .where(and(eq(passkeys.id, id), eq(passkeys.counter, from)))
      .run().changes === 1
  );
}

export function deletePasskey(db: Db, accountId: number, id: string): boolean {
  return (
    db.orm
      .delete(passkeys)
      .where(and(eq(passkeys.accountId, accountId), eq(passkeys.id, id)))
      .run().changes === 1
  );
}
