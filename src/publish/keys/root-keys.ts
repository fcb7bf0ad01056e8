import type { Root } from "@tufjs/models";
import { HifazatError } from "../../core/errors.ts";
import { keyIdsOf } from "../tuf/root.ts";
import { readKeyFile } from "./key-files.ts";
import type { SigningKey } from "./signing-key.ts";

/**
 * Reads the root keys a ceremony was given, from the media they are kept on. Throws `key_invalid` for a key that the
 * root does not name, and `threshold_unmet` when too few different ones are there.
 */
export async function loadRootKeys(files: readonly string[], root: Root): Promise<SigningKey[]> {
  const named = keyIdsOf(root, "root");
  const keys = new Map<string, SigningKey>();
  for (const file of files) {
    const key = await readKeyFile(file);
    if (!named.includes(key.id))
      throw new HifazatError("key_invalid", `${file} (${key.id}) is not a root key of root ${root.version}.`);
    keys.set(key.id, key);
  }
  const threshold = root.roles.root?.threshold ?? Number.POSITIVE_INFINITY;
  if (keys.size < threshold)
    throw new HifazatError(
      "threshold_unmet",
      `Root ${root.version} needs ${threshold} different root keys, ${keys.size} given: name them with --root-keys.`,
    );
  return [...keys.values()];
}
