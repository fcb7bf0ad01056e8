import { HifazatError } from "../../core/errors.ts";
import { fromHex } from "../hex.ts";
import { canonicalJson } from "./canonical-json.ts";
import { type Metadata, malformed, members, type RoleName, text } from "./metadata.ts";

/** Whose signatures make a role's metadata valid. */
export type RoleKeys = {
  readonly threshold: number;
  /** Raw Ed25519 public keys (hexadecimal) by key id. */
  readonly keys: ReadonlyMap<string, string>;
};

/** The keys root metadata gives to a role (TUF specification 4.3). Keys of other schemes count for nothing. */
export function roleKeys(root: Metadata, role: RoleName): RoleKeys {
  const path = `root.roles.${role}`;
  const said = members(members(root.signed.roles, "root.roles")[role], path);
  const threshold = said.threshold;
  if (typeof threshold !== "number" || !Number.isSafeInteger(threshold) || threshold < 1)
    malformed(`${path}.threshold`);
  if (!Array.isArray(said.keyids)) malformed(`${path}.keyids`);
  const all = members(root.signed.keys, "root.keys");
  const keys = new Map<string, string>();
  for (const keyId of said.keyids as unknown[]) {
    const id = text(keyId, `${path}.keyids`);
    const key = members(Object.hasOwn(all, id) ? all[id] : undefined, `root.keys.${id}`);
    if (key.keytype !== "ed25519" || key.scheme !== "ed25519") continue;
    keys.set(id, text(members(key.keyval, `root.keys.${id}`).public, `root.keys.${id}`));
  }
  return { threshold, keys };
}

/**
 * Throws unless enough of a role's keys signed the metadata (TUF specification 5.3.4, 5.4.2, 5.5.3, 5.6.3):
 * tuf_signature when none did, tuf_threshold when too few. One key under two ids counts once.
 */
export async function verifySignatures(metadata: Metadata, { threshold, keys }: RoleKeys): Promise<void> {
  const message = new TextEncoder().encode(canonicalJson(metadata.signed));
  const signers = new Set<string>();
  for (const [keyId, signature] of metadata.signatures) {
    const key = keys.get(keyId);
    if (key !== undefined && (await isSignedBy(key, signature, message))) signers.add(key);
  }
  if (signers.size >= threshold) return;
  throw new HifazatError(
    signers.size === 0 ? "tuf_signature" : "tuf_threshold",
    `${metadata.role} ${metadata.version} has ${signers.size} of ${threshold} valid signatures`,
  );
}

async function isSignedBy(key: string, signature: string, message: Uint8Array<ArrayBuffer>): Promise<boolean> {
  if (!/^[0-9a-f]{64}$/.test(key) || !/^[0-9a-f]{128}$/.test(signature)) return false;
  const imported = await crypto.subtle.importKey("raw", fromHex(key), "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", imported, fromHex(signature), message);
}
