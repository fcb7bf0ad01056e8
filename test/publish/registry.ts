import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createHasher } from "../../src/protocol/key-hash.ts";
import { databaseSource } from "../../src/publish/database-source.ts";
import { initialise } from "../../src/publish/initialise.ts";
import { listDigester } from "../../src/publish/list-digest.ts";
import { prepareRelease } from "../../src/publish/prepare.ts";
import { openPublishing, type Publishing } from "../../src/publish/publishing.ts";
import { type Db, openDatabase } from "../../src/storage/database.ts";

/** A registry in a folder of its own, gone after the test. */
export type Registry = { readonly root: string; readonly db: Db; readonly publishing: Publishing };

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "hifazat-publish-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function newRegistry(): Promise<Registry> {
  const root = join(temporaryFolder(), "data");
  await initialise(root, new Date());
  return openRegistry(root);
}

/** The registry again, as the next process would find it. */
export function openRegistry(root: string): Registry {
  const db = openDatabase(join(root, "hifazat.db"));
  onTestFinished(() => void db.sqlite.close());
  return { root, db, publishing: { ...openPublishing(root, db), prepare: prepareHere(db) } };
}

/** Another folder with the same files. Nothing may be writing to the first. */
export function copyOf(root: string): string {
  const copy = join(temporaryFolder(), "data");
  cpSync(root, copy, { recursive: true });
  return copy;
}

/** Prepares on the test's own thread: a hundred small releases need no hundred threads. */
function prepareHere(db: Db): Publishing["prepare"] {
  const source = databaseSource(db);
  return async (request, gate, onStage) =>
    prepareRelease(source, request, gate, listDigester(await createHasher()), onStage);
}
