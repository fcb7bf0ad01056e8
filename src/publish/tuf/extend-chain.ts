import { Snapshot, type TargetFile, Targets, Timestamp } from "@tufjs/models";
import type { ArtefactStore } from "../../storage/artefacts.ts";
import type { OnlineKeys } from "../keys/online-keys.ts";
import { type Chain, metadataName, TIMESTAMP, versionsOf } from "./chain.ts";
import { expiryOf } from "./lifetimes.ts";
import { fileMeta, SPECIFICATION, signedBytes } from "./metadata.ts";
import type { OnlineRole } from "./roles.ts";

export type ChainStep = "targets-signed" | "snapshot-signed" | "timestamp-signed";

type Extension = {
  readonly store: ArtefactStore;
  readonly keys: OnlineKeys;
  readonly now: Date;
  /** What is published now; undefined before the first time. */
  readonly chain: Chain | undefined;
  /** The lowest role to sign anew; everything above it follows. */
  readonly from: OnlineRole;
  /** The target files from now on; those of the chain when left out. */
  readonly targets?: Readonly<Record<string, TargetFile>>;
  readonly onStep?: (step: ChainStep) => void;
};

/**
 * Signs new metadata and publishes it, timestamp last. Until the timestamp is replaced, clients see the old chain whole:
 * files are numbered and never rewritten. A run that dies before leaves numbers that nothing names; the next run skips
 * them and retention removes them.
 */
export async function extendChain(extension: Extension): Promise<void> {
  const { store, keys, now, chain, from, onStep } = extension;
  const signTargets = chain === undefined || from === "targets";
  const signSnapshot = signTargets || chain === undefined || from === "snapshot";

  let targetsMeta = chain?.snapshot.signed.meta["targets.json"];
  if (signTargets || targetsMeta === undefined) {
    const version = await freeVersion(store, "targets");
    const targets = extension.targets ?? chain?.targets.signed.targets ?? {};
    const bytes = signedBytes(
      new Targets({ version, specVersion: SPECIFICATION, expires: expiryOf("targets", now), targets }),
      [keys.targets],
    );
    await store.put(metadataName("targets", version), bytes);
    targetsMeta = fileMeta(version, bytes);
    onStep?.("targets-signed");
  }
  // Crash window: a targets file that no snapshot names.
  let snapshotMeta = chain?.timestamp.signed.snapshotMeta;
  if (signSnapshot || snapshotMeta === undefined) {
    const version = await freeVersion(store, "snapshot");
    const meta = { "targets.json": targetsMeta };
    const bytes = signedBytes(
      new Snapshot({ version, specVersion: SPECIFICATION, expires: expiryOf("snapshot", now), meta }),
      [keys.snapshot],
    );
    await store.put(metadataName("snapshot", version), bytes);
    snapshotMeta = fileMeta(version, bytes);
    onStep?.("snapshot-signed");
  }
  // Crash window: a snapshot file that no timestamp names.
  const version = (chain?.timestamp.signed.version ?? 0) + 1;
  const timestamp = new Timestamp({
    version,
    specVersion: SPECIFICATION,
    expires: expiryOf("timestamp", now),
    snapshotMeta,
  });
  await store.replace(TIMESTAMP, signedBytes(timestamp, [keys.timestamp]));
  onStep?.("timestamp-signed");
}

async function freeVersion(store: ArtefactStore, role: "targets" | "snapshot"): Promise<number> {
  return ((await versionsOf(store, role)).at(-1) ?? 0) + 1;
}
