import { timingSafeEqual } from "node:crypto";
import { accountName } from "../core/access/account.ts";
import { passwordFlaw } from "../core/access/password-rule.ts";
import type { SessionStart } from "../core/access/session.ts";
import { HifazatError } from "../core/errors.ts";
import { type AccountRecord, findAccount, updateAccount } from "../storage/accounts/accounts.ts";
import { endSessions } from "../storage/accounts/sessions.ts";
import { transaction } from "../storage/database.ts";
import { auditAccount, NOBODY } from "./account-audit.ts";
import { countAttempt, forgiveAttempts, signInCounters } from "./attempts.ts";
import { isUsable, openSession } from "./open-session.ts";
import type { AccessPorts, Origin } from "./ports.ts";
import { codeHash } from "./secrets.ts";

/**
 * Takes a new or reset account into use: the code from the administrator, and a password of one's own. Begins a session
 * that can do nothing but set up a second factor; the code is used up only when that is done. Beginning again ends the
 * session of whoever began before. Throws `password_weak`, `sign_in_refused`, `rate_limited`.
 */
export async function enrol(
  ports: AccessPorts,
  input: { readonly name: string; readonly code: string; readonly password: string },
  origin: Origin,
): Promise<SessionStart> {
  const { db, now } = ports;
  const name = accountName(input.name) ?? input.name;
  const subject = findAccount(db, name)?.name ?? NOBODY;
  const counters = signInCounters(name, origin.address);
  await countAttempt(ports, counters, (limit) =>
    auditAccount(ports, NOBODY, "session.locked", subject, { limit, address: origin.address }),
  );
  const flaw = passwordFlaw(input.password, name);
  if (flaw !== undefined) throw new HifazatError("password_weak", flaw);
  const password = await ports.passwords.hash(input.password);
  const start = transaction(db, () => {
    const account = findAccount(db, name);
    if (account === undefined || !isUsable(account) || !hasCode(account, input.code, now())) return undefined;
    updateAccount(db, account.id, { password });
    endSessions(db, account.id, now());
    auditAccount(ports, account.name, "account.password_set", account.name, { address: origin.address });
    return openSession(ports, account, "enrolling", origin);
  });
  if (start === undefined) {
    auditAccount(ports, NOBODY, "session.refused", subject, { step: "enrolment", address: origin.address });
    throw new HifazatError("sign_in_refused", "The name or the code is wrong, or the code is too old.");
  }
  await forgiveAttempts(ports, counters);
  return start;
}

function hasCode({ enrolmentHash, enrolmentExpiresAt }: AccountRecord, code: string, now: number): boolean {
  if (enrolmentHash === null || enrolmentExpiresAt === null || enrolmentExpiresAt <= now) return false;
  return timingSafeEqual(Buffer.from(enrolmentHash), Buffer.from(codeHash(code)));
}
