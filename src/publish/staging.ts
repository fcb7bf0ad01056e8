import { readdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { makeFolder, syncFolder, writeSynced } from "../storage/durable.ts";
import type { BuiltFile } from "./build.ts";

/**
 * A release's files before it is published: on the disk before its number is taken, so that a run that dies in between
 * is finished with the very bytes it announced. Not trusted: whoever reads from here checks hashes.
 */
export type Staging = {
  /** Keeps a release's files, durably; what was staged before goes. */
  readonly write: (release: number, files: readonly BuiltFile[]) => Promise<void>;
  /** Where a staged file lies, whether it is there or not. */
  readonly fileOf: (release: number, file: { readonly name: string; readonly sha256: string }) => string;
  readonly read: (
    release: number,
    file: { readonly name: string; readonly sha256: string },
  ) => Promise<Uint8Array | undefined>;
  /** Removes everything staged. */
  readonly clear: () => Promise<void>;
};

export function openStaging(root: string): Staging {
  const folderOf = (release: number): string => join(root, `release-${release}`);
  const fileOf: Staging["fileOf"] = (release, { name, sha256 }) =>
    join(folderOf(release), `${sha256}.${basename(name)}`);
  const clear = async (): Promise<void> => {
    for (const name of await readdir(root).catch(() => []))
      await rm(join(root, name), { recursive: true, force: true });
  };
  return {
    fileOf,
    clear,
    async write(release, files) {
      await clear();
      await makeFolder(folderOf(release));
      // One sync per file, all at once: the disk orders them better than we do.
      await Promise.all(files.map((file) => writeSynced(fileOf(release, file), file.bytes)));
      await syncFolder(folderOf(release));
    },
    async read(release, file) {
      return readFile(fileOf(release, file)).catch((cause: NodeJS.ErrnoException) => {
        if (cause.code === "ENOENT") return undefined;
        throw cause;
      });
    },
  };
}
