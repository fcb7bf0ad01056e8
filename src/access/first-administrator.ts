import { randomBytes } from "node:crypto";
import { HifazatError } from "../core/errors.ts";
import { listAccounts } from "../storage/accounts/accounts.ts";
import { type Db, transaction } from "../storage/database.ts";
import { createAccount } from "./create-account.ts";
import type { Random } from "./secrets.ts";

/**
 * Makes the administrator who makes all other accounts, and returns the one-time code to enrol with (`hifazat officer
 * enrol`, or `POST /v1/enrolment`). Throws `conflict` when the registry has accounts. `now` in seconds.
 */
export function createFirstAdministrator(db: Db, name: string, now: number, random: Random = randomBytes): string {
  return transaction(db, () => {
    if (hasAccounts(db)) throw new HifazatError("conflict", "The registry has accounts already.");
    const request = { name, displayName: name, roles: ["administrator"], organisation: null } as const;
    return createAccount({ db, now: () => now, random }, request, "init").code;
  });
}

export const hasAccounts = (db: Db): boolean => listAccounts(db).length > 0;
