import { MetaFile, Root, Timestamp } from "@tufjs/models";
import { beforeEach, describe, expect, test } from "vitest";
import { HifazatError } from "../../src/core/errors.ts";
import { type ReadFile, releaseLoader } from "../../src/lookup/loader.ts";
import { lookup } from "../../src/lookup/verdict.ts";
import {
  type Files,
  type FixtureEntry,
  type FixtureRelease,
  indexOf,
  metadataFiles,
  newKey,
  newKeys,
  releaseFiles,
  rootOf,
  sha256,
  signed,
} from "../fixtures/repository.ts";

const keys = newKeys();
const ENTRIES: FixtureEntry[] = [{ value: "blocked.example", scope: "domain" }];
const COMMON = { specVersion: "1.0.31", expires: "2099-01-01T00:00:00Z" };
const release = (number: number, change: Partial<FixtureRelease> = {}): Files =>
  releaseFiles({ release: number, entries: ENTRIES, keys, ...change });

let files: Files = {};
let reads: string[] = [];
const read: ReadFile = async (path, limit) => {
  reads.push(path);
  const bytes = files[path];
  if (bytes === undefined) return undefined;
  if (bytes.length > limit) throw new HifazatError("tuf_endless_data", path);
  return { buffer: bytes.slice().buffer, sha256: sha256(bytes) };
};
const loader = () => releaseLoader(read, async () => files["metadata/1.root.json"]);
const replace = (pattern: RegExp, bytes: Uint8Array<ArrayBuffer>): void => {
  const name = Object.keys(files).find((path) => pattern.test(path));
  if (name === undefined) throw new Error(`no file ${pattern}`);
  files[name] = bytes;
};
const refused = (code: string) => ({ code });

beforeEach(() => {
  files = release(1);
  reads = [];
});

describe("a release that everything vouches for", () => {
  test("is loaded whole", async () => {
    const loaded = await loader()();
    expect(loaded?.manifest.release).toBe(1);
    expect(loaded && lookup(loaded.index, "www.blocked.example").blocked).toBe(true);
  });

  test("is followed by the next one", async () => {
    const load = loader();
    await load();
    files = { ...files, ...release(2, { entries: [] }) };
    const next = await load();
    expect(next && lookup(next.index, "www.blocked.example")).toMatchObject({ blocked: false, release: 2 });
  });

  test("is not read again when only its dates are new", async () => {
    const load = loader();
    const first = await load();
    files = { ...files, ...release(1, { version: 2, expires: "2098-01-01T00:00:00Z" }) };
    reads = [];
    const renewed = await load();
    expect(renewed?.index).toBe(first?.index);
    expect(renewed?.expires).toBe("2098-01-01T00:00:00Z");
    expect(reads.filter((path) => path.startsWith("targets/"))).toEqual([]);
  });

  test("says when the first of its signatures expires, and is loaded though it has", async () => {
    files = release(1, { expires: "2020-01-01T00:00:00Z" });
    expect((await loader()())?.expires).toBe("2020-01-01T00:00:00Z");
  });

  test("is awaited as long as the repository is empty", async () => {
    files = metadataFiles(keys, 1, "2099-01-01T00:00:00Z", {});
    const load = loader();
    expect(await load()).toBeUndefined();
    files = { ...files, ...release(2) };
    expect((await load())?.manifest.release).toBe(2);
  });
});

