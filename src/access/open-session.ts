import { SESSION, type SessionStart, type Stage } from "../core/access/session.ts";
import { type AccountRecord, accountById } from "../storage/accounts/accounts.ts";
import { passkeysOf } from "../storage/accounts/passkeys.ts";
import { recoveryCodesLeft } from "../storage/accounts/recovery-codes.ts";
import { insertSession } from "../storage/accounts/sessions.ts";
import { confirmedTotp } from "../storage/accounts/totp.ts";
import type { Db } from "../storage/database.ts";
import type { AccessPorts, Origin } from "./ports.ts";
import { csrfToken, newId, newSecret, secretHash } from "./secrets.ts";

/** Characters of a browser's name that are kept. */
const AGENT_LENGTH = 200;

/** How long a session lasts from entering a stage, in seconds. */
export const lastsFor = (stage: Stage): number =>
  ({ enrolling: SESSION.enrolling, second_factor: SESSION.secondFactor, full: SESSION.whole })[stage];

/** Begins a session at an early stage. Inside the transaction of the command that lets it begin. */
export function openSession(
  { db, random, now }: AccessPorts,
  account: AccountRecord,
  stage: "enrolling" | "second_factor",
  { address, agent }: Origin,
): SessionStart {
  const secret = newSecret(random);
  const at = now();
  const expiresAt = at + lastsFor(stage);
  insertSession(db, {
    id: newId(random),
    hash: secretHash(secret),
    accountId: account.id,
    stage,
    address,
    agent: agent.slice(0, AGENT_LENGTH),
    createdAt: at,
    seenAt: at,
    expiresAt,
  });
  const factors = stage === "second_factor" ? factorKinds(db, account.id) : [];
  return { secret, csrf: csrfToken(secret), stage, expiresAt, factors };
}

/** The account if it may sign in at this moment: neither it nor its organisation suspended, and enrolled. */
export function usableAccount(db: Db, id: number): AccountRecord | undefined {
  const account = accountById(db, id);
  return account !== undefined && isUsable(account) && account.enrolled ? account : undefined;
}

export const isUsable = (account: AccountRecord): boolean =>
  account.suspendedAt === null && (account.organisation === null || account.organisation.suspendedAt === null);

function factorKinds(db: Db, accountId: number) {
  const totp = confirmedTotp(db, accountId) === undefined ? [] : (["totp"] as const);
  const passkey = passkeysOf(db, accountId).length === 0 ? [] : (["passkey"] as const);
  const recovery = recoveryCodesLeft(db, accountId) === 0 ? [] : (["recovery"] as const);
  return [...totp, ...passkey, ...recovery];
}
