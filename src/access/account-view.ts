import type { Account } from "../core/access/account.ts";
import { HifazatError } from "../core/errors.ts";
import { type AccountRecord, accountById, listAccounts } from "../storage/accounts/accounts.ts";
import type { Db } from "../storage/database.ts";

export function accountViews(db: Db): Account[] {
  return listAccounts(db).map(shown);
}

export function accountView(db: Db, id: number): Account {
  const account = accountById(db, id);
  if (account === undefined) throw new HifazatError("not_found", "There is no such account.");
  return shown(account);
}

/** Without what it proves itself by. */
function shown({
  id,
  name,
  displayName,
  roles,
  organisation,
  createdAt,
  createdBy,
  suspendedAt,
  enrolled,
}: AccountRecord) {
  return { id, name, displayName, roles, organisation, createdAt, createdBy, suspendedAt, enrolled };
}
