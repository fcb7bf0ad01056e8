import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestHarness } from "wrangler";
import type { EdgeEnvironment } from "../../src/edge/edge.ts";
import { type FixtureEntry, newKeys, releaseFiles, rootOf, signed } from "../fixtures/repository.ts";

process.env.WRANGLER_SEND_METRICS = "false";
process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";

const keys = newKeys();
const root = signed(rootOf(keys), keys.root, keys.root2);
const ENTRIES: FixtureEntry[] = [
  { value: "casino.example", scope: "domain" },
  { value: "only.example", scope: "host" },
  { value: "news.example/fake", scope: "url", category: "public-order" },
];
const first = releaseFiles({ release: 1, entries: ENTRIES, keys });

const server = createTestHarness({
  workers: [
    {
      configPath: join(import.meta.dirname, "../../wrangler.toml"),
      vars: { TRUSTED_ROOT: new TextDecoder().decode(root), REFRESH_SECONDS: "1", ORIGIN: "" },
    },
  ],
});
type Writable = { REPOSITORY: { put: (key: string, body: Uint8Array | string) => Promise<unknown> } };

async function write(files: Record<string, Uint8Array | string>): Promise<void> {
  const { REPOSITORY } = await server.getWorker<EdgeEnvironment & Writable>().getEnv();
  for (const [path, body] of Object.entries(files)) await REPOSITORY.put(path, body);
}

const get = async (path: string) => {
  const response = await server.fetch(path);
  return { status: response.status, body: await response.text(), headers: response.headers };
};
const lookup = async (url: string) => JSON.parse((await get(`/v1/lookup?url=${encodeURIComponent(url)}`)).body);

/** Asks until the answer fits; a test's own time limit ends it. */
async function until(path: string, fits: (body: string) => boolean): Promise<void> {
  while (!fits((await get(path)).body)) await new Promise((resolve) => setTimeout(resolve, 200));
}

beforeAll(async () => {
  await server.listen();
  expect((await get("/readyz")).status).toBe(503);
  await write(first);
  await until("/v1/release", (body) => body.includes('"release":1'));
});
afterAll(() => server.close());

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

test("complaints are not swallowed when there is no origin", async () => {
  const response = await server.fetch("/v1/complaints", { method: "POST", body: "{}" });
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ code: "unavailable" });
});

test("a newer release is taken, and what is wrong in the bucket is refused, counted, and changes nothing", async () => {
  const second = releaseFiles({ release: 2, entries: ENTRIES.slice(1), keys });
  await write(second);
  await until("/v1/release", (body) => body.includes('"release":2'));
  expect(await lookup("casino.example")).toMatchObject({ blocked: false, release: 2 });

  const failures = async () => Number(/outcome="failed"} (\d+)/.exec((await get("/metrics")).body)?.[1]);
  const third = releaseFiles({ release: 3, entries: ENTRIES, keys });
  const index = Object.keys(third).find((path) => path.endsWith(".index.bin")) ?? "";
  const strangers = newKeys();
  const spoilt: Record<string, Record<string, Uint8Array | string>> = {
    "an old timestamp": { "metadata/timestamp.json": first["metadata/timestamp.json"] ?? "" },
    "a page": { "metadata/timestamp.json": "<html>502</html>" },
    "a stranger's signatures": releaseFiles({ release: 3, entries: ENTRIES, keys: strangers }),
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
