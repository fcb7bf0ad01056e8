import type { Account } from "../core/access/account.ts";
import { type Role, roleConflict } from "../core/access/role.ts";
import { HifazatError } from "../core/errors.ts";
import {
  type AccountRecord,
  clearCredentials,
  findAccount,
  listAccounts,
  updateAccount,
} from "../storage/accounts/accounts.ts";
import { endSessions } from "../storage/accounts/sessions.ts";
import { type Db, transaction } from "../storage/database.ts";
import { auditAccount } from "./account-audit.ts";
import { accountView } from "./account-view.ts";
import { type Enrolment, newEnrolment } from "./create-account.ts";
import type { AccessPorts } from "./ports.ts";

type ChangePorts = Pick<AccessPorts, "db" | "now" | "random">;

export type AccountChange = { readonly roles?: readonly Role[] | undefined; readonly suspended?: boolean | undefined };

/**
 * Gives an account other roles, suspends it or lifts that. A suspended account's sessions end at once; other roles count
 * from the next request on. Nobody changes their own account, and one administrator stays.
 */
export function changeAccount(ports: ChangePorts, name: string, change: AccountChange, by: string): Account {
  const { db, now } = ports;
  const { roles, suspended } = change;
  return transaction(db, () => {
    const account = others(db, name, by);
    if (roles !== undefined) {
      const conflict = roleConflict(roles) ?? belongs(account, roles);
      if (conflict !== undefined) throw new HifazatError("bad_request", conflict);
      updateAccount(db, account.id, { roles });
      auditAccount(ports, by, "account.roles_changed", name, { from: account.roles, to: roles });
    }
    if (suspended === true && account.suspendedAt === null) {
      updateAccount(db, account.id, { suspendedAt: now() });
      const endedSessions = endSessions(db, account.id, now());
      auditAccount(ports, by, "account.suspended", name, { endedSessions });
    }
    if (suspended === false && account.suspendedAt !== null) {
      updateAccount(db, account.id, { suspendedAt: null });
      auditAccount(ports, by, "account.suspension_lifted", name);
    }
    if (isAdministrator(account) && !listAccounts(db).some(isAdministrator))
      throw new HifazatError("conflict", "This is the last administrator.");
    return accountView(db, account.id);
  });
}

/** Takes an account's password, second factors and sessions away and gives a code to enrol it anew. */
export function resetAccount(ports: ChangePorts, name: string, by: string): Enrolment {
  const { db, now } = ports;
  return transaction(db, () => {
    const account = others(db, name, by);
    clearCredentials(db, account.id);
    const endedSessions = endSessions(db, account.id, now());
    const { code, ...enrolment } = newEnrolment(ports);
    updateAccount(db, account.id, enrolment);
    auditAccount(ports, by, "account.reset", name, { endedSessions });
    return { name, code, expiresAt: enrolment.enrolmentExpiresAt };
  });
}

function others(db: Db, name: string, by: string): AccountRecord {
  const account = findAccount(db, name);
  if (account === undefined) throw new HifazatError("not_found", `There is no account ${name}.`);
  if (account.name === by) throw new HifazatError("conflict", "Another administrator has to change your account.");
  return account;
}

function belongs({ organisation }: AccountRecord, roles: readonly Role[]): string | undefined {
  return (organisation !== null) === roles.includes("partner")
    ? undefined
    : "A partner's account keeps the role partner, and no other account gets it: make a new account.";
}

const isAdministrator = ({ roles, suspendedAt }: AccountRecord): boolean =>
  roles.includes("administrator") && suspendedAt === null;
