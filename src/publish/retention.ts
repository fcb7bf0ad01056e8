import type { Metadata, Targets } from "@tufjs/models";
import { LIST_NAMES, type ListName } from "../core/list-name.ts";
import type { ArtefactStore } from "../storage/artefacts.ts";
import { namedManifest, targetFile } from "./published-release.ts";
import { metadataName, readChain, versionsOf } from "./tuf/chain.ts";
import { readSnapshot, readTargets } from "./tuf/metadata.ts";

export type RetentionLimits = {
  /** This many newest releases keep their files. */
  readonly releases: number;
  /** And so does each that was current within this many milliseconds: a client's timestamp is valid for a day. */
  readonly age: number;
};

export const RETENTION = { releases: 8, age: 24 * 3_600_000 } as const satisfies RetentionLimits;

type Kept = {
  readonly version: number;
  readonly release: number;
  readonly published: number;
  readonly files: string[];
};

/**
 * Removes target files that no kept release names, and the targets and snapshot metadata of releases that go. Roots are
 * never removed: a client pinned at the first walks through all of them. What the timestamp leads to is always kept.
 * The caller holds the publish lock and has nothing staged to adopt. Returns the names removed.
 */
export async function removeOutdated(
  store: ArtefactStore,
  list: ListName,
  now: Date,
  limits: RetentionLimits = RETENTION,
): Promise<string[]> {
  const chain = await readChain(store);
  if (chain === undefined) return [];
  const current = { targets: chain.targets.signed.version, snapshot: chain.snapshot.signed.version };
  const versions: Kept[] = [];
  for (const version of await versionsOf(store, "targets")) {
    // A number above the current one was left by a run that died: nothing names it.
    if (version <= current.targets) versions.push(await describe(store, version, list));
  }
  const kept = keptVersions(versions, current.targets, now, limits);
  const names = new Set(versions.filter(({ version }) => kept.has(version)).flatMap(({ files }) => files));

  // Metadata goes before the files it names: a run that dies in between leaves files that nothing names, never the reverse.
  const outdated: string[] = [];
  for (const version of await versionsOf(store, "snapshot")) {
    const bytes = await store.get(metadataName("snapshot", version));
    const targets = bytes && readSnapshot(bytes).signed.meta["targets.json"]?.version;
    const named = targets !== undefined && kept.has(targets) && version <= current.snapshot;
    if (!named) outdated.push(metadataName("snapshot", version));
  }
  for (const version of await versionsOf(store, "targets")) {
    if (!kept.has(version)) outdated.push(metadataName("targets", version));
  }
  for (const folder of LIST_NAMES.map((list) => `targets/${list}`)) {
    for (const name of await store.names(folder))
      if (!names.has(`${folder}/${name}`)) outdated.push(`${folder}/${name}`);
  }
  await store.remove(outdated);
  return outdated;
}

function keptVersions(versions: readonly Kept[], current: number, now: Date, limits: RetentionLimits): Set<number> {
  const releases = [...new Set(versions.map(({ release }) => release))].sort((a, b) => b - a);
  const publishedAt = new Map(versions.map(({ release, published }) => [release, published]));
  const keptReleases = new Set(
    releases.filter((_, place) => {
      const successor = releases[place - 1];
      const replaced = successor === undefined ? Number.POSITIVE_INFINITY : (publishedAt.get(successor) ?? 0);
      return place < limits.releases || replaced >= now.getTime() - limits.age;
    }),
  );
  const kept = versions.filter(({ version, release }) => version === current || keptReleases.has(release));
  return new Set(kept.map(({ version }) => version));
}

async function describe(store: ArtefactStore, version: number, list: ListName): Promise<Kept> {
  const bytes = await store.get(metadataName("targets", version));
  if (bytes === undefined) return { version, release: 0, published: 0, files: [] };
  const targets: Metadata<Targets> = readTargets(bytes);
  const manifest = await namedManifest(store, targets, list).catch(() => undefined);
  const files = Object.values(targets.signed.targets).map(({ path, hashes }) =>
    targetFile({ name: path, sha256: hashes.sha256 ?? "" }),
  );
  // Before the first release; or its manifest is gone, and it is of no use to anyone any more unless it is current.
  if (manifest === undefined) return { version, release: 0, published: 0, files };
  return { version, release: manifest.release, published: Date.parse(manifest.published), files };
}
