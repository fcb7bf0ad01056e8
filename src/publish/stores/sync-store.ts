import { HifazatError } from "../../core/errors.ts";
import type { Bucket } from "../../storage/s3/bucket.ts";
import type { Listed } from "../../storage/s3/listing.ts";
import { TIMESTAMP } from "../tuf/chain.ts";
import { readTimestamp } from "../tuf/metadata.ts";
import { md5, objectOf, type PublishedTree, readObject, readTree, type TreeFile } from "./published-tree.ts";

/** What a run did to bring a store up to the published tree. */
export type Synced = {
  /** Version of the timestamp that the store has now. */
  readonly version: number;
  readonly uploaded: number;
  readonly uploadedBytes: number;
  readonly removed: number;
};

export type SyncOptions = {
  /** Also compares the bodies of large files, by the MD5 the store gives as ETag. */
  readonly check: boolean;
};

/** What is fetched of a pointer at most, bytes. */
const MAX_TIMESTAMP_BYTES = 16_384;

/**
 * Brings a store to where the published tree is: what is missing there goes up, the pointer last, then what is published
 * no more goes. The backlog is the difference between the two, so a run that died at any point, or a month of absence, is
 * made good by the next run. The caller holds the store's lock: two runs could put an older pointer over a newer one.
 */
export async function syncStore(repository: string, bucket: Bucket, options: SyncOptions): Promise<Synced> {
  const tree = await readTree(repository);
  const [there, pointer] = await Promise.all([listAll(bucket), bucket.get(TIMESTAMP, MAX_TIMESTAMP_BYTES)]);
  refuseNewer(pointer, tree);
  let uploaded = 0;
  let uploadedBytes = 0;
  for (const file of tree.files) {
    if (await isThere(repository, file, there.get(file.path), options)) continue;
    const object = await readObject(repository, file.path);
    // Gone by retention: the pointer read above does not need it, because retention never removes what is current.
    if (object === undefined) continue;
    await bucket.put(file.path, object);
    uploaded += 1;
    uploadedBytes += object.bytes.length;
  }

  // Crash window: files that no pointer leads to. Nobody asks for them; the next run finds them there.
  if (pointer === undefined || Buffer.compare(pointer, tree.timestamp) !== 0) {
    await bucket.put(TIMESTAMP, objectOf(TIMESTAMP, tree.timestamp));
    uploaded += 1;
    uploadedBytes += tree.timestamp.length;
  }

  // Crash window: files of releases that went. The next run removes them.
  const published = new Set([TIMESTAMP, ...tree.files.map(({ path }) => path)]);
  const outdated = [...there.keys()].filter((key) => !published.has(key));
  for (const key of outdated) await bucket.remove(key);
  return { version: tree.version, uploaded, uploadedBytes, removed: outdated.length };
}

async function listAll(bucket: Bucket): Promise<Map<string, Listed>> {
  const pages = await Promise.all([bucket.list("metadata/"), bucket.list("targets/")]);
  return new Map(pages.flat().map((object) => [object.key, object]));
}

/** A store that has more than we do belongs to a newer copy of this registry: an old backup must not wipe it. */
function refuseNewer(pointer: Uint8Array | undefined, { version }: PublishedTree): void {
  const there = pointer && versionOf(pointer);
  if (there !== undefined && there > version)
    throw new HifazatError(
      "release_conflict",
      `The store has timestamp ${there}, newer than ${version} here: is this folder an old backup? Nothing was changed.`,
    );
}

function versionOf(pointer: Uint8Array): number | undefined {
  try {
    return readTimestamp(pointer).signed.version;
  } catch {
    // Whatever lies there is no timestamp; it is written over.
    return undefined;
  }
}

/** Metadata is small and compared by its body always; a target by its length, and by its body when asked to. */
async function isThere(
  repository: string,
  { path, bytes }: TreeFile,
  object: Listed | undefined,
  { check }: SyncOptions,
): Promise<boolean> {
  if (object === undefined || object.bytes !== bytes) return false;
  const comparable = /^[0-9a-f]{32}$/.test(object.etag);
  if (!comparable || (path.startsWith("targets/") && !check)) return true;
  const own = await readObject(repository, path);
  return own === undefined || md5(own.bytes) === object.etag;
}
