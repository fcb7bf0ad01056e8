import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { HifazatError } from "../../core/errors.ts";

/** Agents' files are small and few, so everything here is synchronous: an order of steps is then what it says it is. */

const OWNER_ONLY_FOLDER = 0o700;

/** Makes the names in a folder durable: those that came by rename, and those that went. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Makes a folder and its missing parents. Only the agent's user can look into those it makes. */
export function makeFolder(folder: string): void {
  const first = attempt(`make the folder ${folder}`, () =>
    mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER }),
  );
  if (first === undefined) return;
  for (let made = folder; ; made = dirname(made)) {
    syncFolder(dirname(made));
    if (made === first) return;
  }
}

/** The hidden name beside `file` under which its next body is written; one sweep knows it after a crash. */
export const partialOf = (file: string): string => join(dirname(file), `.${basename(file)}.hifazat-new`);

/** Gives `file` a new body. Whoever reads it sees the old one or the new one whole, also after a power cut. */
export function replaceFile(file: string, body: Uint8Array | string, mode: number): void {
  const partial = partialOf(file);
  attempt(`write ${file}`, () => {
    writeSynced(partial, body, mode);
    moveIntoPlace(partial, file);
  });
}

/** Writes a file and waits until its bytes are on the disk; the name is durable only after `syncFolder`. */
export function writeSynced(file: string, body: Uint8Array | string, mode: number): void {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const handle = openSync(file, "w", mode);
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Moves a synced file over another of the same folder. */
export function moveIntoPlace(from: string, to: string): void {
  renameSync(from, to);
  syncFolder(dirname(to));
}

/** Runs file operations; a failure (no space, no permission) becomes `state_unusable`, saying what could not be done. */
export function attempt<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof HifazatError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HifazatError("state_unusable", `Cannot ${what}: ${reason}.`, { cause });
  }
}

/** What `read` reads, or undefined when there is no such file. */
export function ifPresent<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cause;
  }
}
