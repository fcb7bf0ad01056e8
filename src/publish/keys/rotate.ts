import type { ArtefactStore } from "../../storage/artefacts.ts";
import { type DataFolder, nextKeyFile, rootKeyFiles } from "../data-folder.ts";
import { metadataName, newestRoot } from "../tuf/chain.ts";
import type { ChainStep } from "../tuf/extend-chain.ts";
import { keepFresh } from "../tuf/keep-fresh.ts";
import { signedBytes } from "../tuf/metadata.ts";
import type { RoleName } from "../tuf/roles.ts";
import { nextRoot } from "../tuf/root.ts";
import { ensureKeyFile } from "./key-files.ts";
import { loadOnlineKeys, takeNextKey } from "./online-keys.ts";
import { loadRootKeys } from "./root-keys.ts";
import type { SigningKey } from "./signing-key.ts";

export type CeremonyStep = "keys-made" | "root-signed" | ChainStep;

export type Ceremony = {
  readonly folder: DataFolder;
  readonly store: ArtefactStore;
  /** Files with at least the threshold of the present root's keys. */
  readonly rootKeys: readonly string[];
  readonly now: Date;
  readonly onStep?: (step: CeremonyStep) => void;
};

export type CeremonyOutcome = {
  /** The new root's version. */
  readonly version: number;
  /** The ids of the root keys that signed as such: the present ones. */
  readonly signedBy: readonly string[];
  /** The new key ids of every role that was rotated. */
  readonly replaced: Readonly<Partial<Record<RoleName, readonly string[]>>>;
  /** Files of new root keys, to be moved to their media. */
  readonly moveAway: readonly string[];
};

/**
 * Publishes the next root with new keys for `roles`; none: the same keys and a later expiry. Clients that trust any root
 * from 1 on follow by themselves. A run that dies is finished by the next start or the next rotation. The caller holds the
 * publish lock. Throws `threshold_unmet` and `key_invalid` before anything is done.
 */
export async function rotate(ceremony: Ceremony, roles: readonly RoleName[]): Promise<CeremonyOutcome> {
  const { folder, store, now, onStep } = ceremony;
  const root = (await newestRoot(store)).signed;
  const present = await loadRootKeys(ceremony.rootKeys, root);
  const rootFiles = roles.includes("root") ? rootKeyFiles(folder, root.version + 1) : [];
  const replaced: Partial<Record<RoleName, SigningKey[]>> = {};
  for (const role of new Set(roles)) {
    // First the end of a rotation that died, so that `ROLE.next.pem` is free or belongs to no root yet.
    if (role !== "root") await takeNextKey(folder, root, role);
    replaced[role] = await ensureKeys(role === "root" ? rootFiles : [nextKeyFile(folder, role)]);
  }
  onStep?.("keys-made");

  // Crash window: keys that no root names; the next rotation of the role uses them.
  const next = nextRoot(root, replaced, now);
  // Specification 5.3.4: a new root carries a threshold of the present root's keys and a threshold of its own.
  await store.put(metadataName("root", next.version), signedBytes(next, [...present, ...(replaced.root ?? [])]));
  onStep?.("root-signed");

  // Crash window: clients that see the new root refuse the metadata under the old keys, and keep the list they have until
  // the keys are in place and have signed; every start does both.
  if (roles.some((role) => role !== "root")) await keepFresh(store, await loadOnlineKeys(folder, next), now, onStep);
  return {
    version: next.version,
    signedBy: present.map((key) => key.id),
    replaced: Object.fromEntries(Object.entries(replaced).map(([role, keys]) => [role, keys.map((key) => key.id)])),
    moveAway: rootFiles,
  };
}

async function ensureKeys(files: readonly string[]): Promise<SigningKey[]> {
  const keys: SigningKey[] = [];
  for (const file of files) keys.push((await ensureKeyFile(file)).key);
  return keys;
}
