import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Site } from "../core/access/site.ts";
import { LIMITS_FILE, openLimits } from "../storage/accounts/limits.ts";
import type { Db } from "../storage/database.ts";
import { ACCOUNT_KEY_FILE, openAccountKey } from "./account-key.ts";
import { createPasswords, PASSWORD_COST } from "./passwords.ts";
import type { AccessPorts } from "./ports.ts";

/**
 * The ports of a real registry: its data folder, the clock and the system's randomness. Makes the account key and the
 * counters' file when they are missing. Whoever opens closes `limits`; `db` stays the caller's.
 */
export function openAccess(db: Db, data: string, site: Site): AccessPorts {
  return {
    db,
    limits: openLimits(join(data, LIMITS_FILE)),
    passwords: createPasswords(PASSWORD_COST, randomBytes),
    key: openAccountKey(db, join(data, ACCOUNT_KEY_FILE), randomBytes),
    random: randomBytes,
    now: () => Math.floor(Date.now() / 1_000),
    site,
  };
}
