import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestHarness } from "wrangler";
import { DEFAULT_SITE_SETTINGS } from "../../src/core/site-settings.ts";
import type { EdgeEnvironment } from "../../src/edge/edge.ts";
import { webAssets } from "../../src/runtime/web-assets.ts";
import { startServer } from "../../src/server.ts";
import { LISTED, MANY_LISTED, publicRequests, SEALED_NAME, UNLISTED_NAME } from "../fixtures/public-requests.ts";
import { newKeys, releaseFiles, rootOf, signed, targetPath, writeFiles } from "../fixtures/repository.ts";

process.env.WRANGLER_SEND_METRICS = "false";
process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";

const keys = newKeys();
const root = signed(rootOf(keys), keys.root, keys.root2);
/** As no registry has them by default. */
const SITE = {
  limits: { ...DEFAULT_SITE_SETTINGS.limits, normal: 7 * 3_600, review: 19 * 86_400 },
  helplines: [{ number: "1999", name: { en: "Helpline of a test", ur: "آزمائشی ہیلپ لائن" }, child: true }],
  expiry: 77 * 86_400,
};
/** What a subscriber's sealed file looks like from outside. */
const sealed = new TextEncoder().encode("age-encryption.org/v1\n-> X25519 nobody here can open this\n");
const first = {
  [targetPath("sealed/isp-1.age", sealed)]: sealed,
  ...releaseFiles({ release: 1, entries: MANY_LISTED, keys, site: SITE }),
};
const pathOf = (end: string): string => Object.keys(first).find((path) => path.endsWith(end)) ?? "";

/** The discard port: the origin is down. */
const NOBODY = "http://127.0.0.1:9";
const edge = (memory: string) =>
  createTestHarness({
    workers: [
      {
        configPath: join(import.meta.dirname, "../../wrangler.toml"),
        vars: {
          TRUSTED_ROOT: new TextDecoder().decode(root),
          REFRESH_SECONDS: "1",
          ORIGIN: NOBODY,
          INDEX_MEMORY_MB: memory,
        },
      },
    ],
  });
/** The index is kept whole. */
const server = edge("80");
/** It has 5 blocks and memory for 3. */
const small = edge("0.1875");
type Writable = { REPOSITORY: { put: (key: string, body: Uint8Array | string) => Promise<unknown> } };

async function write(files: Record<string, Uint8Array | string>, to = server): Promise<void> {
  const { REPOSITORY } = await to.getWorker<EdgeEnvironment & Writable>().getEnv();
  for (const [path, body] of Object.entries(files)) await REPOSITORY.put(path, body);
}

const get = async (path: string, from = server) => {
  const response = await from.fetch(path);
  return { status: response.status, body: await response.text(), headers: response.headers };
};
const lookup = async (url: string) => JSON.parse((await get(`/v1/lookup?url=${encodeURIComponent(url)}`)).body);

/** Asks until the answer fits; a test's own time limit ends it. */
async function until(path: string, fits: (body: string) => boolean, from = server): Promise<void> {
  while (!fits((await get(path, from)).body)) await new Promise((resolve) => setTimeout(resolve, 200));
}

beforeAll(async () => {
  await Promise.all([server.listen(), small.listen()]);
  expect((await get("/readyz")).status).toBe(503);
  for (const one of [server, small]) {
    await write(first, one);
    await until("/v1/release", (body) => body.includes('"release":1'), one);
  }
});
afterAll(() => Promise.all([server.close(), small.close()]));

/** What belongs to the connection or the moment, not to the answer. */
const OWN = ["connection", "content-length", "date", "keep-alive", "mf-content-encoding", "release-freshness"];
const FRAMING = ["transfer-encoding", "content-encoding"];
async function seen(response: Response) {
  const headers = [...response.headers].filter(([name]) => ![...OWN, ...FRAMING].includes(name));
  const freshness = response.headers.get("release-freshness");
  const body = Buffer.from(await response.arrayBuffer()).toString("latin1");
  return { status: response.status, freshness: freshness !== null, headers: Object.fromEntries(headers), body };
}

