import { createFirstAdministrator, hasAccounts } from "../access/first-administrator.ts";
import type { Db } from "../storage/database.ts";

const NAME = "admin";

/** Makes the first administrator of a registry without accounts; lines for people, none when there are accounts. */
export function ensureAdministrator(db: Db, now: number): string[] {
  if (hasAccounts(db)) return [];
  const code = createFirstAdministrator(db, NAME, now);
  return [
    `made the administrator "${NAME}"; its one-time code, shown only now: ${code}`,
    `take it into use with: hifazat officer enrol ${NAME}`,
  ];
}
