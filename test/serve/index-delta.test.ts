import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { openDownloader } from "../../src/agent/registry/download.ts";
import { decideReleasePolicy } from "../../src/publish/decide-policy.ts";
import { publish } from "../../src/publish/publish.ts";
import { approveEmergency } from "../../src/review/approve-emergency.ts";
import { confirmEmergency } from "../../src/review/confirm-emergency.ts";
import { submit } from "../../src/review/submit.ts";
import { withdraw } from "../../src/review/withdraw.ts";
import { mirrorRound } from "../../src/serve/mirror-round.ts";
import { rebuildIndex } from "../../src/serve/rebuild-index.ts";
import { openArtefacts } from "../../src/storage/artefacts.ts";
import { FixtureServer } from "../agent/fixture-server.ts";
import { approved, NOW, receive } from "../fixtures/orders.ts";
import { newRegistry, temporaryFolder } from "../publish/registry.ts";
import { filesBelow, repositoryOf } from "../publish/tree.ts";

/** A registry, and a replica of it that has its first release. */
async function registryAndReplica() {
  const registry = await newRegistry();
  const { db, root } = registry;
  const server = await FixtureServer.start(new Map());
  const downloader = openDownloader({ userAgent: "test" });
  onTestFinished(async () => {
    await downloader.close();
    await server.close();
  });
  const folder = temporaryFolder();
  const repository = join(folder, "tuf");
  const mirroring = {
    store: openArtefacts(repository, join(folder, "partial")),
    repository,
    rebuild: rebuildIndex,
    work: join(folder, "work"),
    root: filesBelow(repositoryOf(root)).get("metadata/1.root.json") ?? new Uint8Array(),
    now: () => new Date(),
  };
  const names = Array.from({ length: 1_000 }, (_, at) => `name-${at}.example`);
  const first = approved(db, names, { number: "PTA/2026/1" });
  await publish(registry.publishing, { releasedBy: "S" });
  /** A round with the registry as it is now: what came of it, and the files that were asked for. */
  async function round() {
    const files = filesBelow(repositoryOf(root));
    server.files = new Map([...files].map(([path, bytes]) => [`/tuf/${path}`, Buffer.from(bytes)]));
    server.requests.length = 0;
    const mirrored = await mirrorRound(server.url, downloader.download, mirroring);
    const asked = server.paths("/targets/").map((path) => path.replace(/.*[0-9a-f]{64}\./, ""));
    const kept = filesBelow(repository);
    const index = [...kept].filter(([path]) => path.endsWith(".index.bin"));
    return {
      ...mirrored,
      asked,
      same: index.every(([path, bytes]) => Buffer.compare(bytes, files.get(path) ?? bytes) === 0),
    };
  }
  await round();
  return { ...registry, first, round, mirroring };
}

test("a replica makes the index of the next release from its own: additions, removals, new orders, other dates, a rollback", async () => {
  const { db, publishing, first, round } = await registryAndReplica();
  const order = `o${first.id}`;
  const officers = { second: "C", reasons: "r" };
  const urgent = receive(db, ["urgent.example"], { number: "PTA/2026/2", urgency: "emergency" });
  const steps = [
    () => approved(db, ["=name-7.example", "news.example/a%20b"], { number: "PTA/2026/3", category: "proxy" }),
    () => withdraw(db, order, { items: [1, 3, 999], cleared: false, ...officers }, "A", NOW, 0),
    // Another order lists what the first one does: the first one's entry speaks until it is withdrawn.
    () => approved(db, ["name-9.example", "late.example"], { number: "PTA/2026/4", ground: "contempt" }),
    () => {
      submit(db, `o${urgent.id}`, "A", NOW);
      approveEmergency(db, `o${urgent.id}`, { digest: urgent.digest, reasons: "r" }, "B", NOW);
    },
    // Only its dates are others.
    () => confirmEmergency(db, `o${urgent.id}`, { digest: urgent.digest, reasons: "r" }, "C", NOW),
    () => withdraw(db, order, { items: null, cleared: false, ...officers }, "A", NOW, 0),
    () => decideReleasePolicy(db, { kind: "roll_back", to: 3, ...officers }, "A", NOW),
    () => decideReleasePolicy(db, { kind: "end_rollback", ...officers }, "A", NOW),
  ];
  for (const [at, step] of steps.entries()) {
    step();
    await publish(publishing, { releasedBy: "S" });
    const { asked, indexFetched, same } = await round();
    expect([at, indexFetched, same, asked.includes("index.bin"), asked.includes("index-delta.txt.br")]).toEqual([
      at,
      undefined,
      true,
      false,
      true,
    ]);
  }
});

