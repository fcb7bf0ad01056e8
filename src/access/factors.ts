import type { SessionCaller } from "../core/access/caller.ts";
import type { FactorsView } from "../core/access/second-factor.ts";
import { HifazatError } from "../core/errors.ts";
import { deletePasskey, passkeysOf } from "../storage/accounts/passkeys.ts";
import { recoveryCodesLeft } from "../storage/accounts/recovery-codes.ts";
import { confirmedTotp, deleteTotp } from "../storage/accounts/totp.ts";
import { transaction } from "../storage/database.ts";
import { auditAccount } from "./account-audit.ts";
import type { AccessPorts } from "./ports.ts";

export function factorsView({ db }: AccessPorts, caller: SessionCaller): FactorsView {
  return {
    totp: confirmedTotp(db, caller.account)?.confirmedAt ?? null,
    passkeys: passkeysOf(db, caller.account).map(({ id, label, createdAt, usedAt }) => ({
      id,
      label,
      createdAt,
      usedAt,
    })),
    recoveryCodesLeft: recoveryCodesLeft(db, caller.account),
  };
}

/** Takes a second factor away, `totp` or a passkey's id; never the last one. Throws `not_found`, `conflict`. */
export function removeFactor(ports: AccessPorts, caller: SessionCaller, id: string): void {
  const { db } = ports;
  transaction(db, () => {
    const gone = id === "totp" ? deleteTotp(db, caller.account) : deletePasskey(db, caller.account, id);
    if (!gone) throw new HifazatError("not_found", "The account has no such second factor.");
    const { totp, passkeys } = factorsView(ports, caller);
    if (totp === null && passkeys.length === 0)
      throw new HifazatError("conflict", "This is the last second factor: add another one first.");
    const factor = id === "totp" ? "totp" : "passkey";
    auditAccount(ports, caller.actor, "account.factor_removed", caller.name, { factor, session: caller.session });
  });
}
