import type { SessionCaller } from "../core/access/caller.ts";
import { replaceRecoveryCodes } from "../storage/accounts/recovery-codes.ts";
import { transaction } from "../storage/database.ts";
import { auditAccount } from "./account-audit.ts";
import type { AccessPorts } from "./ports.ts";
import { codeHash, newCode } from "./secrets.ts";

const CODES = 10;
/** Groups of five letters: 100 bits. */
const GROUPS = 4;

/** New recovery codes, shown this once; the old ones are void. Each stands in for the second factor one time. */
export function newRecoveryCodes(ports: AccessPorts, caller: SessionCaller): readonly string[] {
  const { db, now, random } = ports;
  const codes = Array.from({ length: CODES }, () => newCode(random, GROUPS));
  transaction(db, () => {
    replaceRecoveryCodes(db, caller.account, codes.map(codeHash), now());
    auditAccount(ports, caller.actor, "account.recovery_codes_made", caller.name, { session: caller.session });
  });
  return codes;
}
