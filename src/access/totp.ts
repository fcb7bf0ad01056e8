import { generateURI, ScureBase32Plugin } from "otplib";
import type { SessionCaller } from "../core/access/caller.ts";
import { HifazatError } from "../core/errors.ts";
import { confirmTotp, insertPendingTotp, pendingTotp } from "../storage/accounts/totp.ts";
import { transaction } from "../storage/database.ts";
import { type FactorAdded, factorAdded } from "./finish-enrolment.ts";
import type { AccessPorts } from "./ports.ts";
import { acceptTotp, totpPlace } from "./prove-second-factor.ts";
import { sealText } from "./sealed-text.ts";

/** Bytes (RFC 4226, 4, R6). */
const SECRET = 20;

export type TotpOffer = {
  /** Base32, to be typed. */
  readonly secret: string;
  /** `otpauth:`, to be shown as a QR code. */
  readonly uri: string;
};

/** A new TOTP secret. The present one goes on working until a code of the new one has been given. */
export function offerTotp({ db, key, random, now }: AccessPorts, caller: SessionCaller): TotpOffer {
  const secret = new ScureBase32Plugin().encode(random(SECRET), { padding: false });
  insertPendingTotp(db, caller.account, sealText(key, secret, totpPlace(caller.account), random), now());
  return { secret, uri: generateURI({ issuer: "Hifazat", label: caller.name, secret }) };
}

/** The first code of the new secret: from then on it is the account's TOTP. Throws `sign_in_refused`, `conflict`. */
export async function takeTotp(ports: AccessPorts, caller: SessionCaller, code: string): Promise<FactorAdded> {
  const pending = pendingTotp(ports.db, caller.account);
  if (pending === undefined) throw new HifazatError("conflict", "Ask for a new TOTP secret first.");
  if (!(await acceptTotp(ports, caller.account, pending, code)))
    throw new HifazatError("sign_in_refused", "The code is wrong: check the clock of the device that shows it.");
  return transaction(ports.db, () => {
    // Another request of the same person may have put a newer secret in its place meanwhile.
    if (pendingTotp(ports.db, caller.account)?.id !== pending.id)
      throw new HifazatError("conflict", "Another TOTP secret was made meanwhile: use that one.");
    confirmTotp(ports.db, caller.account, pending.id, ports.now());
    return factorAdded(ports, caller, "totp");
  });
}
