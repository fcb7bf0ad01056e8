import { describe, expect, test } from "vitest";
import { deltaName, filterName, indexName, manifestName, snapshotName } from "../../src/protocol/artefact-names.ts";
import { MAX_MANIFEST_BYTES } from "../../src/protocol/limits.ts";
import { formatManifest, type Manifest, parseManifest } from "../../src/protocol/manifest.ts";

const sha256 = "0123456789abcdef".repeat(4);
const file = (name: string, encoding: "identity" | "zstd" | "br") => ({ name, sha256, bytes: 1_000, encoding });

const manifest: Manifest = {
  format: "hifazat-release/1",
  list: "general",
  release: 10,
  previous: 9,
  published: "2026-11-24T03:00:00Z",
  entries: 3,
  categories: { proxy: 1, decency: 2 },
  identity: { sha256, bytes: 90 },
  snapshot: file(snapshotName("general"), "zstd"),
  deltas: [9, 8, 4].map((base) => ({ ...file(deltaName("general", base), "br"), base })),
  filter: file(filterName("general"), "identity"),
  index: file(indexName("general"), "identity"),
  nextPollSeconds: 60,
};

type Json = Record<string, unknown>;
const json = (): Json => JSON.parse(formatManifest(manifest));
const malformed = expect.objectContaining({ code: "manifest_malformed" });

function parseWith(change: (members: Json) => void): Manifest {
  const members = json();
  change(members);
  return parseManifest(JSON.stringify(members));
}

describe("the manifest", () => {
  test("gives back what was written", () => expect(parseManifest(formatManifest(manifest))).toEqual(manifest));

  test("is written in one way only, whatever the order of members", () => {
    const turned = Object.fromEntries(Object.entries(manifest).reverse()) as Manifest;
    const text = formatManifest(turned);
    expect(text).toBe(formatManifest(manifest));
    expect(text).toMatch(/^\{"categories":\{"decency":2,"proxy":1\},"deltas":\[\{"base":9,"bytes":1000,/);
    expect(text).toMatch(/"next_poll_seconds":60,.*\}\n$/);
  });

  test("may have members that this version does not know", () => {
    const parsed = parseWith((members) => {
      members.later = { anything: true };
      (members.snapshot as Json).mirror = 1;
    });
    expect(parsed).toEqual(manifest);
  });

  test("is refused when it is too large", () => {
    expect(() => parseManifest(formatManifest(manifest).padEnd(MAX_MANIFEST_BYTES))).not.toThrow();
    expect(() => parseManifest(formatManifest(manifest).padEnd(MAX_MANIFEST_BYTES + 1))).toThrow(malformed);
  });

  test("may be the first release, without deltas and entries", () => {
    const first = { ...manifest, release: 1, previous: 0, deltas: [], entries: 0, categories: {} };
    expect(parseManifest(formatManifest(first))).toEqual(first);
  });

  test.each(Object.keys(json()))("is refused without %s", (name) => {
    expect(() => parseWith((members) => delete members[name])).toThrow(malformed);
  });

  test.each(["name", "sha256", "bytes", "encoding"])("is refused when a file has no %s", (name) => {
    for (const place of ["snapshot", "filter", "index"]) {
      expect(() => parseWith((members) => delete (members[place] as Json)[name]), place).toThrow(malformed);
    }
    expect(() => parseWith((members) => delete (members.deltas as Json[])[1]?.[name])).toThrow(malformed);
  });

  test.each<[string, unknown]>([
    ["format", "hifazat-release/2"],
    ["list", "private"],
    ["release", 0],
    ["release", 1.5],
    ["release", "10"],
    ["release", 2 ** 53],
    ["previous", 10],
    ["previous", -1],
    ["published", "2026-11-24 03:00:00Z"],
    ["published", "2026-11-24T03:00:00+05:00"],
    ["published", "2026-13-24T03:00:00Z"],
    ["entries", -1],
    ["entries", 4],
    ["entries", 2 ** 24 + 1],
    ["categories", { proxy: 1, decency: 1 }],
    ["categories", { proxy: 1, Decency: 2 }],
    ["categories", { proxy: 4, decency: -1 }],
    ["categories", []],
    ["identity", null],
    ["identity", { sha256, bytes: "90" }],
    ["identity", { sha256: sha256.toUpperCase(), bytes: 90 }],
    ["identity", { sha256: sha256.slice(1), bytes: 90 }],
    ["deltas", {}],
    ["deltas", [null]],
    ["next_poll_seconds", 0],
    ["next_poll_seconds", 86_401],
    ["index", "general/index.bin"],
  ])("is refused with %s of %j", (name, value) => {
    expect(() =>
      parseWith((members) => {
        members[name] = value;
      }),
    ).toThrow(malformed);
  });

  test.each([
    "list.txt.zst",
    "sealed/list.txt.zst",
    "general/../sealed/list.txt.zst",
    "general/.hidden",
    "general/a/b",
    "/general/list.txt.zst",
    "general/List.txt",
    "general/",
  ])("is refused with a file named %s", (name) => {
    expect(() => parseWith((members) => Object.assign(members.snapshot as Json, { name }))).toThrow(malformed);
  });

  test("is refused when bases do not descend below the release", () => {
    for (const bases of [[9, 9], [8, 9], [10], [0], [-1], [1.5]]) {
      const deltas = bases.map((base) => ({ ...file(deltaName("general", base), "br"), base }));
      expect(() => parseWith((members) => Object.assign(members, { deltas })), String(bases)).toThrow(malformed);
    }
  });

  test.each(["", "null", "[]", "{", "1", '"x"'])("is refused when it is %j", (text) => {
    expect(() => parseManifest(text)).toThrow(malformed);
  });

  test("a category named as a member of every object is one like any other", () => {
    expect(
      parseWith((members) => Object.assign(members, { entries: 3, categories: { constructor: 3 } })).categories,
    ).toEqual({ constructor: 3 });
  });
});

describe("target paths", () => {
  test("are those of the specification", () => {
    expect([manifestName("general"), snapshotName("general"), deltaName("general", 12)]).toEqual([
      "general/manifest.json",
      "general/list.txt.zst",
      "general/delta-12.txt.br",
    ]);
    expect([filterName("sealed"), indexName("sealed")]).toEqual(["sealed/filter.bin", "sealed/index.bin"]);
  });
});
