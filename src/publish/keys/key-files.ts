import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { HifazatError } from "../../core/errors.ts";
import { syncFolder } from "../../storage/durable.ts";
import { generateKey, parseKey, type SigningKey } from "./signing-key.ts";

const OWNER_ONLY = 0o600;
const OWNER_ONLY_FOLDER = 0o700;
const OTHERS = 0o077;

/**
 * The key in `file`, made when there is none. So a run that died after making keys goes on with the same ones.
 * A key is whole or absent: it is written beside its place, synced, renamed.
 */
export async function ensureKeyFile(file: string): Promise<{ key: SigningKey; made: boolean }> {
  const present = await readIfPresent(file);
  if (present !== undefined) return { key: parseKey(present, file), made: false };
  await mkdir(dirname(file), { recursive: true, mode: OWNER_ONLY_FOLDER });
  const { key, pem } = generateKey();
  const partial = `${file}.partial`;
  await rm(partial, { force: true });
  const handle = await open(partial, "wx", OWNER_ONLY);
  try {
    await handle.writeFile(pem);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(partial, file);
  await syncFolder(dirname(file));
  return { key, made: true };
}

/** Reads a key. Throws `key_missing` or `key_invalid`. */
export async function readKeyFile(file: string): Promise<SigningKey> {
  const pem = await readIfPresent(file);
  if (pem === undefined) throw new HifazatError("key_missing", `There is no key ${file}.`);
  return parseKey(pem, file);
}

/**
 * The same for keys that lie on this machine for good: others must not be able to read them. (Root keys come from
 * removable media, whose file systems often have no modes.)
 */
export async function readOnlineKeyFile(file: string): Promise<SigningKey> {
  const key = await readKeyFile(file);
  if (((await stat(file)).mode & OTHERS) !== 0)
    throw new HifazatError("key_invalid", `${file} can be read by others: chmod 600 it, and consider it stolen.`);
  return key;
}

async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new HifazatError("key_missing", `The key ${file} cannot be read.`, { cause });
  }
}
