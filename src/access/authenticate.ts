import type { Caller } from "../core/access/caller.ts";
import { SESSION, STEP_UP_SECONDS } from "../core/access/session.ts";
import { accountById } from "../storage/accounts/accounts.ts";
import { type SessionRecord, sessionByHash, touchSession } from "../storage/accounts/sessions.ts";
import { withoutWaiting } from "../storage/without-waiting.ts";
import { authenticateToken } from "./authenticate-token.ts";
import { isUsable } from "./open-session.ts";
import type { AccessPorts } from "./ports.ts";
import { csrfToken, secretHash } from "./secrets.ts";

export type Credentials = {
  /** The session cookie's value. */
  readonly cookie: string | undefined;
  /** What stands after `Bearer` in the Authorization header. A caller with one is never taken for a browser. */
  readonly bearer: string | undefined;
  readonly address: string;
};

const ANONYMOUS = { kind: "anonymous" } as const;

/** Who asks. Reads the database each time, so that what was ended, revoked or suspended stops at once. */
export function authenticate(ports: AccessPorts, { cookie, bearer, address }: Credentials): Caller {
  if (bearer !== undefined) return authenticateToken(ports, bearer, address);
  return cookie === undefined ? ANONYMOUS : authenticateSession(ports, cookie);
}

function authenticateSession({ db, now }: AccessPorts, secret: string): Caller {
  const session = sessionByHash(db, secretHash(secret));
  const at = now();
  if (session === undefined || isOver(session, at)) return ANONYMOUS;
  const account = accountById(db, session.accountId);
  if (account === undefined || !isUsable(account)) return ANONYMOUS;
  if (at - session.seenAt >= SESSION.seenEvery) withoutWaiting(db, () => touchSession(db, session.id, at));
  const { id, name, displayName, roles, organisation } = account;
  return {
    kind: "session",
    actor: name,
    account: id,
    name,
    displayName,
    roles,
    organisation,
    session: session.id,
    stage: session.stage,
    expiresAt: session.expiresAt,
    steppedUpUntil: session.steppedUpAt === null ? 0 : session.steppedUpAt + STEP_UP_SECONDS,
    csrf: csrfToken(secret),
  };
}

const isOver = ({ expiresAt, seenAt }: SessionRecord, now: number): boolean =>
  expiresAt <= now || seenAt + SESSION.idle <= now;
