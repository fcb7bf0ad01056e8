import { stat } from "node:fs/promises";
import { join } from "node:path";
import { HifazatError } from "../../core/errors.ts";
import { makeFolder } from "../../storage/durable.ts";
import type { Bucket } from "../../storage/s3/bucket.ts";
import type { DataFolder } from "../data-folder.ts";
import { withPublishLock } from "../lock.ts";
import { TIMESTAMP } from "../tuf/chain.ts";
import { readTree } from "./published-tree.ts";
import { readRecord, type StoreRecord, writeRecord } from "./store-record.ts";
import { type Synced, type SyncOptions, syncStore } from "./sync-store.ts";

/** A store by its name in the configuration. */
export type Store = { readonly name: string; readonly bucket: Bucket };

/** How long a run waits for another one on the same store, milliseconds: a first copy of a large tree takes minutes. */
const PATIENCE_MS = 1_000;

/**
 * One run on one store, alone on it across processes, and its record. Throws what went wrong after noting it;
 * `publisher_busy` when another process is at it, which is no failure of the store and is not noted.
 */
export async function feedStore(
  folder: DataFolder,
  { name, bucket }: Store,
  now: () => Date,
  options: SyncOptions = { check: false },
): Promise<Synced> {
  await makeFolder(folder.stores);
  const work = async (): Promise<Synced> => {
    const before = readRecord(folder.stores, name);
    try {
      const synced = await syncStore(folder.repository, bucket, options);
      const syncedAt = now().toISOString();
      await writeRecord(folder.stores, name, { version: synced.version, syncedAt, failures: 0, failure: null });
      return synced;
    } catch (error) {
      const failure = { ...described(error), at: now().toISOString() };
      await writeRecord(folder.stores, name, { ...before, failures: before.failures + 1, failure });
      throw error;
    }
  };
  return withPublishLock(join(folder.stores, `${name}.lock`), work, PATIENCE_MS, `feeding the store ${name}`);
}

function described(error: unknown): { code: string; message: string } {
  const code = error instanceof HifazatError ? error.code : "internal";
  return { code, message: error instanceof Error ? error.message : String(error) };
}

/** How far a store is behind the published tree. */
export type StoreLag = StoreRecord & {
  readonly name: string;
  /** Versions of the timestamp: one or more for each release, and one for each time it is signed anew. */
  readonly behind: number;
  /** Seconds since the store was last known to have everything; 0 while it has. */
  readonly lagSeconds: number;
};

export async function storeLag(folder: DataFolder, name: string, now: Date): Promise<StoreLag> {
  const record = readRecord(folder.stores, name);
  const { version } = await readTree(folder.repository);
  const behind = Math.max(0, version - record.version);
  // What the store lacks was published after its last good run, and at the latest when the pointer was replaced.
  const published = (await stat(join(folder.repository, TIMESTAMP))).mtimeMs;
  const since = record.syncedAt === null ? published : Math.min(published, Date.parse(record.syncedAt));
  return { ...record, name, behind, lagSeconds: behind === 0 ? 0 : Math.max(0, (now.getTime() - since) / 1_000) };
}
