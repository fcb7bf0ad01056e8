import { and, desc, eq, gt, isNull, lt, ne, or } from "drizzle-orm";
import type { Stage } from "../../core/access/session.ts";
import type { Db } from "../database.ts";
import { sessions } from "../schema/accounts.ts";

export type SessionRecord = {
  readonly id: string;
  readonly hash: string;
  readonly accountId: number;
  readonly stage: Stage;
  readonly address: string;
  readonly agent: string;
  readonly createdAt: number;
  readonly seenAt: number;
  readonly expiresAt: number;
  readonly steppedUpAt: number | null;
};

export function insertSession(db: Db, row: Omit<SessionRecord, "steppedUpAt">): void {
  db.orm.insert(sessions).values(row).run();
}

/** An open session by the hash of its secret. Whether it is too old is for the caller to say. */
export function sessionByHash(db: Db, hash: string): SessionRecord | undefined {
  return db.orm
    .select()
    .from(sessions)
    .where(and(eq(sessions.hash, hash), isNull(sessions.endedAt)))
    .get();
}

/** Whether a session that was open at the start of a request still is. */
export function isOpenSession(db: Db, id: string): boolean {
  const open = and(eq(sessions.id, id), isNull(sessions.endedAt));
  return db.orm.select({ id: sessions.id }).from(sessions).where(open).get() !== undefined;
}

/** Open sessions that are not past their end, newest first. */
export function openSessions(db: Db, accountId: number, now: number): SessionRecord[] {
  return db.orm
    .select()
    .from(sessions)
    .where(and(eq(sessions.accountId, accountId), isNull(sessions.endedAt), gt(sessions.expiresAt, now)))
    .orderBy(desc(sessions.createdAt))
    .all();
}

/**
 * Moves an open session from one stage to another under a new secret. False when it was not at that stage any more: of
 * two requests that carry the same proof only one goes through.
 */
export function advanceSession(
  db: Db,
  id: string,
  from: Stage,
  to: { readonly stage: Stage; readonly hash: string; readonly seenAt: number; readonly expiresAt: number },
): boolean {
  const open = and(eq(sessions.id, id), eq(sessions.stage, from), isNull(sessions.endedAt));
  return db.orm.update(sessions).set(to).where(open).run().changes === 1;
}

export function touchSession(db: Db, id: string, seenAt: number): void {
  db.orm.update(sessions).set({ seenAt }).where(eq(sessions.id, id)).run();
}

/** False when the session has ended meanwhile. */
export function markSteppedUp(db: Db, id: string, at: number): boolean {
  const open = and(eq(sessions.id, id), eq(sessions.stage, "full"), isNull(sessions.endedAt));
  return db.orm.update(sessions).set({ steppedUpAt: at }).where(open).run().changes === 1;
}

/** False when this account has no such open session. */
export function endSession(db: Db, accountId: number, id: string, at: number): boolean {
  const open = and(eq(sessions.id, id), eq(sessions.accountId, accountId), isNull(sessions.endedAt));
  return db.orm.update(sessions).set({ endedAt: at }).where(open).run().changes === 1;
}

/** Ends every open session of the account, or all but one. Returns how many. */
export function endSessions(db: Db, accountId: number, at: number, but?: string): number {
  const open = and(eq(sessions.accountId, accountId), isNull(sessions.endedAt));
  const which = but === undefined ? open : and(open, ne(sessions.id, but));
  return db.orm.update(sessions).set({ endedAt: at }).where(which).run().changes;
}

export function setChallenge(db: Db, id: string, challenge: string, expiresAt: number): void {
  db.orm.update(sessions).set({ challenge, challengeExpiresAt: expiresAt }).where(eq(sessions.id, id)).run();
}

/** The challenge, which is gone then: each is good for one answer. */
export function takeChallenge(db: Db, id: string, now: number): string | undefined {
  const row = db.orm
    .select({ challenge: sessions.challenge, expiresAt: sessions.challengeExpiresAt })
    .from(sessions)
    .where(eq(sessions.id, id))
    .get();
  if (row?.challenge == null) return undefined;
  const held = and(eq(sessions.id, id), eq(sessions.challenge, row.challenge));
  const taken = db.orm.update(sessions).set({ challenge: null, challengeExpiresAt: null }).where(held).run();
  return taken.changes === 1 && (row.expiresAt ?? 0) > now ? row.challenge : undefined;
}

/** Forgets sessions that ended or expired before `before`. The audit log keeps that they were. Returns how many. */
export function pruneSessions(db: Db, before: number): number {
  return db.orm
    .delete(sessions)
    .where(or(lt(sessions.endedAt, before), lt(sessions.expiresAt, before)))
    .run().changes;
}
