import { verify } from "otplib";
import type { SessionCaller } from "../core/access/caller.ts";
import type { Proof } from "../core/access/second-factor.ts";
import { HifazatError } from "../core/errors.ts";
import { useRecoveryCode } from "../storage/accounts/recovery-codes.ts";
import { acceptStep, confirmedTotp, type TotpRecord } from "../storage/accounts/totp.ts";
import { auditAccount } from "./account-audit.ts";
import { ATTEMPTS, countAttempt, forgiveAttempts } from "./attempts.ts";
import { checkAssertion } from "./check-assertion.ts";
import type { AccessPorts } from "./ports.ts";
import { openText } from "./sealed-text.ts";
import { codeHash } from "./secrets.ts";

/** Seconds that a phone's clock may be off, either way: one time step. */
const TOTP_TOLERANCE = 30;

/**
 * Accepts one second factor of the session's account, once: throws `sign_in_refused` when it is wrong or was used
 * before, `rate_limited` after too many. `requestOrigin` is the origin of the address that was asked, for passkeys.
 */
export async function proveSecondFactor(
  ports: AccessPorts,
  caller: SessionCaller,
  proof: Proof,
  requestOrigin: string,
): Promise<void> {
  const counters = [[ATTEMPTS.secondFactor, String(caller.account)]] as const;
  await countAttempt(ports, counters, (limit) =>
    auditAccount(ports, caller.actor, "session.locked", caller.name, { limit }),
  );
  if (!(await accepted(ports, caller, proof, requestOrigin))) {
    auditAccount(ports, caller.actor, "session.refused", caller.name, { step: proof.kind });
    throw new HifazatError("sign_in_refused", "The second factor is wrong, was used before, or is too old.");
  }
  await forgiveAttempts(ports, counters);
}

async function accepted(ports: AccessPorts, caller: SessionCaller, proof: Proof, requestOrigin: string) {
  switch (proof.kind) {
    case "totp": {
      const record = confirmedTotp(ports.db, caller.account);
      return record !== undefined && acceptTotp(ports, caller.account, record, proof.code);
    }
    case "recovery":
      return useRecoveryCode(ports.db, caller.account, codeHash(proof.code), ports.now());
    case "passkey":
      return checkAssertion(ports, caller, proof.assertion, requestOrigin);
  }
}

/** Whether the code is right and none of its time step or a later one was accepted before (RFC 6238, 5.2). */
export async function acceptTotp(
  ports: AccessPorts,
  account: number,
  record: TotpRecord,
  code: string,
): Promise<boolean> {
  const token = code.replace(/\s/g, "");
  if (!/^\d{6}$/.test(token)) return false;
  const result = await verify({
    secret: openText(ports.key, record.sealed, totpPlace(account)),
    token,
    epoch: ports.now(),
    epochTolerance: TOTP_TOLERANCE,
  });
  // The database decides, not the library's `afterTimeStep`: of two requests at once only one changes the row.
  return result.valid && "timeStep" in result && acceptStep(ports.db, record.id, result.timeStep);
}

export const totpPlace = (account: number): string => `totp:${account}`;
