import type { SessionCaller } from "../core/access/caller.ts";
import type { SessionStart } from "../core/access/session.ts";
import { updateAccount } from "../storage/accounts/accounts.ts";
import { isOpenSession } from "../storage/accounts/sessions.ts";
import { auditAccount } from "./account-audit.ts";
import { sessionGone, toFull } from "./complete-sign-in.ts";
import type { AccessPorts } from "./ports.ts";
import { newRecoveryCodes } from "./recovery-codes.ts";

/** What adding a second factor led to. */
export type FactorAdded =
  /** The account's first: it is enrolled, the session has a new secret, and the recovery codes are shown this once. */
  | { readonly kind: "enrolled"; readonly session: SessionStart; readonly recoveryCodes: readonly string[] }
  | { readonly kind: "added" };

/** Inside the transaction that keeps the new second factor. */
export function factorAdded(ports: AccessPorts, caller: SessionCaller, factor: "totp" | "passkey"): FactorAdded {
  // A reset or suspension while the factor was checked must not leave it behind.
  if (!isOpenSession(ports.db, caller.session)) throw sessionGone();
  auditAccount(ports, caller.actor, "account.factor_added", caller.name, { factor, session: caller.session });
  if (caller.stage !== "enrolling") return { kind: "added" };
  updateAccount(ports.db, caller.account, { enrolmentHash: null, enrolmentExpiresAt: null });
  const session = toFull(ports, caller, "enrolling");
  auditAccount(ports, caller.actor, "session.started", caller.name, { session: caller.session, by: "enrolment" });
  return { kind: "enrolled", session, recoveryCodes: newRecoveryCodes(ports, caller) };
}
