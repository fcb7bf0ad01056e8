import { and, count, eq, gt } from "drizzle-orm";
import type { IdentityVerdict } from "../../core/receipt/receipt.ts";
import type { Db } from "../database.ts";
import { receipts } from "../schema/receipts.ts";

export type NewReceipt = Omit<typeof receipts.$inferInsert, "id">;

export function insertReceipt(db: Db, row: NewReceipt): void {
  db.orm.insert(receipts).values(row).run();
}

/** What was said of the same receipt when it came first; undefined when it did not come yet. */
export function knownVerdict(db: Db, tokenId: number, digest: string): IdentityVerdict | undefined {
  const same = and(eq(receipts.tokenId, tokenId), eq(receipts.digest, digest));
  return db.orm.select({ verdict: receipts.verdict }).from(receipts).where(same).get()?.verdict;
}

/** How many receipts a token sent after a time, seconds since the epoch. */
export function receiptsSince(db: Db, tokenId: number, after: number): number {
  const which = and(eq(receipts.tokenId, tokenId), gt(receipts.receivedAt, after));
  return db.orm.select({ number: count() }).from(receipts).where(which).get()?.number ?? 0;
}
