import type { Root } from "@tufjs/models";
import { HifazatError } from "../../core/errors.ts";
import { moveIntoPlace } from "../../storage/durable.ts";
import { type DataFolder, nextKeyFile, onlineKeyFile } from "../data-folder.ts";
import type { OnlineRole } from "../tuf/roles.ts";
import { keyIdsOf } from "../tuf/root.ts";
import { readOnlineKeyFile } from "./key-files.ts";
import type { SigningKey } from "./signing-key.ts";

/** The keys this machine signs with; each is one that the newest root names for its role. */
export type OnlineKeys = Readonly<Record<OnlineRole, SigningKey>>;

/**
 * Loads the online keys that `root` names. Finishes a rotation that died after its root was published.
 * Throws `key_missing`, or `key_invalid` when a key is not the one the root names.
 */
export async function loadOnlineKeys(folder: DataFolder, root: Root): Promise<OnlineKeys> {
  return {
    targets: await loadOnlineKey(folder, root, "targets"),
    snapshot: await loadOnlineKey(folder, root, "snapshot"),
    timestamp: await loadOnlineKey(folder, root, "timestamp"),
  };
}

/**
 * Puts the key beside the present one in its place when the newest root names it: the end of a rotation whose root is
 * published.
 */
export async function takeNextKey(folder: DataFolder, root: Root, role: OnlineRole): Promise<void> {
  const next = nextKeyFile(folder, role);
  const key = await ifPresent(readOnlineKeyFile(next));
  if (key === undefined || !keyIdsOf(root, role).includes(key.id)) return;
  await moveIntoPlace(next, onlineKeyFile(folder, role));
}

async function loadOnlineKey(folder: DataFolder, root: Root, role: OnlineRole): Promise<SigningKey> {
  await takeNextKey(folder, root, role);
  const file = onlineKeyFile(folder, role);
  const named = keyIdsOf(root, role);
  const key = await readOnlineKeyFile(file);
  if (named.includes(key.id)) return key;
  throw new HifazatError(
    "key_invalid",
    `${file} has the key id ${key.id}, but root ${root.version} names ${named.join(", ")} for ${role}.`,
  );
}

async function ifPresent(reading: Promise<SigningKey>): Promise<SigningKey | undefined> {
  try {
    return await reading;
  } catch (cause) {
    if (cause instanceof HifazatError && cause.code === "key_missing") return undefined;
    throw cause;
  }
}
