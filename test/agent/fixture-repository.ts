import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { brotliCompressSync, zstdCompressSync } from "node:zlib";
import { Key, Metadata, MetaFile, Root, Signature, Snapshot, TargetFile, Targets, Timestamp } from "@tufjs/models";
import { Role } from "@tufjs/models/dist/role.js";
import { deltaName, filterName, indexName, manifestName, snapshotName } from "../../src/protocol/artefact-names.ts";
import { diffLists, formatDelta } from "../../src/protocol/delta.ts";
import { ladderBases } from "../../src/protocol/ladder.ts";
import { formatLine, type ListLine } from "../../src/protocol/list.ts";
import { formatManifest, type Manifest } from "../../src/protocol/manifest.ts";
import { sortKey } from "../../src/protocol/sort-key.ts";

/** A registry small enough to forge: every file can be replaced, every signature left out or made by another key. */
export type Signer = { readonly key: Key; readonly sign: (bytes: Buffer) => Signature };

export function newSigner(): Signer {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const keyVal = { public: Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("hex") };
  const canonical = JSON.stringify({ keytype: "ed25519", keyval: keyVal, scheme: "ed25519" });
  const keyID = sha256(canonical);
  const key = new Key({ keyID, keyType: "ed25519", scheme: "ed25519", keyVal });
  return { key, sign: (bytes) => new Signature({ keyID, sig: sign(null, bytes, privateKey).toString("hex") }) };
}

