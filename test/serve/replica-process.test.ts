import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningServer } from "../../src/serve/server-options.ts";
import { startServer } from "../../src/server.ts";
import { until } from "../fixtures/programs.ts";
import { LISTED, publicRequests, SEALED_NAME, UNLISTED_NAME } from "../fixtures/public-requests.ts";
import { type Files, newKeys, releaseFiles, rootOf, signed, writeFiles } from "../fixtures/repository.ts";
import { HifazatProcess } from "../fixtures/server-process.ts";

// One registry and one `hifazat serve --role lookup` through its life; the tests follow one another.

const folder = mkdtempSync(join(tmpdir(), "hifazat-replica-process-"));
const data = join(folder, "registry");
const keys = newKeys();
const release = (number: number, ...names: string[]): Files =>
  releaseFiles({
    release: number,
    entries: [...LISTED, ...names.map((value) => ({ value, scope: "domain" as const }))],
    keys,
    manifest: { nextPollSeconds: 1 },
  });
const publish = (files: Files): void => writeFiles(join(data, "public", "tuf"), files);
const first = release(1);
let registry: RunningServer;
let replica: HifazatProcess;
let url: string;

async function startReplica(): Promise<void> {
  const from = ["--registry", registry.url, "--root", join(folder, "root.json")];
  const own = ["--workers", "2", "--port", "0", "--data", join(folder, "replica")];
  replica = new HifazatProcess(["serve", "--role", "lookup", ...from, ...own]);
  url = await replica.listening();
}

const json = async (path: string) => (await (await fetch(url + path)).json()) as Record<string, unknown>;
/** Seconds since the registry last confirmed what the replica answers from. */
const checkedAgo = async (): Promise<number> => {
  const { headers } = await fetch(`${url}/v1/release`);
  return Number(/checked=(\d+)/.exec(headers.get("release-freshness") ?? "")?.[1]);
};
const refusals = async (): Promise<number> => {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^hifazat_source_rounds_total\{outcome="refused"\} (\d+)$/m.exec(metrics)?.[1]);
};

beforeAll(async () => {
  writeFileSync(join(folder, "root.json"), signed(rootOf(keys), keys.root, keys.root2));
  publish(first);
  const logger = pino({ level: "silent" });
  registry = await startServer({ data, host: "127.0.0.1", port: 0, logger, followEveryMs: 20 });
  await startReplica();
});
afterAll(async () => {
  await replica.stop("SIGKILL");
  rmSync(folder, { recursive: true });
});

/** Everything an asker sees but what belongs to the connection or the moment. */
async function seen(response: Response): Promise<object> {
  const own = ["connection", "content-length", "date", "keep-alive", "release-freshness", "transfer-encoding"];
  const headers = [...response.headers].filter(([name]) => !own.includes(name));
  return { status: response.status, headers, body: Buffer.from(await response.arrayBuffer()).toString("latin1") };
}

test("it answers every request as its registry does, sealed names too", async () => {
  const index = Object.keys(first).find((path) => path.endsWith(".index.bin")) ?? "";
  for (const { path, status, init } of publicRequests(index, index)) {
    const own = await seen(await fetch(url + path, init));
    expect(own, path).toEqual(await seen(await fetch(registry.url + path, init)));
    expect(own, path).toMatchObject({ status });
  }
  const answer = async (name: string): Promise<string> =>
    JSON.stringify(await seen(await fetch(`${url}/v1/lookup?url=${name}`))).replaceAll(name, "NAME");
  expect(await answer(SEALED_NAME)).toBe(await answer(UNLISTED_NAME));
});

test("it hears of the next release", async () => {
  publish(release(2, "second.example"));
  expect(await json("/v1/release?after=1&wait=55")).toMatchObject({ release: 2 });
  await until("all its threads", async () => (await json("/v1/lookup?url=second.example")).blocked);
});

test("a download that is not what was signed is refused and counted; the right one is taken", async () => {
  const third = release(3, "third.example");
  const index = Object.keys(third).find((path) => path.endsWith(".index.bin")) ?? "";
  const spoilt = Uint8Array.from(third[index] ?? []);
  spoilt[90] = (spoilt[90] ?? 0) ^ 1;
  const before = await refusals();
  // The registry does not take it either, and hands its files out all the same.
  publish({ ...third, [index]: spoilt });
  await until("the refusal", () => replica.stderr.includes("tuf_target_mismatch"));
  expect(await refusals()).toBeGreaterThan(before);
  expect(await json("/v1/lookup?url=second.example")).toMatchObject({ blocked: true, release: 2 });
  publish(third);
  await until(
    () => `the right one ${replica.stderr}`,
    async () => (await json("/v1/lookup?url=third.example")).blocked,
  );
  expect(await json("/v1/release")).toMatchObject({ release: 3 });
});

test("without its registry it keeps answering, and says since when nobody confirmed it", async () => {
  await registry.close();
  await until("its age", async () => (await checkedAgo()) >= 1);
  expect(await json("/v1/lookup?url=third.example")).toMatchObject({ blocked: true, release: 3 });
});

test("killed, and started again with no network, it answers from what it had", async () => {
  await replica.stop("SIGKILL");
  await startReplica();
  expect(await json("/v1/lookup?url=third.example")).toMatchObject({ blocked: true, release: 3 });
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  // Nobody has confirmed it since the start.
  expect(await checkedAgo()).toBeGreaterThan(1_000_000_000);
});
