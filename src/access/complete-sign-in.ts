import type { SessionCaller } from "../core/access/caller.ts";
import type { Proof } from "../core/access/second-factor.ts";
import { SESSION, type SessionStart, STEP_UP_SECONDS, type Stage } from "../core/access/session.ts";
import { HifazatError } from "../core/errors.ts";
import { advanceSession, markSteppedUp } from "../storage/accounts/sessions.ts";
import { transaction } from "../storage/database.ts";
import { auditAccount } from "./account-audit.ts";
import type { AccessPorts } from "./ports.ts";
import { proveSecondFactor } from "./prove-second-factor.ts";
import { csrfToken, newSecret, secretHash } from "./secrets.ts";

/** The second half of a sign-in: a second factor. The session gets a new secret and can do what its roles allow. */
export async function completeSignIn(
  ports: AccessPorts,
  caller: SessionCaller,
  proof: Proof,
  requestOrigin: string,
): Promise<SessionStart> {
  await proveSecondFactor(ports, caller, proof, requestOrigin);
  return transaction(ports.db, () => {
    const start = toFull(ports, caller, "second_factor");
    auditAccount(ports, caller.actor, "session.started", caller.name, { session: caller.session, by: proof.kind });
    return start;
  });
}

/** A fresh second factor in a session, for the actions that ask for one. Returns until when it counts. */
export async function stepUp(
  ports: AccessPorts,
  caller: SessionCaller,
  proof: Proof,
  requestOrigin: string,
): Promise<number> {
  await proveSecondFactor(ports, caller, proof, requestOrigin);
  const at = ports.now();
  return transaction(ports.db, () => {
    if (!markSteppedUp(ports.db, caller.session, at)) throw sessionGone();
    auditAccount(ports, caller.actor, "session.stepped_up", caller.name, { session: caller.session, by: proof.kind });
    return at + STEP_UP_SECONDS;
  });
}

/** Takes the session to its full stage. Inside a transaction. */
export function toFull({ db, random, now }: AccessPorts, caller: SessionCaller, from: Stage): SessionStart {
  const secret = newSecret(random);
  const seenAt = now();
  const expiresAt = seenAt + SESSION.whole;
  if (!advanceSession(db, caller.session, from, { stage: "full", hash: secretHash(secret), seenAt, expiresAt }))
    throw sessionGone();
  return { secret, csrf: csrfToken(secret), stage: "full", expiresAt, factors: [] };
}

export const sessionGone = () => new HifazatError("unauthenticated", "The session has ended meanwhile: sign in again.");
