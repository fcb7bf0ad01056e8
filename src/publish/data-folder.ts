import { join } from "node:path";
import { type OnlineRole, ROOT_KEYS } from "./tuf/roles.ts";

/** Where everything of a registry lies under its data folder. Only names; nothing here touches the disk. */
export type DataFolder = {
  readonly root: string;
  readonly database: string;
  readonly onlineKeys: string;
  /** Root keys as `init` and `keys rotate root` leave them: to be moved to three separate media, away from here. */
  readonly rootKeys: string;
  /** What a plain web server may serve as it is: `metadata/` and `targets/` of the TUF repository. */
  readonly repository: string;
  /** Files on their way into the repository. Must be on the same file system, because they arrive by rename. */
  readonly staging: string;
  readonly lock: string;
  /** A folder with what is known of each remote store, and its lock. */
  readonly stores: string;
  /** The counts of the last filters, which make the next one quickly. May be deleted at any time; no backup has them. */
  readonly counts: string;
};

export function dataFolder(root: string): DataFolder {
  return {
    root,
    database: join(root, "hifazat.db"),
    onlineKeys: join(root, "keys", "online"),
    rootKeys: join(root, "keys", "root-move-offline"),
    repository: join(root, "public", "tuf"),
    staging: join(root, "staging"),
    lock: join(root, "publish.lock"),
    stores: join(root, "stores"),
    counts: join(root, "cache", "filter-counts"),
  };
}

/** Root keys made for root version `version`: the first three lie in `root-move-offline` itself, later ones in `vN`. */
export function rootKeyFiles(folder: DataFolder, version: number): string[] {
  const place = version === 1 ? folder.rootKeys : join(folder.rootKeys, `v${version}`);
  return Array.from({ length: ROOT_KEYS }, (_, at) => join(place, `root-${at + 1}.pem`));
}

export const onlineKeyFile = (folder: DataFolder, role: OnlineRole): string => join(folder.onlineKeys, `${role}.pem`);

/** A key that is to follow the present one: it exists before the root that names it is published. */
export const nextKeyFile = (folder: DataFolder, role: OnlineRole): string =>
  join(folder.onlineKeys, `${role}.next.pem`);
