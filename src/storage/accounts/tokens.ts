import { and, desc, eq, isNull } from "drizzle-orm";
import type { Action } from "../../core/access/action.ts";
import type { Organisation } from "../../core/access/organisation.ts";
import type { Db } from "../database.ts";
import { organisations, tokens } from "../schema/accounts.ts";

export type TokenRecord = {
  readonly id: number;
  readonly organisation: Organisation;
  readonly label: string;
  readonly actions: readonly Action[];
  readonly createdAt: number;
  readonly createdBy: string;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
  readonly usedAt: number | null;
  readonly usedFrom: string | null;
};

export type NewToken = {
  readonly hash: string;
  readonly organisationId: number;
  readonly label: string;
  readonly actions: readonly Action[];
  readonly createdAt: number;
  readonly createdBy: string;
  readonly expiresAt: number;
};

const select = (db: Db) =>
  db.orm
    .select({ token: tokens, organisation: organisations })
    .from(tokens)
    .innerJoin(organisations, eq(tokens.organisationId, organisations.id));

function record(row: ReturnType<ReturnType<typeof select>["all"]>[number]): TokenRecord {
  const { hash: _, organisationId: __, ...token } = row.token;
  return { ...token, organisation: row.organisation };
}

export function insertToken(db: Db, row: NewToken): number {
  return db.orm.insert(tokens).values(row).returning({ id: tokens.id }).get().id;
}

export function tokenByHash(db: Db, hash: string): TokenRecord | undefined {
  const row = select(db).where(eq(tokens.hash, hash)).get();
  return row && record(row);
}

export function tokenById(db: Db, id: number): TokenRecord | undefined {
  const row = select(db).where(eq(tokens.id, id)).get();
  return row && record(row);
}

/** Newest first; of one organisation, or of all. */
export function listTokens(db: Db, organisationId?: number): TokenRecord[] {
  const which = organisationId === undefined ? undefined : eq(tokens.organisationId, organisationId);
  return select(db).where(which).orderBy(desc(tokens.id)).all().map(record);
}

/** False when it was revoked before. */
export function markTokenRevoked(db: Db, id: number, at: number): boolean {
  return (
    db.orm
      .update(tokens)
      .set({ revokedAt: at })
      .where(and(eq(tokens.id, id), isNull(tokens.revokedAt)))
      .run().changes === 1
  );
}

export function markTokenUsed(db: Db, id: number, at: number, from: string): void {
  db.orm.update(tokens).set({ usedAt: at, usedFrom: from }).where(eq(tokens.id, id)).run();
}
