import { Root } from "@tufjs/models";
import { Role } from "@tufjs/models/dist/role.js";
import type { SigningKey } from "../keys/signing-key.ts";
import { expiryOf } from "./lifetimes.ts";
import { SPECIFICATION } from "./metadata.ts";
import { ONLINE_ROLES, ONLINE_THRESHOLD, type OnlineRole, ROOT_THRESHOLD, type RoleName } from "./roles.ts";

/** The keys each role has in a root. */
export type RoleKeys = { readonly root: readonly SigningKey[] } & Readonly<Record<OnlineRole, SigningKey>>;

/** The root every client starts from: version 1. */
export function firstRoot(keys: RoleKeys, now: Date): Root {
  const root = new Root({
    version: 1,
    specVersion: SPECIFICATION,
    expires: expiryOf("root", now),
    consistentSnapshot: true,
  });
  for (const key of keys.root) root.addKey(key.public, "root");
  for (const role of ONLINE_ROLES) root.addKey(keys[role].public, role);
  root.roles.root = new Role({ keyIDs: keys.root.map((key) => key.id), threshold: ROOT_THRESHOLD });
  return root;
}

/**
 * The root after `root`, the same but for the keys of the roles in `replaced`. Its version is exactly one higher, since
 * clients walk from the one they trust to the newest one by one (specification 5.3).
 */
export function nextRoot(
  root: Root,
  replaced: Readonly<Partial<Record<RoleName, readonly SigningKey[]>>>,
  now: Date,
): Root {
  const next = new Root({
    version: root.version + 1,
    specVersion: SPECIFICATION,
    expires: expiryOf("root", now),
    consistentSnapshot: root.consistentSnapshot,
    unrecognizedFields: root.unrecognizedFields,
  });
  for (const role of ["root", ...ONLINE_ROLES] as const) {
    const keys = replaced[role]?.map((key) => key.public) ?? keysOf(root, role);
    for (const key of keys) next.addKey(key, role);
    const threshold = role === "root" ? ROOT_THRESHOLD : ONLINE_THRESHOLD;
    next.roles[role] = new Role({ keyIDs: keys.map((key) => key.keyID), threshold });
  }
  return next;
}

/** The public keys of a role. */
export function keysOf(root: Root, role: RoleName): Root["keys"][string][] {
  return keyIdsOf(root, role).flatMap((id) => root.keys[id] ?? []);
}

export const keyIdsOf = (root: Root, role: RoleName): readonly string[] => root.roles[role]?.keyIDs ?? [];