test("every request is answered by workerd as it is by Node, from an index in memory and from parts of one, sealed names too", async () => {
  const data = mkdtempSync(join(tmpdir(), "hifazat-same-"));
  writeFiles(join(data, "public", "tuf"), first);
  const node = await startServer({ data, host: "127.0.0.1", port: 0, logger: pino({ level: "silent" }) });
  try {
    const expected: [string, number][] = [];
    const byNode: [string, Awaited<ReturnType<typeof seen>>][] = [];
    const byWorkerd: typeof byNode = [];
    const byParts: typeof byNode = [];
    for (const { path, status, init } of publicRequests(pathOf(".index.bin"), pathOf(".age"))) {
      const asked = `${init?.method ?? "GET"} ${path} ${init?.body?.slice(0, 40) ?? ""}`;
      const answer = await seen(await fetch(node.url + path, init));
      expected.push([asked, status]);
      byNode.push([asked, answer]);
      byWorkerd.push([asked, await seen((await server.fetch(path, init)) as unknown as Response)]);
      byParts.push([asked, await seen((await small.fetch(path, init)) as unknown as Response)]);
    }
    expect(byWorkerd).toEqual(byNode);
    expect(byParts).toEqual(byNode);
    expect(byNode.map(([asked, { status }]) => [asked, status])).toEqual(expected);
    const told = byNode.map(([, { body }]) => body).join();
    // What used to be on the registry alone: numbers by ground, and limits, periods and helplines as configured.
    for (const part of ['"grounds":{"decency":5004}', "1,ground,decency,5004", "7 hours", "19 days", "77 days", "1999"])
      expect(told).toContain(part);
    for (const ask of [
      (path: string) => fetch(node.url + path),
      (path: string) => server.fetch(path),
      (path: string) => small.fetch(path),
    ]) {
      const answer = async (name: string): Promise<object> => {
        const { body, ...rest } = await seen((await ask(`/v1/lookup?url=${name}`)) as unknown as Response);
        return { body: body.replaceAll(name, "NAME"), ...rest };
      };
      expect(await answer(SEALED_NAME)).toEqual(await answer(UNLISTED_NAME));
    }
  } finally {
    await node.close();
    rmSync(data, { recursive: true });
  }
});

test("the edge answers as the registry does, from a verified index", async () => {
  expect(await lookup("http://www.casino.example/x")).toMatchObject({
    blocked: true,
    entry: { value: "casino.example", scope: "domain" },
    release: 1,
  });
  expect(await lookup("sub.only.example")).toMatchObject({ blocked: false, release: 1 });
  expect(await lookup("https://news.example/fake/page")).toMatchObject({ blocked: true });
  expect(await lookup("https://news.example/")).toMatchObject({ blocked: false });
  expect((await get("/v1/hashes/00000")).status).toBe(200);
  expect((await get("/v1/entries/e1")).status).toBe(200);
});

test("the edge is a mirror of the signed files, ranges included", async () => {
  expect((await get("/tuf/metadata/timestamp.json")).body).toBe(
    new TextDecoder().decode(first["metadata/timestamp.json"]),
  );
  const index = Object.keys(first).find((path) => path.endsWith(".index.bin")) ?? "";
  const part = await server.fetch(`/tuf/${index}`, { headers: { range: "bytes=4-19" } });
  expect(part.status).toBe(206);
  expect(new Uint8Array(await part.arrayBuffer())).toEqual(first[index]?.slice(4, 20));
});

test("a page's files are the registry's own, and what only the registry has says so when it is away", async () => {
  const page = (await get("/check/private")).body;
  const files = [...page.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? "");
  expect(files.length).toBeGreaterThan(3);
  const assets = webAssets();
  for (const path of files) {
    const ours = await server.fetch(path);
    // At once: undici takes a body away whose response the collector has been at while something else was waited for.
    const body = Buffer.from(await ours.arrayBuffer());
    const theirs = (await assets()).file(path.slice(8));
    expect([path, ours.status, body]).toEqual([path, 200, Buffer.from(theirs?.body ?? [])]);
    expect(ours.headers.get("cache-control")).toContain("immutable");
  }
  for (const path of ["/complain", "/appeal?entry=e1", "/complaints", "/transparency/months"]) {
    const { status, headers } = await get(path);
    expect([path, status, headers.get("content-type")]).toEqual([path, 503, "text/html; charset=utf-8"]);
  }
});

