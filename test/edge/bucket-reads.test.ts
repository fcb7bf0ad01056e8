import { expect, onTestFinished, test, vi } from "vitest";
import { openEdge } from "../../src/edge/edge.ts";
import { MANY_LISTED } from "../fixtures/public-requests.ts";
import { newKeys, releaseFiles } from "../fixtures/repository.ts";
import { memoryBucket } from "./memory-bucket.ts";

const keys = newKeys();
const release = (number: number) => releaseFiles({ release: number, entries: MANY_LISTED, keys });
const assets = { href: (name: string) => `/assets/${name}`, file: () => undefined };

async function edgeOver(memory: string, files = release(1)) {
  const { bucket, state } = memoryBucket(files);
  const edge = openEdge(
    {
      REPOSITORY: bucket,
      ORIGIN: "",
      REFRESH_SECONDS: "15",
      TRUSTED_ROOT: new TextDecoder().decode(state.files["metadata/1.root.json"]),
      INDEX_MEMORY_MB: memory,
    },
    assets,
  );
  const clock = { now: Date.now() };
  const look = async () => {
    clock.now += 15_000;
    await edge.refresh(clock.now);
    await edge.settled();
  };
  const get = async (path: string) => (await edge.fetch(new Request(`https://edge.example${path}`))).text();
  await look();
  return { edge, state, look, get };
}

test("a question reads nothing of the bucket, a look without news the pointer alone, and the operator sees how many reads there were", async () => {
  const { state, look, get } = await edgeOver("80");
  const loading = state.reads.length;
  // Pointer, root, snapshot, targets, manifest, table; the index in one read, and its beginning twice.
  expect(loading).toBe(9);
  for (let at = 0; at < 200; at++) expect(await get(`/v1/lookup?url=filler-${at}.example`)).toContain('"blocked":true');
  expect(state.reads.length).toBe(loading);
  await look();
  expect(state.reads.slice(loading)).toEqual(["metadata/timestamp.json"]);
  expect(await get("/metrics")).toContain(`hifazat_bucket_reads_total ${loading + 1}\n`);
  expect(await get("/v1/release")).toContain('"release":1');

  state.files = { ...state.files, ...release(2) };
  await look();
  expect(await get("/v1/release")).toContain('"release":2');
});

test("an answer says how long ago the bucket last confirmed its release, and that its signatures are over", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-25T00:00:00Z") });
  onTestFinished(() => void vi.useRealTimers());
  const { edge, state, look } = await edgeOver("80");
  const freshness = async () =>
    (await edge.fetch(new Request("https://edge.example/v1/release"))).headers.get("release-freshness");
  const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1_000);
  later(60);
  expect(await freshness()).toContain("checked=60,");
  await look();
  expect(await freshness()).toContain("checked=0,");
  later(60);
  state.away = true;
  await look();
  expect(await freshness()).toContain("checked=60,");
  vi.setSystemTime(Date.parse("2099-01-01T00:00:10Z"));
  expect(await freshness()).toContain("valid=-10");
});

test("an isolate that begins with a damaged index answers what it can, and its health says that this is not all", async () => {
  const files = release(1);
  const index = Object.keys(files).find((path) => path.endsWith(".index.bin")) ?? "";
  const whole = files[index] ?? new Uint8Array();
  // Records of its last block; the memory is for 4 of 5 blocks.
  const spoilt = whole.map((byte, at) => (at === whole.length - 9_000 ? byte ^ 1 : byte));
  const { state, look, get } = await edgeOver("0.25", { ...files, [index]: spoilt });
  const verdicts = new Set<boolean>();
  for (let at = 0; at < 5_000; at += 97)
    verdicts.add((await get(`/v1/lookup?url=filler-${at}.example`)).includes('"blocked":true'));
  expect([...verdicts].sort()).toEqual([false, true]);
  expect(await get("/readyz")).toBe('{"status":"degraded","release":1}');
  expect(await get("/metrics")).toContain("hifazat_index_damaged 1\n");
  state.files = files;
  await look();
  expect(await get("/readyz")).toBe('{"status":"ready","release":1}');
});
