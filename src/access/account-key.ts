import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { HifazatError } from "../core/errors.ts";
import { anyTotp } from "../storage/accounts/totp.ts";
import type { Db } from "../storage/database.ts";
import type { Random } from "./secrets.ts";

/** Under the data folder. Who has it and the database can make everyone's TOTP codes: back it up apart from there. */
export const ACCOUNT_KEY_FILE = "keys/accounts.key";

const BYTES = 32;
const OTHERS = 0o077;

/**
 * The key that TOTP secrets are encrypted with: 64 hexadecimal digits in a file that only its owner may read. Made when
 * there is none yet. Throws `key_missing` when there is none and the database needs it, `key_invalid` when it is not one.
 */
export function openAccountKey(db: Db, file: string, random: Random): Uint8Array {
  const present = readIfThere(file);
  if (present !== undefined) return present;
  if (anyTotp(db))
    throw new HifazatError(
      "key_missing",
      `There is no ${file}, and officers' TOTP secrets are encrypted with it: restore it, or reset their accounts.`,
    );
  makeKey(file, random);
  const made = readIfThere(file);
  if (made === undefined) throw new HifazatError("key_missing", `${file} went away while it was made.`);
  return made;
}

/** Another process may make it at the same time: the first to put its file in place wins, whole. */
function makeKey(file: string, random: Random): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const partial = `${file}.${process.pid}.partial`;
  rmSync(partial, { force: true });
  const descriptor = openSync(partial, "wx", 0o600);
  try {
    writeSync(descriptor, `${Buffer.from(random(BYTES)).toString("hex")}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  try {
    linkSync(partial, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(partial, { force: true });
  }
}

function readIfThere(file: string): Uint8Array | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new HifazatError("key_invalid", `The account key ${file} cannot be read.`, { cause });
  }
  if (!/^[0-9a-f]{64}\n$/.test(text)) throw new HifazatError("key_invalid", `${file} is not an account key.`);
  if ((statSync(file).mode & OTHERS) !== 0)
    throw new HifazatError("key_invalid", `${file} can be read by others: chmod 600 it, and consider it stolen.`);
  return Buffer.from(text.trim(), "hex");
}
