import { randomUUID } from "node:crypto";
import { access, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { HifazatError } from "../core/errors.ts";
import { makeFolder, moveIntoPlace, syncFolder, writeSynced } from "./durable.ts";

/**
 * Published files. A name, once given a body, keeps it: any number of readers, mirrors and caches may hold it for ever.
 * Whoever can write here can withhold or remove files, but change no client's list: everything is signed.
 * After every call that writes, the effect is on the disk; a reader sees a whole file under a name, or none.
 */
export type ArtefactStore = {
  /** Gives a name its body. The same body again changes nothing; another one throws `artefact_rewrite`. */
  readonly put: (name: string, bytes: Uint8Array) => Promise<void>;
  /** The same for files that lie synced on the store's file system: they are moved in. */
  readonly adopt: (files: readonly { name: string; file: string }[]) => Promise<void>;
  /** Changes the body of a name that is a pointer (`timestamp.json`), at once. */
  readonly replace: (name: string, bytes: Uint8Array) => Promise<void>;
  readonly get: (name: string) => Promise<Uint8Array | undefined>;
  readonly has: (name: string) => Promise<boolean>;
  /** The file names in a folder of the store, sorted; none when there is no such folder. */
  readonly names: (folder: string) => Promise<string[]>;
  readonly remove: (names: readonly string[]) => Promise<void>;
};

/** Two to four path segments of plain characters; none begins with a dot, so nothing points out of the store. */
const NAME = /^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/){0,3}[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/**
 * A store in the folder `root`. Bodies are written in the folder `partial` first, which must be on the same file
 * system and not be served to anyone.
 */
export function openArtefacts(root: string, partial: string): ArtefactStore {
  const place = (name: string): string => {
    if (!NAME.test(name)) throw new HifazatError("internal", `Not a name of an artefact: ${name}`);
    return join(root, name);
  };
  const write = async (name: string, bytes: Uint8Array): Promise<void> => {
    const target = place(name);
    await makeFolder(partial);
    await makeFolder(dirname(target));
    const temporary = join(partial, randomUUID());
    try {
      await writeSynced(temporary, bytes);
      await moveIntoPlace(temporary, target);
    } finally {
      await rm(temporary, { force: true });
    }
  };
  const get = (name: string): Promise<Uint8Array | undefined> => readIfPresent(place(name));

  return {
    get,
    replace: write,
    async put(name, bytes) {
      const present = await get(name);
      if (present === undefined) return write(name, bytes);
      if (!same(present, bytes)) throw rewritten(name);
    },
    async adopt(files) {
      const folders = new Set<string>();
      for (const { name, file } of files) {
        const target = place(name);
        const present = await get(name);
        if (present === undefined) {
          await makeFolder(dirname(target));
          await rename(file, target);
          folders.add(dirname(target));
        } else if (same(present, await readFile(file))) await rm(file);
        else throw rewritten(name);
      }
      for (const folder of folders) await syncFolder(folder);
    },
    async has(name) {
      const target = place(name);
      return access(target).then(
        () => true,
        () => false,
      );
    },
    async names(folder) {
      const found = await readdir(join(root, folder), { withFileTypes: true }).catch(absent);
      return (found ?? [])
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name)
        .sort();
    },
    async remove(names) {
      const folders = new Set(names.map((name) => dirname(place(name))));
      for (const name of names) await rm(place(name), { force: true });
      for (const folder of folders) await syncFolder(folder);
    },
  };
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

const rewritten = (name: string): HifazatError =>
  new HifazatError("artefact_rewrite", `${name} is published with another body; published files never change.`);

function absent(cause: unknown): undefined {
  if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
  throw cause;
}

async function readIfPresent(file: string): Promise<Uint8Array | undefined> {
  return readFile(file).catch(absent);
}
