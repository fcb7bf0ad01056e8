import { anyTotp } from "../storage/accounts/totp.ts";
import type { Db } from "../storage/database.ts";
import { openKeyFile } from "../storage/key-file.ts";
import type { Random } from "./secrets.ts";

/** Under the data folder. Who has it and the database can make everyone's TOTP codes: back it up apart from there. */
export const ACCOUNT_KEY_FILE = "keys/accounts.key";

const LOST = "officers' TOTP secrets are encrypted with it: restore it, or reset their accounts.";

/** The key that TOTP secrets are encrypted with (storage/key-file.ts). */
export const openAccountKey = (db: Db, file: string, random: Random): Uint8Array =>
  openKeyFile({ file, name: "account key", lost: () => (anyTotp(db) ? LOST : undefined) }, random);