describe("refused is", () => {
  const stranger = newKeys();

  test.each(["timestamp", "snapshot", "targets"] as const)("%s metadata signed by a stranger", async (role) => {
    files = release(1, { keys: { ...keys, [role]: stranger[role] } });
    files["metadata/1.root.json"] = signed(rootOf(keys), keys.root, keys.root2);
    await expect(loader()()).rejects.toMatchObject(refused("tuf_signature"));
  });

  test("metadata changed after it was signed", async () => {
    const text = new TextDecoder().decode(files["metadata/timestamp.json"]);
    replace(/timestamp/, new TextEncoder().encode(text.replace("2099", "2199")));
    await expect(loader()()).rejects.toMatchObject(refused("tuf_signature"));
  });

  test("a root with one signature of two", async () => {
    files["metadata/1.root.json"] = signed(rootOf(keys), keys.root);
    await expect(loader()()).rejects.toMatchObject(refused("tuf_threshold"));
  });

  test("a root where one key signs under two names", async () => {
    const root = rootOf(keys);
    const json = root.toJSON() as { keys: Record<string, unknown>; roles: { root: { keyids: string[] } } };
    const twin = "f".repeat(64);
    json.keys[twin] = json.keys[keys.root.id];
    json.roles.root.keyids = [keys.root.id, twin];
    const doubled = Root.fromJSON(json as Parameters<typeof Root.fromJSON>[0]);
    files["metadata/1.root.json"] = signed(doubled, keys.root, { ...keys.root, id: twin });
    await expect(loader()()).rejects.toMatchObject(refused("tuf_threshold"));
  });

  test("an older timestamp than the one seen", async () => {
    const old = files;
    const load = loader();
    files = { ...old, ...release(2) };
    await load();
    files = old;
    await expect(load()).rejects.toMatchObject(refused("tuf_rollback"));
  });

  test("an older timestamp over the same snapshot", async () => {
    const timestampOf = (version: number): Uint8Array<ArrayBuffer> => {
      const bytes = files["metadata/1.snapshot.json"] ?? new Uint8Array();
      const snapshotMeta = new MetaFile({ version: 1, length: bytes.length, hashes: { sha256: sha256(bytes) } });
      return signed(new Timestamp({ ...COMMON, version, snapshotMeta }), keys.timestamp);
    };
    const load = loader();
    replace(/timestamp/, timestampOf(2));
    await load();
    replace(/timestamp/, timestampOf(1));
    await expect(load()).rejects.toMatchObject(refused("tuf_rollback"));
  });

  test("a snapshot of another version than the timestamp's, when the timestamp gives no hash", async () => {
    const snapshotMeta = new MetaFile({ version: 2 });
    replace(/timestamp/, signed(new Timestamp({ ...COMMON, version: 2, snapshotMeta }), keys.timestamp));
    files["metadata/2.snapshot.json"] = files["metadata/1.snapshot.json"] ?? new Uint8Array();
    await expect(loader()()).rejects.toMatchObject(refused("tuf_mix_and_match"));
  });

  test("an index that is signed but not the one the manifest names", async () => {
    const index = { name: "general/index.bin", sha256: "0".repeat(64), bytes: 1, encoding: "identity" as const };
    files = release(1, { manifest: { index } });
    await expect(loader()()).rejects.toMatchObject(refused("tuf_mix_and_match"));
  });

  test("an older release under newer metadata", async () => {
    const load = loader();
    files = release(5);
    await load();
    files = { ...files, ...release(4, { version: 6 }) };
    await expect(load()).rejects.toMatchObject(refused("tuf_rollback"));
  });

  test("a snapshot of another release than the timestamp's", async () => {
    replace(/snapshot/, release(2)["metadata/2.snapshot.json"] ?? new Uint8Array());
    await expect(loader()()).rejects.toMatchObject(refused("tuf_mix_and_match"));
  });

  test("an index cut short", async () => {
    const [, index = new Uint8Array()] = Object.entries(files).find(([path]) => path.endsWith("index.bin")) ?? [];
    replace(/index\.bin/, index.slice(0, -4));
    await expect(loader()()).rejects.toMatchObject(refused("tuf_truncated"));
  });

  test("an index with one bit changed", async () => {
    const [, index = new Uint8Array()] = Object.entries(files).find(([path]) => path.endsWith("index.bin")) ?? [];
    const changed = index.slice();
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    replace(/index\.bin/, changed);
    await expect(loader()()).rejects.toMatchObject(refused("tuf_mix_and_match"));
  });

  test("an index that is signed but of another release", async () => {
    files = release(1, { index: indexOf(2, ENTRIES).bytes });
    await expect(loader()()).rejects.toMatchObject(refused("identity_mismatch"));
  });

  test("an index that is signed but of the sealed list", async () => {
    files = release(1, { index: indexOf(1, ENTRIES, "sealed").bytes });
    await expect(loader()()).rejects.toMatchObject(refused("identity_mismatch"));
  });

  test("metadata without end", async () => {
    replace(/timestamp/, new Uint8Array(100_000));
    await expect(loader()()).rejects.toMatchObject(refused("tuf_endless_data"));
  });

  test("metadata that is not what its name says", async () => {
    replace(/timestamp/, files["metadata/1.snapshot.json"] ?? new Uint8Array());
    await expect(loader()()).rejects.toMatchObject(refused("tuf_malformed"));
  });
});

test("after a refusal the next good release is taken", async () => {
  const load = loader();
  await load();
  files = { ...files, ...release(2, { index: indexOf(1, ENTRIES).bytes }) };
  await expect(load()).rejects.toMatchObject(refused("identity_mismatch"));
  files = { ...files, ...release(3) };
  expect((await load())?.manifest.release).toBe(3);
});

describe("a new root", () => {
  test("signed by the old keys and the new ones is followed, and its online keys count from then on", async () => {
    const load = loader();
    await load();
    const rotated = { ...newKeys(), root: keys.root, root2: keys.root2 };
    const next = release(2, { keys: rotated });
    files = { ...files, ...next, "metadata/1.root.json": files["metadata/1.root.json"] ?? new Uint8Array() };
    await expect(load()).rejects.toMatchObject(refused("tuf_signature"));
    files["metadata/2.root.json"] = signed(rootOf(rotated, 2), keys.root, keys.root2);
    expect((await load())?.manifest.release).toBe(2);
  });

  test("ends a history that a stolen timestamp key had pushed ahead", async () => {
    const load = loader();
    files = release(1, { version: 1_000_000 });
    await load();
    const rotated = { ...keys, timestamp: newKey() };
    files = {
      ...files,
      ...release(2, { keys: rotated }),
      "metadata/1.root.json": signed(rootOf(keys), keys.root, keys.root2),
    };
    files["metadata/2.root.json"] = signed(rootOf(rotated, 2), keys.root, keys.root2);
    expect((await load())?.manifest.release).toBe(2);
  });

  test("signed only by its own keys is refused", async () => {
    const own = newKeys();
    files = { ...release(2, { keys: own }), "metadata/1.root.json": files["metadata/1.root.json"] ?? new Uint8Array() };
    files["metadata/2.root.json"] = signed(rootOf(own, 2), own.root, own.root2);
    await expect(loader()()).rejects.toMatchObject(refused("tuf_signature"));
  });

  test("that skips a version is refused", async () => {
    files["metadata/2.root.json"] = signed(rootOf(keys, 3), keys.root, keys.root2);
    await expect(loader()()).rejects.toMatchObject(refused("tuf_rollback"));
  });
});
