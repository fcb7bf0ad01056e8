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
import type { Random } from "../../core/complaint/reference.ts";
import { HifazatError } from "../../core/errors.ts";
import type { Db } from "../database.ts";

/** Under the data folder. Lost, every complaint is unreadable; stolen together with the database, every one is read. */
export const SEALED_KEY_FILE = "keys/sealed.key";

const BYTES = 32;
const OTHERS = 0o077;

/**
 * The key that what people send in is encrypted with: 64 hexadecimal digits in a file that only its owner may read. Made
 * when there is none yet. Throws `key_missing` when there is none and the database needs it, `key_invalid` when it is not
 * one or others can read it.
 */
export function openSealedKey(db: Db, file: string, random: Random): Uint8Array {
  const present = readIfThere(file);
  if (present !== undefined) return present;
  if (db.sqlite.prepare("SELECT 1 FROM correspondents LIMIT 1").get() !== undefined)
    throw new HifazatError(
      "key_missing",
      `There is no ${file}, and the complaints in the database are encrypted with it: restore it from its own backup.`,
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
    throw new HifazatError("key_invalid", `The key ${file} cannot be read.`, { cause });
  }
  if (!/^[0-9a-f]{64}\n$/.test(text)) throw new HifazatError("key_invalid", `${file} is not a key of the cases.`);
  if ((statSync(file).mode & OTHERS) !== 0)
    throw new HifazatError("key_invalid", `${file} can be read by others: chmod 600 it, and consider it stolen.`);
  return Buffer.from(text.trim(), "hex");
}
