import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startStoreFeeds } from "../../src/cli/registry-stores.ts";
import { dataFolder } from "../../src/publish/data-folder.ts";
import { publish } from "../../src/publish/publish.ts";
import { feedStore, storeLag } from "../../src/publish/stores/feed-store.ts";
import { parseConfig } from "../../src/runtime/config.ts";
import { openBucket } from "../../src/storage/s3/bucket.ts";
import { approved } from "../fixtures/orders.ts";
import { S3_KEY, type S3Server, startS3 } from "../fixtures/s3-server.ts";
import { HifazatProcess } from "../fixtures/server-process.ts";
import { outsider } from "./outsider.ts";
import { newRegistry, type Registry, temporaryFolder } from "./registry.ts";
import { filesBelow, repositoryOf } from "./tree.ts";

let s3: S3Server;
beforeEach(async () => {
  s3 = await startS3("lists");
});
afterEach(() => s3.close());

const now = (): Date => new Date();
const address = () => ({
  endpoint: s3.endpoint,
  bucket: "lists",
  region: "auto",
  prefix: "pk/",
  accessKeyId: S3_KEY.id,
  secretAccessKey: S3_KEY.secret,
});
const storeOf = (change: Partial<ReturnType<typeof address>> = {}) => ({
  name: "r2",
  bucket: openBucket({ ...address(), ...change }, new AbortController().signal),
});
const feed = ({ root }: Registry, options = { check: false }) => feedStore(dataFolder(root), storeOf(), now, options);
const puts = (): string[] =>
  s3.done.filter((line) => line.startsWith("PUT")).map((line) => line.slice("PUT pk/".length));

async function registryWithRelease(): Promise<Registry> {
  const registry = await newRegistry();
  approved(registry.db, ["a.example"]);
  await publish(registry.publishing);
  return registry;
}
async function nextRelease({ db, publishing }: Registry, number: number): Promise<void> {
  approved(db, [`n${number}.example`], { number: `PTA/2026/${number}` });
  await publish(publishing);
}

/** The bucket as a mirror would hand it out, as an outsider who knows the first root alone reads it. */
async function downloadFromStore(root: string) {
  const mirror = temporaryFolder();
  for (const [key, { body }] of s3.objects) {
    const file = join(mirror, key.slice("pk/".length));
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, body);
  }
  return outsider(mirror, join(repositoryOf(root), "metadata", "1.root.json")).download();
}

test("the store gets all that is published, the pointer last, and what is published no more goes", async () => {
  const registry = await registryWithRelease();
  await feed(registry);
  const published = filesBelow(repositoryOf(registry.root));
  expect(new Map([...s3.objects].map(([key, { body }]) => [key.slice(3), new Uint8Array(body)]))).toEqual(
    new Map([...published].map(([path, bytes]) => [path, new Uint8Array(bytes)])),
  );
  expect(puts().at(-1)).toBe("metadata/timestamp.json");
  const order = puts().map((path) => ["targets/", "metadata/"].findIndex((folder) => path.startsWith(folder)));
  expect(order).toEqual([...order].sort());
  expect(s3.objects.get("pk/metadata/timestamp.json")).toMatchObject({
    cacheControl: "public, max-age=5, must-revalidate",
  });
  expect(s3.objects.get(`pk/${puts()[0]}`)).toMatchObject({ cacheControl: "public, max-age=31536000, immutable" });

  s3.objects.set("pk/targets/general/left-by-an-old-release.bin", {
    body: Buffer.from("x"),
    cacheControl: "",
    type: "",
  });
  s3.objects.set("pk/notes/of-somebody-else.txt", { body: Buffer.from("x"), cacheControl: "", type: "" });
  s3.done.length = 0;
  await nextRelease(registry, 2);
  expect(await feed(registry)).toMatchObject({ removed: 1 });
  expect(puts()).not.toContain("metadata/1.root.json");
  expect([...s3.objects.keys()].filter((key) => /left-by|somebody/.test(key))).toEqual([
    "pk/notes/of-somebody-else.txt",
  ]);
  expect((await downloadFromStore(registry.root))?.manifest.release).toBe(2);
  expect(await feed(registry)).toMatchObject({ uploaded: 0, removed: 0 });
});

test("wherever a run breaks off the store has a whole release, old or new, and the next run finishes", async () => {
  const registry = await registryWithRelease();
  await feed(registry);
  await nextRelease(registry, 2);
  const before = new Map(s3.objects);
  s3.done.length = 0;
  await feed(registry);
  const count = puts().length;
  const seen = new Set<number | undefined>();
  for (let at = 0; at < count; at++) {
    s3.objects.clear();
    for (const [key, object] of before) s3.objects.set(key, object);
    let left = at;
    s3.fault = (method) => (method === "PUT" && left-- <= 0 ? "unavailable" : "none");
    await expect(feed(registry)).rejects.toMatchObject({ code: "store_unreachable" });
    seen.add((await downloadFromStore(registry.root))?.manifest.release);
    s3.fault = () => "none";
    s3.done.length = 0;
    await feed(registry);
    expect(puts()).toHaveLength(count - at);
    expect((await downloadFromStore(registry.root))?.manifest.release).toBe(2);
  }
  expect(seen).toEqual(new Set([1]));
});

