import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { HifazatError } from "../../core/errors.ts";
import type { ArtefactStore } from "../../storage/artefacts.ts";
import { type DataFolder, onlineKeyFile } from "../data-folder.ts";
import { newestRoot, readChain } from "../tuf/chain.ts";
import { needsRenewal } from "../tuf/lifetimes.ts";
import { ONLINE_ROLES, type RoleName } from "../tuf/roles.ts";
import { keyIdsOf } from "../tuf/root.ts";
import { readKeyFile } from "./key-files.ts";

export type RoleReport = {
  readonly role: RoleName;
  /** Of the newest published metadata; 0 when there is none. */
  readonly version: number;
  readonly expires: string;
  /** Expiry is near and nothing renews it by itself, or the job that should has not run. */
  readonly renew: boolean;
  readonly threshold: number;
  /** The keys that count, each with the file it lies in on this machine, if it does. */
  readonly keys: readonly { readonly id: string; readonly file: string | undefined }[];
};

/** What the newest root says about every role, and which of its keys are here. */
export async function listKeys(folder: DataFolder, store: ArtefactStore, now: Date): Promise<RoleReport[]> {
  const chain = await readChain(store);
  const root = (await newestRoot(store)).signed;
  const files = await keysOnThisMachine(folder);
  const report = (role: RoleName, version: number, expires: string): RoleReport => ({
    role,
    version,
    expires,
    renew: expires === "" || needsRenewal(role, expires, now),
    threshold: root.roles[role]?.threshold ?? 0,
    keys: keyIdsOf(root, role).map((id) => ({ id, file: files.get(id) })),
  });
  return [
    report("root", root.version, root.expires),
    ...ONLINE_ROLES.map((role) => report(role, chain?.[role].signed.version ?? 0, chain?.[role].signed.expires ?? "")),
  ];
}

/** Key ids to files. Unreadable files are left out: the report then says that the key is not here. */
async function keysOnThisMachine(folder: DataFolder): Promise<Map<string, string>> {
  const names = await readdir(folder.rootKeys, { recursive: true }).catch(() => []);
  const files = [
    ...names.filter((name) => name.endsWith(".pem")).map((name) => join(folder.rootKeys, name)),
    ...ONLINE_ROLES.map((role) => onlineKeyFile(folder, role)),
  ];
  const found = new Map<string, string>();
  for (const file of files) {
    try {
      found.set((await readKeyFile(file)).id, file);
    } catch (cause) {
      if (!(cause instanceof HifazatError)) throw cause;
    }
  }
  return found;
}
