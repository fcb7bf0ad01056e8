import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { HifazatError } from "../../core/errors.ts";
import type { NewObject } from "../../storage/s3/bucket.ts";
import { sha256 } from "../sha256.ts";
import { TIMESTAMP } from "../tuf/chain.ts";
import { readTimestamp } from "../tuf/metadata.ts";

/** A file of the tree, by its path there. */
export type TreeFile = { readonly path: string; readonly bytes: number };

/** What was published at one moment: the pointer's bytes and every file that was there after it was read. */
export type PublishedTree = {
  readonly timestamp: Uint8Array<ArrayBuffer>;
  readonly version: number;
  /** In the order in which a store has to get them, the pointer not among them. */
  readonly files: readonly TreeFile[];
};

/** The pointer is read first: a file that comes later is of no harm, one that the pointer needs is there already. */
export async function readTree(repository: string): Promise<PublishedTree> {
  const timestamp = await readWhole(join(repository, TIMESTAMP));
  if (timestamp === undefined)
    throw new HifazatError("data_not_initialised", `${repository} has no ${TIMESTAMP}: there is nothing to copy yet.`);
  const files: TreeFile[] = [];
  for (const entry of await readdir(repository, { recursive: true, withFileTypes: true })) {
    const path = relative(repository, join(entry.parentPath, entry.name));
    if (!entry.isFile() || path === TIMESTAMP) continue;
    const found = await stat(join(repository, path)).catch(() => undefined);
    if (found !== undefined) files.push({ path, bytes: found.size });
  }
  files.sort((one, other) => turn(one.path) - turn(other.path) || (one.path < other.path ? -1 : 1));
  return { timestamp, version: readTimestamp(timestamp).signed.version, files };
}

/** What names others comes after them; a new root last, because clients that see it refuse what the old keys signed. */
const TURNS = [/^targets\//, /\.targets\.json$/, /\.snapshot\.json$/, /\.root\.json$/];
const turn = (path: string): number => TURNS.findIndex((pattern) => pattern.test(path));

/** A file of the tree as a store gets it; undefined when retention has removed it meanwhile. */
export async function readObject(repository: string, path: string): Promise<NewObject | undefined> {
  const bytes = await readWhole(join(repository, path));
  return bytes && objectOf(path, bytes);
}

/** The same headers as the registry sends: the one pointer is asked for again, everything else is for good. */
export function objectOf(path: string, bytes: Uint8Array<ArrayBuffer>): NewObject {
  const cacheControl =
    path === TIMESTAMP ? "public, max-age=5, must-revalidate" : "public, max-age=31536000, immutable";
  return {
    bytes,
    sha256: sha256(bytes),
    type: TYPES[path.slice(path.lastIndexOf(".") + 1)] ?? "application/octet-stream",
    cacheControl,
  };
}

const TYPES: Readonly<Record<string, string>> = { json: "application/json", zst: "application/zstd" };

export const md5 = (bytes: Uint8Array): string => createHash("md5").update(bytes).digest("hex");

async function readWhole(file: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return readFile(file).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return undefined;
    throw cause;
  });
}
