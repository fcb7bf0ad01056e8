import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder, moveIntoPlace, writeSynced } from "../../storage/durable.ts";

/** What is known of a store between runs. Only told to people and metrics; what to copy follows from the store itself. */
export type StoreRecord = {
  /** Version of the timestamp the store has; 0 before the first. */
  readonly version: number;
  /** When a run last went well, UTC; null before. */
  readonly syncedAt: string | null;
  /** Runs that failed since. */
  readonly failures: number;
  readonly failure: { readonly code: string; readonly message: string; readonly at: string } | null;
};

const NOTHING: StoreRecord = { version: 0, syncedAt: null, failures: 0, failure: null };

const fileOf = (folder: string, name: string): string => join(folder, `${name}.json`);

/** A record that is missing or damaged says that nothing is known. */
export function readRecord(folder: string, name: string): StoreRecord {
  try {
    return { ...NOTHING, ...(JSON.parse(readFileSync(fileOf(folder, name), "utf8")) as Partial<StoreRecord>) };
  } catch {
    return NOTHING;
  }
}

export async function writeRecord(folder: string, name: string, record: StoreRecord): Promise<void> {
  await makeFolder(folder);
  const temporary = join(folder, `${name}.${randomUUID()}.part`);
  await writeSynced(temporary, `${JSON.stringify(record)}\n`);
  await moveIntoPlace(temporary, fileOf(folder, name));
}
