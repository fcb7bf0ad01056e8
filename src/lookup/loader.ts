import { HifazatError } from "../core/errors.ts";
import { manifestName, siteName } from "../protocol/artefact-names.ts";
import { MAX_MANIFEST_BYTES, MAX_SITE_BYTES } from "../protocol/limits.ts";
import { type FileRef, parseManifest } from "../protocol/manifest.ts";
import { parseSiteSettings } from "../protocol/site-settings.ts";
import type { LoadedRelease, PublishedSite } from "./loaded-release.ts";
import { checkIndex, type OpenedIndex, openWholeIndex, type ReleaseFiles } from "./open-index.ts";
import { canonicalJson } from "./tuf/canonical-json.ts";
import {
  type FileRead,
  trustFirstRoot,
  trustNextRoot,
  trustSnapshot,
  trustTarget,
  trustTargets,
  trustTimestamp,
} from "./tuf/chain.ts";
import { type Metadata, metaOf, targetOf } from "./tuf/metadata.ts";
import { roleKeys } from "./tuf/signatures.ts";

/**
 * Reads one file of the repository (`metadata/…` or `targets/…`): all its bytes and their SHA-256, undefined when there is
 * none, `tuf_endless_data` when it is longer than `limit` bytes. Must not stall the caller while it reads or hashes.
 */
export type ReadFile = (path: string, limit: number) => Promise<FileRead | undefined>;

/** What was found trustworthy so far. A later load never goes back behind it. */
type Trust = {
  readonly root: Metadata;
  readonly timestamp?: Metadata;
  readonly snapshot?: Metadata;
  /** SHA-256 of the timestamp file that was followed to the end. */
  readonly followed?: string;
};

/** Most bytes of a metadata file. */
const MAX_ROOT_BYTES = 512_000;
const MAX_TIMESTAMP_BYTES = 16_384;
const MAX_METADATA_BYTES = 5_000_000;
/** Most roots that follow one another in one load (TUF specification 5.3.3). */
const MAX_ROOT_ROTATIONS = 256;

/**
 * A loader that remembers what it trusts: each call reads the release there is now. `firstRoot` is trusted for another
 * reason than being in the repository: it was shipped, or lies on the registry's own disk.
 */
export function releaseLoader(
  read: ReadFile,
  firstRoot: () => Promise<Uint8Array | undefined>,
  open: (files: ReleaseFiles) => Promise<OpenedIndex> = openWholeIndex,
): () => Promise<LoadedRelease | undefined> {
  let trust: Trust | undefined;
  let current: LoadedRelease | undefined;
  return async () => {
    if (trust === undefined) {
      const root = await firstRoot();
      if (root === undefined) return undefined;
      trust = { root: await trustFirstRoot(root) };
    }
    const next = await loadRelease(read, open, trust, current);
    trust = next.trust;
    current = next.release;
    return current;
  };
}

/** The root that the repository itself begins with, for a reader on the same disk: who writes there is trusted anyway. */
export function ownRoot(read: ReadFile): () => Promise<Uint8Array | undefined> {
  return async () => {
    const file = await read("metadata/1.root.json", MAX_ROOT_BYTES);
    return file && new Uint8Array(file.buffer);
  };
}

/**
 * Follows timestamp, snapshot and targets to the release of the `general` list and reads its index, everything verified
 * from the root down. The sealed list is never opened here (DESIGN 6). Returns `current` with new dates when the
 * release is the same, undefined when nothing was published yet. Throws what was wrong; the caller keeps what it has.
 */
async function loadRelease(
  read: ReadFile,
  open: (files: ReleaseFiles) => Promise<OpenedIndex>,
  trust: Trust,
  current: LoadedRelease | undefined,
): Promise<{ trust: Trust; release: LoadedRelease | undefined }> {
  const pointer = (): Promise<FileRead> => present(read, "metadata/timestamp.json", MAX_TIMESTAMP_BYTES);
  let pointed = await pointer();
  // The very bytes that were verified before, and all they lead to: a new root that leaves them alone can wait for others.
  if (current !== undefined && pointed.sha256 === trust.followed) return { trust, release: current };
  const root = await latestRoot(read, trust.root);
  // A publisher that changes keys puts the new root last: what was read before it may be signed by keys that it takes away.
  if (root !== trust.root) pointed = await pointer();
  const known = root === trust.root ? trust : forgetRotated(trust, root);
  const timestamp = await trustTimestamp(root, pointed, known.timestamp);
  const snapshotPath = `metadata/${metaOf(timestamp, "snapshot.json").version}.snapshot.json`;
  const snapshotFile = await present(read, snapshotPath, MAX_METADATA_BYTES);
  const snapshot = await trustSnapshot(root, timestamp, snapshotFile, known.snapshot);
  const targetsPath = `metadata/${metaOf(snapshot, "targets.json").version}.targets.json`;
  const targets = await trustTargets(root, snapshot, await present(read, targetsPath, MAX_METADATA_BYTES));

  const nextTrust = { root, timestamp, snapshot, followed: pointed.sha256 };
  if (current === undefined && targetOf(targets, manifestName("general")) === undefined) {
    return { trust: nextTrust, release: undefined };
  }
  const expires = [root, timestamp, snapshot, targets].map(({ expires }) => expires).reduce((a, b) => (a < b ? a : b));
  const release = await openRelease(read, open, targets, expires, current);
  const site = await readSite(read, targets, current?.site);
  return { trust: nextTrust, release: { ...release, site, expires } };
}

