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

const BYTES = 32;
const OTHERS = 0o077;

/** `name`: what messages call it, such as "account key". */
type KeyFile = {
  readonly file: string;
  readonly name: string;
  /** What cannot be read without the key and what to do then; undefined when nothing is encrypted with it yet. */
  readonly lost: () => string | undefined;
};

/**
 * A key of 64 hexadecimal digits in a file that only its owner may read. Made when there is none yet. Throws `key_missing`
 * when there is none and something is encrypted with it, `key_invalid` when it is not one or others can read it.
 */
export function openKeyFile(key: KeyFile, random: (bytes: number) => Uint8Array): Uint8Array {
  const { file, lost } = key;
  const present = readIfThere(key);
  if (present !== undefined) return present;
  const needed = lost();
  if (needed !== undefined) throw new HifazatError("key_missing", `There is no ${file}, and ${needed}`);
  makeKey(file, random);
  const made = readIfThere(key);
  if (made === undefined) throw new HifazatError("key_missing", `${file} went away while it was made.`);
  return made;
}

/** Another process may make it at the same time: the first to put its file in place wins, whole. */
function makeKey(file: string, random: (bytes: number) => Uint8Array): void {
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

function readIfThere({ file, name }: KeyFile): Uint8Array | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new HifazatError("key_invalid", `The ${name} ${file} cannot be read.`, { cause });
  }
  if (!/^[0-9a-f]{64}\n$/.test(text)) throw new HifazatError("key_invalid", `${file} is no ${name}.`);
  if ((statSync(file).mode & OTHERS) !== 0)
    throw new HifazatError("key_invalid", `${file} can be read by others: chmod 600 it, and consider it stolen.`);
  return Buffer.from(text.trim(), "hex");
}