test("killed in the middle of an upload, the command goes on where it was", async () => {
  const registry = await registryWithRelease();
  const { root } = registry;
  writeFileSync(join(root, "r2.secret"), S3_KEY.secret);
  writeFileSync(
    join(root, "hifazat.toml"),
    `[[store]]\nname = "r2"\nendpoint = "${s3.endpoint}"\nbucket = "lists"\nprefix = "pk/"\naccess_key_id = "${S3_KEY.id}"\nsecret_file = "r2.secret"\n`,
  );
  const hung = new Promise<void>((resolve) => {
    let left = 3;
    s3.fault = (method) => {
      if (method !== "PUT" || left-- > 0) return "none";
      resolve();
      return "hang";
    };
  });
  const killed = new HifazatProcess(["store", "sync", "--data", root]);
  await hung;
  await killed.stop("SIGKILL");
  expect((await storeLag(dataFolder(root), "r2", now())).behind).toBeGreaterThan(0);
  s3.fault = () => "none";
  expect(await new HifazatProcess(["store", "sync", "--data", root]).ended).toMatchObject({ code: 0, stderr: "" });
  expect(new Set(puts()).size).toBe(puts().length);
  expect((await downloadFromStore(root))?.manifest.release).toBe(1);
  const { stdout, code } = await new HifazatProcess(["store", "status", "--data", root]).ended;
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^r2\ttimestamp \d+\tup to date\t/)]);
});

test("a dead store holds up neither a release nor the other store, and its lag is told", async () => {
  const registry = await registryWithRelease();
  const { root } = registry;
  const secret = { file: join(root, "secret") };
  writeFileSync(secret.file, S3_KEY.secret);
  const alive = { ...address(), name: "alive", secret };
  const dead = { ...alive, name: "dead", endpoint: "http://127.0.0.1:9" };
  const feeds = startStoreFeeds(root, [dead, alive], pino({ level: "silent" }));
  const until = async (fits: (lags: Awaited<ReturnType<typeof feeds.lags>>) => boolean): Promise<void> => {
    while (!fits(await feeds.lags())) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  try {
    await until(([one, other]) => (one?.failures ?? 0) > 0 && other?.behind === 0);
    await nextRelease(registry, 2);
    await until(([one, other]) => (one?.behind ?? 0) > 0 && other?.behind === 0 && (other?.version ?? 0) > 1);
    expect((await downloadFromStore(root))?.manifest.release).toBe(2);
    expect((await feeds.lags())[0]).toMatchObject({ name: "dead", version: 0, failure: { code: "store_unreachable" } });
  } finally {
    await feeds.stop();
  }
});

test("a damaged object is written again: metadata and what has another length always, the rest when asked", async () => {
  const registry = await registryWithRelease();
  await feed(registry);
  const target = puts().find((path) => path.endsWith("index.bin")) ?? "";
  for (const path of ["metadata/timestamp.json", "metadata/1.root.json", target]) {
    const key = `pk/${path}`;
    const object = s3.objects.get(key) ?? { body: Buffer.alloc(0), cacheControl: "", type: "" };
    s3.objects.set(key, { ...object, body: Buffer.from(object.body.map((byte, at) => (at === 5 ? byte ^ 1 : byte))) });
  }
  expect(await feed(registry)).toMatchObject({ uploaded: 2 });
  expect(await feed(registry, { check: true })).toMatchObject({ uploaded: 1 });
  expect((await downloadFromStore(registry.root))?.manifest.release).toBe(1);
});

test("an old copy of the registry does not wipe a store that is newer, a wrong key is refused", async () => {
  const registry = await registryWithRelease();
  await feed(registry);
  const older = readFileSync(join(repositoryOf(registry.root), "metadata", "timestamp.json"));
  await nextRelease(registry, 2);
  await feed(registry);
  writeFileSync(join(repositoryOf(registry.root), "metadata", "timestamp.json"), older);
  const objects = new Map(s3.objects);
  await expect(feed(registry)).rejects.toMatchObject({ code: "release_conflict" });
  expect(s3.objects).toEqual(objects);
  const wrong = { ...storeOf({ secretAccessKey: "another" }), name: "wrong" };
  await expect(feedStore(dataFolder(registry.root), wrong, now)).rejects.toMatchObject({
    code: "store_refused",
    message: expect.stringContaining("SignatureDoesNotMatch"),
  });
  rmSync(join(repositoryOf(registry.root), "metadata", "timestamp.json"));
  await expect(feed(registry)).rejects.toMatchObject({ code: "data_not_initialised" });
  expect(s3.objects).toEqual(objects);
});

test("a store is configured with one secret and a safe endpoint", () => {
  const table = (more: string): string => `[[store]]\nname = "r2"\nbucket = "lists"\naccess_key_id = "x"\n${more}\n`;
  const read = (more: string) => parseConfig(table(more), "hifazat.toml", "/data").stores;
  expect(read('endpoint = "https://r2.example/"\nsecret_file = "keys/r2"')).toMatchObject([
    { endpoint: "https://r2.example", region: "auto", prefix: "", secret: { file: "/data/keys/r2" } },
  ]);
  for (const wrong of [
    'endpoint = "http://r2.example"\nsecret_env = "X"',
    'endpoint = "https://r2.example/lists"\nsecret_env = "X"',
    'endpoint = "https://r2.example"',
    'endpoint = "https://r2.example"\nsecret_env = "X"\nsecret_file = "y"',
    'endpoint = "https://r2.example"\nsecret_env = "X"\nprefix = "../"',
    `endpoint = "https://r2.example"\nsecret_env = "X"\n${table('endpoint = "https://a.example"\nsecret_env = "X"')}`,
  ])
    expect(() => read(wrong)).toThrow(expect.objectContaining({ code: "config_invalid" }));
});
