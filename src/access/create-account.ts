import { accountName, NAME_RULE } from "../core/access/account.ts";
import { type Role, roleConflict } from "../core/access/role.ts";
import { ENROLMENT_SECONDS } from "../core/access/session.ts";
import { HifazatError } from "../core/errors.ts";
import { findAccount, insertAccount } from "../storage/accounts/accounts.ts";
import { findOrganisation } from "../storage/accounts/organisations.ts";
import { transaction } from "../storage/database.ts";
import { auditAccount } from "./account-audit.ts";
import type { AccessPorts } from "./ports.ts";
import { codeHash, newCode, newSecret } from "./secrets.ts";

/** Groups of five letters in an enrolment code: 100 bits. */
const CODE_GROUPS = 4;

export type AccountRequest = {
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  /** The partner it belongs to; only and always for the role partner. */
  readonly organisation: string | null;
};

/** The one-time code that a person takes an account into use with (enrol.ts). */
export type Enrolment = { readonly name: string; readonly code: string; readonly expiresAt: number };

type CreatePorts = Pick<AccessPorts, "db" | "now" | "random">;

/** Makes an account. Nobody knows a password for it: its owner chooses one with the code, which is shown this once. */
export function createAccount(ports: CreatePorts, request: AccountRequest, by: string): Enrolment {
  const { db, now, random } = ports;
  const name = accountName(request.name);
  if (name === undefined) throw new HifazatError("bad_request", `A name has ${NAME_RULE}.`);
  const conflict = roleConflict(request.roles);
  if (conflict !== undefined) throw new HifazatError("bad_request", conflict);
  return transaction(db, () => {
    if (findAccount(db, name) !== undefined) throw new HifazatError("conflict", `There is an account ${name} already.`);
    const { roles, displayName } = request;
    const organisationId = partnerId(ports, request);
    const { code, enrolmentHash, enrolmentExpiresAt } = newEnrolment(ports);
    const handle = newSecret(random);
    const row = { name, displayName, roles, organisationId, handle, enrolmentHash, enrolmentExpiresAt };
    insertAccount(db, { ...row, createdAt: now(), createdBy: by });
    auditAccount(ports, by, "account.created", name, { roles, organisation: request.organisation });
    return { name, code, expiresAt: enrolmentExpiresAt };
  });
}

export function newEnrolment({ now, random }: CreatePorts) {
  const code = newCode(random, CODE_GROUPS);
  return { code, enrolmentHash: codeHash(code), enrolmentExpiresAt: now() + ENROLMENT_SECONDS };
}

function partnerId({ db }: CreatePorts, { roles, organisation }: AccountRequest): number | null {
  if (!roles.includes("partner")) {
    if (organisation === null) return null;
    throw new HifazatError("bad_request", "Only a partner's account belongs to an organisation.");
  }
  const found = organisation === null ? undefined : findOrganisation(db, organisation);
  if (found?.kind !== "partner") throw new HifazatError("bad_request", "Name the partner organisation of the account.");
  return found.id;
}
