import type { Metadata, Root, Snapshot, Targets, Timestamp } from "@tufjs/models";
import { HifazatError } from "../../core/errors.ts";
import type { ArtefactStore } from "../../storage/artefacts.ts";
import { readRoot, readSnapshot, readTargets, readTimestamp } from "./metadata.ts";
import type { OnlineRole } from "./roles.ts";

/** What the store publishes now: the newest root, and what its timestamp leads to. */
export type Chain = {
  readonly root: Metadata<Root>;
  readonly timestamp: Metadata<Timestamp>;
  readonly snapshot: Metadata<Snapshot>;
  readonly targets: Metadata<Targets>;
};

export const TIMESTAMP = "metadata/timestamp.json";
export const metadataName = (role: "root" | "targets" | "snapshot", version: number): string =>
  `metadata/${version}.${role}.json`;

/** The newest root. Throws `data_not_initialised` when there is none. */
export async function newestRoot(store: ArtefactStore): Promise<Metadata<Root>> {
  const version = (await versionsOf(store, "root")).at(-1);
  if (version === undefined)
    throw new HifazatError("data_not_initialised", "There is no root metadata: run `hifazat init` first.");
  return readRoot(await need(store, metadataName("root", version)));
}

/** Follows timestamp to snapshot to targets. Undefined when no timestamp was published yet. */
export async function readChain(store: ArtefactStore): Promise<Chain | undefined> {
  const root = await newestRoot(store);
  const bytes = await store.get(TIMESTAMP);
  if (bytes === undefined) return undefined;
  const timestamp = readTimestamp(bytes);
  const snapshot = readSnapshot(await need(store, metadataName("snapshot", timestamp.signed.snapshotMeta.version)));
  const version = snapshot.signed.meta["targets.json"]?.version ?? 0;
  return { root, timestamp, snapshot, targets: readTargets(await need(store, metadataName("targets", version))) };
}

/** The versions of a role that the store holds, published or left by a run that died; ascending. */
export async function versionsOf(store: ArtefactStore, role: "root" | "targets" | "snapshot"): Promise<number[]> {
  const pattern = new RegExp(`^([1-9][0-9]{0,14})\\.${role}\\.json$`);
  const names = await store.names("metadata");
  return names.flatMap((name) => Number(pattern.exec(name)?.[1] ?? Number.NaN) || []).sort((a, b) => a - b);
}

/** Whether the newest root's keys stand behind what the chain says in this role. */
export function isVouchedFor(chain: Chain, role: OnlineRole): boolean {
  try {
    chain.root.verifyDelegate(role, chain[role]);
    return true;
  } catch {
    return false;
  }
}

async function need(store: ArtefactStore, name: string): Promise<Uint8Array> {
  const bytes = await store.get(name);
  if (bytes !== undefined) return bytes;
  throw new HifazatError("data_not_initialised", `${name} is missing from the repository: restore it from a backup.`);
}
