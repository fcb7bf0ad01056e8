import { HifazatError } from "../core/errors.ts";
import { findAccount } from "../storage/accounts/accounts.ts";
import { auditAccount } from "./account-audit.ts";
import { ATTEMPTS } from "./attempts.ts";
import type { AccessPorts } from "./ports.ts";

/**
 * Forgets the wrong attempts of an account: its second factor's, its password change's and its name's from everywhere.
 * What one address did wrong ends by itself within a quarter of an hour.
 */
export async function unlockAccount(
  ports: Pick<AccessPorts, "db" | "limits" | "now">,
  name: string,
  by: string,
): Promise<void> {
  const account = findAccount(ports.db, name);
  if (account === undefined) throw new HifazatError("not_found", `There is no account ${name}.`);
  const id = String(account.id);
  await ports.limits.clear(ATTEMPTS.secondFactor, id);
  await ports.limits.clear(ATTEMPTS.password, id);
  await ports.limits.clear(ATTEMPTS.name, account.name);
  auditAccount(ports, by, "account.unlocked", name);
}
