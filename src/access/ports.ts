import type { Site } from "../core/access/site.ts";
import type { Limits } from "../storage/accounts/limits.ts";
import type { Db } from "../storage/database.ts";
import type { Passwords } from "./passwords.ts";
import type { Random } from "./secrets.ts";

/** What the sign-in commands work with. */
export type AccessPorts = {
  readonly db: Db;
  readonly limits: Limits;
  readonly passwords: Passwords;
  /** 32 bytes that TOTP secrets are encrypted with (account-key.ts). */
  readonly key: Uint8Array;
  readonly random: Random;
  /** Seconds since the epoch. */
  readonly now: () => number;
  readonly site: Site;
};

/** Where a request came from, for limits, the list of sessions and the audit log. */
export type Origin = { readonly address: string; readonly agent: string };
