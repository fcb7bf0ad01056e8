import { HifazatError } from "../core/errors.ts";
import type { ListName } from "../core/list-name.ts";
import { manifestName } from "../protocol/artefact-names.ts";
import { type Manifest, parseManifest } from "../protocol/manifest.ts";
import type { ArtefactStore } from "../storage/artefacts.ts";
import type { Chain } from "./tuf/chain.ts";

type HashedName = { readonly name: string; readonly sha256: string };

/** Where a target file lies in the store: consistent snapshots put the hash before the last segment of its path. */
export function targetFile({ name, sha256 }: HashedName): string {
  const slash = name.lastIndexOf("/") + 1;
  return `targets/${name.slice(0, slash)}${sha256}.${name.slice(slash)}`;
}

/** The manifest that targets metadata names for a list; undefined before the first release. */
export async function namedManifest(
  store: ArtefactStore,
  targets: Chain["targets"],
  list: ListName,
): Promise<Manifest | undefined> {
  const name = manifestName(list);
  const sha256 = targets.signed.targets[name]?.hashes.sha256;
  if (sha256 === undefined) return undefined;
  const bytes = await store.get(targetFile({ name, sha256 }));
  if (bytes === undefined)
    throw new HifazatError("data_not_initialised", `The published ${name} is missing: restore it from a backup.`);
  return parseManifest(new TextDecoder().decode(bytes));
}