async function openRelease(
  read: ReadFile,
  open: (files: ReleaseFiles) => Promise<OpenedIndex>,
  targets: Metadata,
  expires: string,
  current: LoadedRelease | undefined,
): Promise<Omit<LoadedRelease, "site">> {
  const name = manifestName("general");
  const manifestPath = hashedPath(targets, name);
  if (current?.manifestPath === manifestPath) return current;
  const manifestFile = await present(read, `targets/${manifestPath}`, MAX_MANIFEST_BYTES);
  trustTarget(targets, name, manifestFile);
  const manifest = parseManifest(new TextDecoder().decode(manifestFile.buffer));
  if (current !== undefined && manifest.release < current.manifest.release) {
    throw new HifazatError("tuf_rollback", `release ${manifest.release} is older than ${current.manifest.release}`);
  }

  const pathOf = ({ name, sha256, bytes }: FileRef): string => {
    const target = targetOf(targets, name);
    if (target?.sha256 !== sha256 || target.length !== bytes)
      throw new HifazatError("tuf_mix_and_match", `${name} is not the one the manifest names`);
    return `targets/${hashedPath(targets, name)}`;
  };
  const trusted = async (file: FileRef, limit: number): Promise<FileRead> => {
    const bytes = await present(read, pathOf(file), limit);
    trustTarget(targets, file.name, bytes);
    return bytes;
  };
  const published = { manifest, manifestPath, expires };
  const opened = await open({ published, pathOf, trusted });
  checkIndex(opened.index, manifest);
  return { ...published, ...opened };
}

/** Like everything that targets name it has to be there as signed: a mirror must not choose which of it is shown. */
async function readSite(
  read: ReadFile,
  targets: Metadata,
  known: PublishedSite | undefined,
): Promise<PublishedSite | undefined> {
  const name = siteName("general");
  if (targetOf(targets, name) === undefined) return undefined;
  const path = hashedPath(targets, name);
  if (known?.path === path) return known;
  const file = await present(read, `targets/${path}`, MAX_SITE_BYTES);
  trustTarget(targets, name, file);
  return { path, settings: parseSiteSettings(new TextDecoder().decode(file.buffer)) };
}

/** Consistent snapshots (TUF specification 6.2): the hash stands before the last segment of the name. */
function hashedPath(targets: Metadata, name: string): string {
  const target = targetOf(targets, name);
  if (target === undefined) throw new HifazatError("tuf_mix_and_match", `targets does not name ${name}`);
  const slash = name.lastIndexOf("/") + 1;
  return `${name.slice(0, slash)}${target.sha256}.${name.slice(slash)}`;
}

async function latestRoot(read: ReadFile, trusted: Metadata): Promise<Metadata> {
  let root = trusted;
  for (let rotations = 0; rotations < MAX_ROOT_ROTATIONS; rotations++) {
    const next = await read(`metadata/${root.version + 1}.root.json`, MAX_ROOT_BYTES);
    if (next === undefined) return root;
    root = await trustNextRoot(root, new Uint8Array(next.buffer));
  }
  return root;
}

/** New online keys begin a new history, so that a stolen key cannot freeze clients by a huge version (5.3.11). */
function forgetRotated(trust: Trust, root: Metadata): Trust {
  const keysOf = (role: "timestamp" | "snapshot", of: Metadata): string => canonicalJson([...roleKeys(of, role).keys]);
  const rotated = (["timestamp", "snapshot"] as const).some((role) => keysOf(role, trust.root) !== keysOf(role, root));
  return rotated ? { root } : { ...trust, root };
}

async function present(read: ReadFile, path: string, limit: number): Promise<FileRead> {
  const file = await read(path, limit);
  if (file === undefined) throw new HifazatError("tuf_malformed", `${path} is not in the repository`);
  return file;
}