export const sha256 = (bytes: string | Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Canonical list text of lines in any order. */
export function listText(lines: readonly ListLine[]): Buffer {
  const scopes = ["domain", "host", "url"];
  const keyed = lines.map((line) => ({ line, key: sortKey(line.value) }));
  keyed.sort((a, b) =>
    a.key === b.key ? scopes.indexOf(a.line.scope) - scopes.indexOf(b.line.scope) : a.key < b.key ? -1 : 1,
  );
  return Buffer.from(keyed.map(({ line }) => formatLine(line)).join(""));
}

export const domains = (...values: string[]): ListLine[] =>
  values.map((value) => ({ value, scope: "domain", category: "decency" }));

type Forgery = {
  /** Bytes published and signed in place of the true ones, uncompressed. */
  readonly delta?: Uint8Array;
  readonly snapshot?: Uint8Array;
  readonly manifest?: (manifest: Manifest) => Manifest;
  readonly withoutDeltas?: boolean;
};

const HOUR_MS = 3_600_000;

export class FixtureRepository {
  /** What the server hands out, by path. */
  readonly files = new Map<string, Buffer>();
  readonly rootSigners = [newSigner(), newSigner(), newSigner()];
  readonly online = { targets: newSigner(), snapshot: newSigner(), timestamp: newSigner() };
  readonly releases: { release: number; text: Buffer }[] = [];
  readonly expires = { root: HOUR_MS, targets: HOUR_MS, snapshot: HOUR_MS, timestamp: HOUR_MS };
  readonly versions = { root: 0, targets: 0, snapshot: 0, timestamp: 0 };
  #targets = new Map<string, Buffer>();

  constructor() {
    this.writeRoot();
  }

  get rootFile(): Buffer {
    return this.file("/tuf/metadata/1.root.json");
  }

  file(path: string): Buffer {
    const bytes = this.files.get(path);
    if (bytes === undefined) throw new Error(`the fixture has no ${path}`);
    return bytes;
  }

  /** Publishes the next release of the general list with everything that belongs to it. */
  publish(
    lines: readonly ListLine[],
    forgery: Forgery = {},
    number = (this.releases.at(-1)?.release ?? 0) + 1,
  ): Manifest {
    const text = listText(lines);
    this.releases.push({ release: number, text });
    const targets = new Map<string, Buffer>();
    const add = <E extends "identity" | "zstd" | "br">(name: string, bytes: Buffer, encoding: E) => {
      targets.set(name, bytes);
      return { name, sha256: sha256(bytes), bytes: bytes.length, encoding };
    };
    const categories: Record<string, number> = {};
    for (const { category } of lines) categories[category] = (categories[category] ?? 0) + 1;
    const deltas = forgery.withoutDeltas
      ? []
      : ladderBases(number).flatMap((base) => {
          const from = this.releases.find(({ release }) => release === base);
          if (from === undefined) return [];
          const delta = forgery.delta ?? Buffer.from(formatDelta(diffLists(from.text, text)));
          return [{ ...add(deltaName("general", base), brotliCompressSync(delta), "br"), base }];
        });
    const manifest: Manifest = {
      format: "hifazat-release/1",
      list: "general",
      release: number,
      previous: number - 1,
      published: new Date().toISOString(),
      entries: lines.length,
      categories,
      identity: { sha256: sha256(text), bytes: text.length },
      snapshot: add(snapshotName("general"), zstdCompressSync(forgery.snapshot ?? text), "zstd"),
      deltas,
      filter: add(filterName("general"), Buffer.from("filter"), "identity"),
      index: add(indexName("general"), Buffer.from("index"), "identity"),
      nextPollSeconds: 60,
    };
    const said = forgery.manifest?.(manifest) ?? manifest;
    targets.set(manifestName("general"), Buffer.from(formatManifest(said)));
    this.#targets = targets;
    for (const [name, bytes] of targets) this.files.set(targetPath(name, bytes), bytes);
    this.writeTargets();
    this.writeSnapshot();
    this.writeTimestamp();
    return said;
  }

  writeRoot(signers: readonly Signer[] = this.rootSigners.slice(0, 2), version = this.versions.root + 1): void {
    this.versions.root = version;
    const root = new Root({
      version,
      expires: this.#expiry("root"),
      consistentSnapshot: true,
      specVersion: "1.0.31",
      keys: {},
      roles: this.#roles(),
    });
    for (const { key } of this.rootSigners) root.keys[key.keyID] = key;
    for (const { key } of Object.values(this.online)) root.keys[key.keyID] = key;
    this.#write(`${version}.root.json`, new Metadata(root), signers);
  }

  writeTargets(signers = [this.online.targets]): void {
    const targets = Object.fromEntries(
      [...this.#targets].map(([path, bytes]) => [
        path,
        new TargetFile({ path, length: bytes.length, hashes: { sha256: sha256(bytes) } }),
      ]),
    );
    const version = ++this.versions.targets;
    const signed = new Targets({ version, expires: this.#expiry("targets"), specVersion: "1.0.31", targets });
    this.#write(`${version}.targets.json`, new Metadata(signed), signers);
  }

  writeSnapshot(signers = [this.online.snapshot], targetsVersion = this.versions.targets): void {
    const version = ++this.versions.snapshot;
    const meta = { "targets.json": this.#metaFile(`${targetsVersion}.targets.json`, targetsVersion) };
    const signed = new Snapshot({ version, expires: this.#expiry("snapshot"), specVersion: "1.0.31", meta });
    this.#write(`${version}.snapshot.json`, new Metadata(signed), signers);
  }

  writeTimestamp(signers = [this.online.timestamp], snapshotVersion = this.versions.snapshot): void {
    const version = ++this.versions.timestamp;
    const snapshotMeta = this.#metaFile(`${snapshotVersion}.snapshot.json`, snapshotVersion);
    const signed = new Timestamp({ version, expires: this.#expiry("timestamp"), specVersion: "1.0.31", snapshotMeta });
    this.#write("timestamp.json", new Metadata(signed), signers);
  }

  /** A copy whose files can be changed without changing these. */
  snapshotOfFiles(): Map<string, Buffer> {
    return new Map(this.files);
  }

  /** The path of the present release's target. */
  pathOf(name: string): string {
    const bytes = this.#targets.get(name);
    if (bytes === undefined) throw new Error(`the fixture has no target ${name}`);
    return targetPath(name, bytes);
  }

  #roles(): Record<string, Role> {
    const role = (signers: readonly Signer[], threshold: number) =>
      new Role({ keyIDs: signers.map(({ key }) => key.keyID), threshold });
    return {
      root: role(this.rootSigners, 2),
      targets: role([this.online.targets], 1),
      snapshot: role([this.online.snapshot], 1),
      timestamp: role([this.online.timestamp], 1),
    };
  }

  #metaFile(name: string, version: number): MetaFile {
    const bytes = this.file(`/tuf/metadata/${name}`);
    return new MetaFile({ version, length: bytes.length, hashes: { sha256: sha256(bytes) } });
  }

  #expiry(role: keyof typeof this.expires): string {
    return `${new Date(Date.now() + this.expires[role]).toISOString().slice(0, 19)}Z`;
  }

  #write(name: string, metadata: Metadata<Root | Targets | Snapshot | Timestamp>, signers: readonly Signer[]): void {
    for (const signer of signers) metadata.sign(signer.sign);
    this.files.set(`/tuf/metadata/${name}`, Buffer.from(JSON.stringify(metadata.toJSON())));
  }
}

function targetPath(name: string, bytes: Uint8Array): string {
  const slash = name.lastIndexOf("/") + 1;
  return `/tuf/targets/${name.slice(0, slash)}${sha256(bytes)}.${name.slice(slash)}`;
}
