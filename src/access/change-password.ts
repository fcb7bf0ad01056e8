import type { SessionCaller } from "../core/access/caller.ts";
import { passwordFlaw } from "../core/access/password-rule.ts";
import { HifazatError } from "../core/errors.ts";
import { accountById, updateAccount } from "../storage/accounts/accounts.ts";
import { endSessions } from "../storage/accounts/sessions.ts";
import { transaction } from "../storage/database.ts";
import { auditAccount } from "./account-audit.ts";
import { ATTEMPTS, countAttempt, forgiveAttempts } from "./attempts.ts";
import type { AccessPorts } from "./ports.ts";

/** A new password for who knows the present one; every other session of the account ends. */
export async function changePassword(
  ports: AccessPorts,
  caller: SessionCaller,
  input: { readonly present: string; readonly password: string },
): Promise<void> {
  const { db, passwords, now } = ports;
  const flaw = passwordFlaw(input.password, caller.name);
  if (flaw !== undefined) throw new HifazatError("password_weak", flaw);
  const counters = [[ATTEMPTS.password, String(caller.account)]] as const;
  await countAttempt(ports, counters, (limit) =>
    auditAccount(ports, caller.actor, "session.locked", caller.name, { limit }),
  );
  const before = accountById(db, caller.account)?.password ?? null;
  const { match } = await passwords.verify(input.present, before);
  if (!match) {
    auditAccount(ports, caller.actor, "session.refused", caller.name, { step: "password_change" });
    throw new HifazatError("sign_in_refused", "The present password is wrong.");
  }
  const password = await passwords.hash(input.password);
  await forgiveAttempts(ports, counters);
  transaction(db, () => {
    // A reset while the hash was computed must not be undone by it.
    if (accountById(db, caller.account)?.password !== before)
      throw new HifazatError("conflict", "The password was changed meanwhile.");
    updateAccount(db, caller.account, { password });
    const ended = endSessions(db, caller.account, now(), caller.session);
    auditAccount(ports, caller.actor, "account.password_changed", caller.name, { endedSessions: ended });
  });
}
