import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Download } from "../agent/registry/download.ts";
import { openRepository } from "../agent/registry/trust.ts";
import { indexName } from "../protocol/artefact-names.ts";
import { namedManifest, targetFile } from "../publish/published-release.ts";
import { PUBLIC_LIST } from "../publish/publishing.ts";
import { removeOutdated } from "../publish/retention.ts";
import { metadataName, newestRoot, readChain, TIMESTAMP, versionsOf } from "../publish/tuf/chain.ts";
import { readRoot, readSnapshot, readTargets, readTimestamp } from "../publish/tuf/metadata.ts";
import type { ArtefactStore } from "../storage/artefacts.ts";
import type { FromRebuildWorker, RebuildJob } from "./rebuild-index.ts";

export type Mirroring = {
  readonly store: ArtefactStore;
  /** The folder that the store is. */
  readonly repository: string;
  readonly rebuild: (job: RebuildJob) => Promise<FromRebuildWorker>;
  /** A folder for tuf-js to work in; nothing in it outlives a round. */
  readonly work: string;
  /** The root that trust begins with, when nothing is kept yet. */
  readonly root: Uint8Array;
  readonly now: () => Date;
};

export type Mirrored = {
  /** The release that is kept now; 0 before the first. */
  readonly release: number;
  readonly pollSeconds: number | undefined;
  /** Bytes of target files that came. */
  readonly fetched: number;
  /** Why the whole index was among them, when it was. */
  readonly indexFetched: string | undefined;
};

/**
 * Brings the tree in `store` to what `registry`, or a mirror of it, has published, as any TUF client does it (its
 * specification, section 5), and in the publisher's order: files, metadata, pointer. So the tree is at every moment a
 * whole release that verified, and what it was taken from need not be trusted. Throws the code of what was wrong with
 * the tree unchanged, or with files more that no pointer leads to.
 */
export async function mirrorRound(registry: string, download: Download, mirroring: Mirroring): Promise<Mirrored> {
  const { store, work, now } = mirroring;
  await checkOut(mirroring);
  const metadata = new Map<string, Uint8Array>();
  const noting: Download = async (url, limits) => {
    const answer = await download(url, limits);
    const name = /\/tuf\/metadata\/([^/]+)$/.exec(url)?.[1];
    if (answer.kind === "bytes" && name !== undefined) metadata.set(`metadata/${name}`, answer.bytes);
    return answer;
  };
  const repository = await openRepository(registry, work, noting);
  const verified = (role: string): Promise<Uint8Array> => readFile(join(work, `${role}.json`));
  const timestamp = await verified("timestamp");
  const targets = await verified("targets");
  const snapshot = await verified("snapshot");

  let fetched = 0;
  let indexFetched: string | undefined;
  const missing: { readonly name: string; readonly file: string; readonly length: number }[] = [];
  for (const { path: name, hashes, length } of Object.values(readTargets(targets).signed.targets)) {
    const file = targetFile({ name, sha256: hashes.sha256 ?? "" });
    if (!(await store.has(file))) missing.push({ name, file, length });
  }
  // The index last: what it can be made from is there by then.
  const index = indexName(PUBLIC_LIST);
  missing.sort((one, other) => Number(one.name === index) - Number(other.name === index));
  for (const { name, file, length } of missing) {
    const made = name === index ? await madeIndex(mirroring, readTargets(targets)) : undefined;
    if (made !== undefined && "index" in made) await store.put(file, made.index);
    else {
      await store.put(file, await repository.target(name));
      fetched += length;
      indexFetched = made?.reason;
    }
  }

  // Crash window: files that no metadata here names; the next round finds them.
  await store.put(metadataName("targets", readTargets(targets).signed.version), targets);
  await store.put(metadataName("snapshot", readSnapshot(snapshot).signed.version), snapshot);
  // What was verified as root on the way: clients of this mirror walk through all of them.
  const newest = readRoot(await verified("root")).signed.version;
  for (const [name, bytes] of metadata) {
    const version = Number(/(\d+)\.root\.json$/.exec(name)?.[1]);
    if (version <= newest) await store.put(name, bytes);
  }
  // Crash window: metadata that no timestamp names.
  if (!same(await store.get(TIMESTAMP), timestamp)) {
    await store.replace(TIMESTAMP, timestamp);
    await removeOutdated(store, PUBLIC_LIST, now());
  }
  await rm(work, { recursive: true, force: true });
  const manifest = await namedManifest(store, readTargets(targets), PUBLIC_LIST);
  return { release: manifest?.release ?? 0, pollSeconds: manifest?.nextPollSeconds, fetched, indexFetched };
}

/**
 * The index of the release that `targets` names, made from the one that is kept: its delta is a thousandth of it (protocol
 * 8.12). When it cannot be made, for whatever reason, it is fetched.
 */
async function madeIndex(
  { store, repository, rebuild }: Mirroring,
  targets: ReturnType<typeof readTargets>,
): Promise<FromRebuildWorker> {
  const next = await namedManifest(store, targets, PUBLIC_LIST);
  const chain = await readChain(store);
  const kept = chain && (await namedManifest(store, chain.targets, PUBLIC_LIST));
  if (next?.indexDelta === undefined || kept?.release !== next.indexDelta.base)
    return { reason: "there is no delta from the release that is kept" };
  const delta = await store.get(targetFile(next.indexDelta));
  if (delta === undefined) return { reason: "the delta is not there" };
  const base = { file: join(repository, targetFile(kept.index)), sha256: kept.index.sha256 };
  return rebuild({ base, delta, sha256: next.index.sha256 });
}

/** Gives tuf-js what is trusted: the newest root kept, and the chain it led to, against which nothing older is taken. */
async function checkOut({ store, work, root }: Mirroring): Promise<void> {
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  if ((await versionsOf(store, "root")).length === 0)
    await store.put(metadataName("root", readRoot(root).signed.version), root);
  const newest = (await newestRoot(store)).signed.version;
  const copy = async (name: string, role: string): Promise<void> => {
    const bytes = await store.get(name);
    if (bytes !== undefined) await writeFile(join(work, `${role}.json`), bytes);
  };
  await copy(metadataName("root", newest), "root");
  const pointer = await store.get(TIMESTAMP);
  if (pointer === undefined) return;
  await copy(TIMESTAMP, "timestamp");
  await copy(metadataName("snapshot", readTimestamp(pointer).signed.snapshotMeta.version), "snapshot");
  const chain = await readChain(store);
  if (chain !== undefined) await copy(metadataName("targets", chain.targets.signed.version), "targets");
}

const same = (one: Uint8Array | undefined, other: Uint8Array): boolean =>
  one !== undefined && Buffer.compare(one, other) === 0;
