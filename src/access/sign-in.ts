import { accountName } from "../core/access/account.ts";
import type { SessionStart } from "../core/access/session.ts";
import { HifazatError } from "../core/errors.ts";
import { findAccount, updateAccount } from "../storage/accounts/accounts.ts";
import { transaction } from "../storage/database.ts";
import { auditAccount, NOBODY } from "./account-audit.ts";
import { countAttempt, forgiveAttempts, signInCounters } from "./attempts.ts";
import { isUsable, openSession, usableAccount } from "./open-session.ts";
import type { AccessPorts, Origin } from "./ports.ts";

/**
 * The first half of a sign-in: name and password. Begins a session that can do nothing but give a second factor.
 * An unknown name, a wrong password, a suspended account and one without a second factor get the same answer
 * (`sign_in_refused`) after the same work, and the same lock-out (`rate_limited`).
 */
export async function signIn(
  ports: AccessPorts,
  input: { readonly name: string; readonly password: string },
  origin: Origin,
): Promise<SessionStart> {
  const { db, passwords } = ports;
  const name = accountName(input.name) ?? input.name;
  const counters = signInCounters(name, origin.address);
  const known = findAccount(db, name);
  const subject = known?.name ?? NOBODY;
  await countAttempt(ports, counters, (limit) =>
    auditAccount(ports, NOBODY, "session.locked", subject, { limit, address: origin.address }),
  );
  const usable = known !== undefined && isUsable(known) && known.enrolled;
  const { match, outdated } = await passwords.verify(input.password, usable ? known.password : null);
  if (!match || known === undefined) {
    auditAccount(ports, NOBODY, "session.refused", subject, { step: "password", address: origin.address });
    throw new HifazatError("sign_in_refused", "The name or the password is wrong, or the account cannot be used.");
  }
  const stronger = outdated ? await passwords.hash(input.password) : undefined;
  await forgiveAttempts(ports, counters);
  return transaction(db, () => {
    // Suspended, reset or given another password while the hash was computed: what was verified counts no more.
    const account = usableAccount(db, known.id);
    if (account === undefined || account.password !== known.password)
      throw new HifazatError("sign_in_refused", "The name or the password is wrong, or the account cannot be used.");
    if (stronger !== undefined) updateAccount(db, account.id, { password: stronger });
    auditAccount(ports, account.name, "session.password_accepted", account.name, { address: origin.address });
    return openSession(ports, account, "second_factor", origin);
  });
}
