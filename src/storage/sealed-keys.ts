import { and, asc, eq, isNull } from "drizzle-orm";
import type { Connection, Db } from "./database.ts";
import { sealedKeys } from "./schema/sealed-keys.ts";

export type SealedKeyRow = typeof sealedKeys.$inferSelect;

export function insertSealedKey(db: Db, row: Omit<SealedKeyRow, "id" | "removedAt" | "removedBy">): SealedKeyRow {
  return db.orm.insert(sealedKeys).values(row).returning().get();
}

/** Whoever enrolled this key, whether it still counts or not. */
export function findSealedKey(db: Db, recipient: string): SealedKeyRow | undefined {
  return db.orm.select().from(sealedKeys).where(eq(sealedKeys.recipient, recipient)).get();
}

/** An organisation's keys, oldest first, those taken off too. */
export function listSealedKeys(db: Db, organisationId: number): SealedKeyRow[] {
  return db.orm
    .select()
    .from(sealedKeys)
    .where(eq(sealedKeys.organisationId, organisationId))
    .orderBy(asc(sealedKeys.id))
    .all();
}

/** False when it was taken off before. */
export function markSealedKeyRemoved(db: Db, id: number, removedAt: number, removedBy: string): boolean {
  const standing = and(eq(sealedKeys.id, id), isNull(sealedKeys.removedAt));
  return db.orm.update(sealedKeys).set({ removedAt, removedBy }).where(standing).run().changes === 1;
}

/** The keys that the next sealed file is for, sorted: those of subscribers that are not suspended. */
export function sealedRecipients(db: Connection): string[] {
  return db.sqlite
    .prepare(
      `SELECT k.recipient FROM sealed_keys k JOIN organisations o ON o.id = k.organisation_id
       WHERE k.removed_at IS NULL AND o.kind = 'subscriber' AND o.suspended_at IS NULL ORDER BY k.recipient`,
    )
    .pluck()
    .all() as string[];
}