test("with its origin stopped the edge swallows no complaint, and goes on answering and saying how old its release is", async () => {
  const response = await server.fetch("/v1/complaints", { method: "POST", body: "{}" });
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ code: "unavailable" });
  const { status, headers } = await get("/v1/release");
  const [, age, valid] = /^age=(\d+), checked=\d+, valid=(\d+)$/.exec(headers.get("release-freshness") ?? "") ?? [];
  expect([status, Number(age) > 0, Number(valid) > 0]).toEqual([200, true, true]);
  expect((await get("/metrics")).body).toMatch(/^hifazat_release_age_seconds [1-9]\d*$/m);
});

test("a newer release is taken, and what is wrong in the bucket is refused, counted, and changes nothing", async () => {
  const second = releaseFiles({ release: 2, entries: LISTED.slice(1), keys });
  await write(second);
  await until("/v1/release", (body) => body.includes('"release":2'));
  expect(await lookup("casino.example")).toMatchObject({ blocked: false, release: 2 });

  const failures = async () => Number(/outcome="failed"} (\d+)/.exec((await get("/metrics")).body)?.[1]);
  const third = releaseFiles({ release: 3, entries: LISTED, keys });
  const index = Object.keys(third).find((path) => path.endsWith(".index.bin")) ?? "";
  const strangers = newKeys();
  const spoilt: Record<string, Record<string, Uint8Array | string>> = {
    "an old timestamp": { "metadata/timestamp.json": first["metadata/timestamp.json"] ?? "" },
    "a page": { "metadata/timestamp.json": "<html>502</html>" },
    "a stranger's signatures": releaseFiles({ release: 3, entries: LISTED, keys: strangers }),
    "a damaged index": {
      ...third,
      [index]: (third[index] ?? new Uint8Array()).map((byte, at) => (at === 99 ? byte ^ 1 : byte)),
    },
  };
  for (const [name, files] of Object.entries(spoilt)) {
    const before = await failures();
    await write(files);
    await until("/metrics", (body) => Number(/outcome="failed"} (\d+)/.exec(body)?.[1]) > before);
    expect([name, await lookup("casino.example")]).toMatchObject([name, { blocked: false, release: 2 }]);
  }
  await write(third);
  await until("/v1/release", (body) => body.includes('"release":3'));
  expect(await lookup("casino.example")).toMatchObject({ blocked: true, release: 3 });
});

const gauge = (body: string, name: string): number => Number(new RegExp(`^${name} (\\d+)$`, "m").exec(body)?.[1]);

test("a list that outgrows the memory is answered from parts of its index, and a damaged one is not taken", async () => {
  const { body } = await get("/metrics", small);
  const [memory, whole] = [gauge(body, "hifazat_index_memory_bytes"), gauge(body, "hifazat_index_bytes")];
  expect([memory > 0, memory <= 3 * 65_536, whole > 4 * 65_536]).toEqual([true, true, true]);

  const names = MANY_LISTED.slice(4).map(({ value }) => value);
  const text = names.join("\n");
  const all = await small.fetch("/v1/lookup", {
    method: "POST",
    headers: { "content-type": "text/plain" },
    body: text,
  });
  const { results } = (await all.json()) as { results: { canonical: string; blocked: boolean }[] };
  expect(results.map(({ canonical, blocked }) => (blocked ? canonical : undefined))).toEqual(names);

  const second = releaseFiles({ release: 2, entries: MANY_LISTED.slice(1), keys });
  const index = Object.keys(second).find((path) => path.endsWith(".index.bin")) ?? "";
  // In the last block: some records.
  const spoilt = (second[index] ?? new Uint8Array()).map((byte, at) => (at === whole - 9_000 ? byte ^ 1 : byte));
  await write({ ...second, [index]: spoilt }, small);
  await until("/metrics", (text) => /outcome="failed"} [1-9]/.test(text), small);
  const answers = new Set<string>();
  for (const name of names.filter((_, at) => at % 97 === 0)) {
    const { status, body } = await get(`/v1/lookup?url=${name}`, small);
    answers.add(`${status} ${body.match(/"blocked":true|"release":\d/g)}`);
  }
  expect([...answers]).toEqual(['200 "blocked":true,"release":1']);
  await write(second, small);
  await until("/v1/release", (text) => text.includes('"release":2'), small);
});
