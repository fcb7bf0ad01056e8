import { join } from "node:path";
import type { ListName } from "../../core/list-name.ts";

/** Where things lie in the agent's state folder; README 4 says what each is and what to lose by losing it. */
export type StateFolder = {
  readonly root: string;
  readonly locks: string;
  readonly metadata: string;
  readonly metadataWork: string;
  readonly outputs: string;
  readonly receipts: string;
  readonly lastSync: string;
  readonly list: (name: ListName) => ListFolder;
};

export type ListFolder = {
  readonly root: string;
  readonly head: string;
  readonly text: (file: string) => string;
  /** What opens the files of a sealed list. */
  readonly sealedKeys: readonly string[];
};

/** `sealedKeys` are age private keys, needed to read what is kept of a sealed list. */
export function stateFolder(root: string, sealedKeys: readonly string[] = []): StateFolder {
  return {
    root,
    locks: join(root, "locks"),
    metadata: join(root, "tuf"),
    metadataWork: join(root, "tuf.work"),
    outputs: join(root, "outputs"),
    receipts: join(root, "receipts"),
    lastSync: join(root, "last-sync.json"),
    list(name) {
      const folder = join(root, "lists", name);
      return { root: folder, head: join(folder, "head.json"), text: (file) => join(folder, file), sealedKeys };
    },
  };
}

/** State is the agent's own affair: what is on a sealed list must not be read by others on the machine. */
export const STATE_FILE_MODE = 0o600;