test("the vector's delta makes of the vector's index the next one, byte for byte", async () => {
  const vector = JSON.parse(readFileSync(new URL("../vectors/index-delta.json", import.meta.url), "utf8"));
  const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
  const [base, next] = [Buffer.from(vector.base, "hex"), Buffer.from(vector.file, "hex")];
  const file = join(temporaryFolder(), "index.bin");
  writeFileSync(file, base);
  const delta = brotliCompressSync(vector.delta);
  const made = await rebuildIndex({ base: { file, sha256: sha256(base) }, delta, sha256: sha256(next) });
  expect(made).toEqual({ index: new Uint8Array(next) });
});

test("a replica that missed a release, or lost its index, takes the whole index", async () => {
  const { db, publishing, round, mirroring } = await registryAndReplica();
  for (const name of ["one.example", "two.example"]) {
    approved(db, [name], { number: name });
    await publish(publishing);
  }
  const missed = await round();
  expect(missed).toMatchObject({
    release: 3,
    indexFetched: "there is no delta from the release that is kept",
    same: true,
  });
  expect(missed.asked).toContain("index.bin");

  approved(db, ["three.example"], { number: "three" });
  await publish(publishing);
  const index = [...filesBelow(mirroring.repository).keys()].filter((path) => path.endsWith(".index.bin"));
  await mirroring.store.remove(index);
  expect(await round()).toMatchObject({
    release: 4,
    indexFetched: "the index before is not one to build upon",
    same: true,
  });
});

test("an index delta that is malformed, or makes another index than the signed one, is not believed", async () => {
  const { db, publishing, root, mirroring } = await registryAndReplica();
  approved(db, ["one.example"], { number: "one" });
  await publish(publishing);
  const ending = (folder: string, end: string): [string, Uint8Array] =>
    [...filesBelow(folder)].find(([path]) => path.endsWith(end)) ?? ["", new Uint8Array()];
  const [index] = ending(mirroring.repository, ".index.bin");
  const [, delta] = ending(repositoryOf(root), ".index-delta.txt.br");
  const base = {
    file: join(mirroring.repository, index),
    sha256: /([0-9a-f]{64})\.index/.exec(index)?.[1] ?? "",
  };
  const rebuild = (bytes: Uint8Array) => rebuildIndex({ base, delta: bytes, sha256: "f".repeat(64) });
  expect(await rebuild(delta)).toEqual({ reason: "what it makes is not the index that was signed" });
  const text = brotliDecompressSync(delta).toString();
  for (const [spoilt, reason] of [
    ["", /meta section/],
    [text.trimEnd(), /final newline/],
    ["<html>\n", /meta section/],
    ['{"count":1}\n', /meta section/],
    ['{"count":99999999}\n', /meta section/],
    [text.replace("+one", "one"), /line 2/],
    [text.replace("domain", "planet"), /line 2/],
    [text.replace("domain\tdecency", "domain\tproxy"), /category/],
    [text.slice(0, text.indexOf("\n") + 1), /not the index that was signed/],
  ] as const)
    expect(await rebuild(brotliCompressSync(spoilt))).toEqual({ reason: expect.stringMatching(reason) });
  expect(await rebuild(new TextEncoder().encode("not compressed"))).toEqual({ reason: expect.any(String) });
});
