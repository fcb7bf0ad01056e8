import type { SessionCaller } from "../core/access/caller.ts";
import type { SessionView } from "../core/access/session.ts";
import { HifazatError } from "../core/errors.ts";
import { endSession, endSessions, openSessions } from "../storage/accounts/sessions.ts";
import { transaction } from "../storage/database.ts";
import { auditAccount } from "./account-audit.ts";
import type { AccessPorts } from "./ports.ts";

/** The caller's open sessions, newest first. */
export function sessionViews({ db, now }: AccessPorts, caller: SessionCaller): SessionView[] {
  return openSessions(db, caller.account, now()).map(({ id, createdAt, seenAt, expiresAt, address, agent }) => ({
    id,
    createdAt,
    seenAt,
    expiresAt,
    address,
    agent,
    current: id === caller.session,
  }));
}

/** Ends one of the caller's sessions, at once. Throws `not_found`. */
export function endOwnSession(ports: AccessPorts, caller: SessionCaller, id: string): void {
  transaction(ports.db, () => {
    if (!endSession(ports.db, caller.account, id, ports.now()))
      throw new HifazatError("not_found", "You have no such session.");
    auditAccount(ports, caller.actor, "session.ended", caller.name, { session: id });
  });
}

/** Ends all of the caller's sessions but this one. Returns how many. */
export function endOtherSessions(ports: AccessPorts, caller: SessionCaller): number {
  return transaction(ports.db, () => {
    const ended = endSessions(ports.db, caller.account, ports.now(), caller.session);
    auditAccount(ports, caller.actor, "session.others_ended", caller.name, { ended });
    return ended;
  });
}
