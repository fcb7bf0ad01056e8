import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Verdict } from "../../src/lookup/verdict.ts";
import { createLogger } from "../../src/runtime/logger.ts";
import type { RunningServer } from "../../src/serve/server-options.ts";
import { startServer } from "../../src/server.ts";
import { until } from "../fixtures/programs.ts";
import { type Files, type FixtureEntry, newKeys, releaseFiles, writeFiles } from "../fixtures/repository.ts";

const keys = newKeys();
/** In odd releases the even names are listed, in even releases the odd ones: a mixed answer would be seen. */
const NAMES = Array.from({ length: 400 }, (_, at) => `n${at}.example`);
const listedIn = (release: number): FixtureEntry[] =>
  NAMES.filter((_, at) => at % 2 !== release % 2).map((value) => ({ value, scope: "domain" }));
const release = (number: number): Files => releaseFiles({ release: number, entries: listedIn(number), keys });

let data = "";
let server: RunningServer;
let log: string[] = [];

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), "hifazat-swap-"));
  publish(release(1));
  log = [];
  const logger = createLogger("info", { write: (line) => void log.push(line) });
  server = await startServer({ data, host: "127.0.0.1", port: 0, logger, followEveryMs: 20 });
});
afterEach(async () => {
  await server.close();
  rmSync(data, { recursive: true });
});

const publish = (files: Files): void => writeFiles(join(data, "public", "tuf"), files);
const json = async <T>(path: string, init?: RequestInit): Promise<T> =>
  (await (await fetch(server.url + path, init)).json()) as T;
const current = async (): Promise<number> => (await json<{ release: number }>("/v1/release")).release;

test("while releases come in, every answer is of one whole release", async () => {
  const asked = { method: "POST", headers: { "content-type": "text/plain" }, body: NAMES.join("\n") };
  const seen = new Set<number>();
  let running = true;
  const ask = async (): Promise<void> => {
    while (running) {
      const { release, results } = await json<{ release: number; results: Verdict[] }>("/v1/lookup", asked);
      seen.add(release);
      const wrong = results.filter(
        (result, at) => result.release !== release || result.blocked !== (at % 2 !== release % 2),
      );
      expect(wrong).toEqual([]);
    }
  };
  const askers = [ask(), ask(), ask()];
  for (let number = 2; number <= 12; number++) {
    publish(release(number));
    await json(`/v1/release?after=${number - 1}&wait=55`);
    expect(await current()).toBe(number);
    await until("an answer from it", () => seen.has(number));
  }
  running = false;
  await Promise.all(askers);
});

test("a release that cannot be trusted changes nothing, is counted and logged, and the next good one is taken", async () => {
  publish(releaseFiles({ release: 2, entries: listedIn(2), keys: { ...keys, timestamp: newKeys().timestamp } }));
  const failed = async (): Promise<boolean> =>
    /^hifazat_release_loads_total\{outcome="failed"\} [1-9]/m.test(await (await fetch(`${server.url}/metrics`)).text());
  while (!(await failed())) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await current()).toBe(1);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  expect(log.join("")).toMatch(/"kind":"tuf_signature"/);
  publish(release(3));
  expect(await json(`/v1/release?after=1&wait=55`)).toMatchObject({ release: 3 });
});

test("who waits hears of a release whose index cannot be read yet; lookups are answered by the one before until it can", async () => {
  const next = release(2);
  const index = Object.keys(next).filter((path) => path.endsWith(".index.bin"));
  expect(index).toHaveLength(1);
  const waiting = fetch(`${server.url}/v1/release?after=1&wait=55`);
  publish(Object.fromEntries(Object.entries(next).filter(([path]) => !index.includes(path))));
  const rung = await waiting;
  expect(await rung.json()).toMatchObject({ release: 2, entries: 200 });
  expect(rung.headers.get("etag")).toBe('"release-2"');
  await until("an attempt that failed", () => /not in the repository/.test(log.join("")));
  expect(await json("/v1/lookup?url=n1.example")).toMatchObject({ release: 1, blocked: false });
  expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(/^hifazat_release 1$/m);
  expect(await current()).toBe(2);
  publish(next);
  await until("lookups by it", async () => (await json<Verdict>("/v1/lookup?url=n1.example")).release === 2);
  expect(await json("/v1/lookup?url=n1.example")).toMatchObject({ blocked: true });
});

test("when an older release is put back in the place of one whose index is bad, the bell is about that one again", async () => {
  const pointer = "metadata/timestamp.json";
  const before = { [pointer]: Uint8Array.from(readFileSync(join(data, "public", "tuf", pointer))) };
  const next = release(2);
  publish(Object.fromEntries(Object.entries(next).filter(([path]) => !path.endsWith(".index.bin"))));
  expect(await json("/v1/release?after=1&wait=55")).toMatchObject({ release: 2 });
  await until("an attempt that failed", () => /not in the repository/.test(log.join("")));
  publish(before);
  await until("the older release", async () => (await current()) === 1);
  const [warned] = log.map((line) => JSON.parse(line)).filter(({ announced }) => announced !== undefined);
  expect(warned).toMatchObject({ level: "warn", release: 1, announced: 2 });

  // Who took the newer one waits on and is told the number there is; who did not waits for it to come again.
  expect(await json("/v1/release?after=2&wait=1")).toMatchObject({ release: 1 });
  const waiters = async (): Promise<number> =>
    Number(/^hifazat_release_waiters (\d+)$/m.exec(await (await fetch(`${server.url}/metrics`)).text())?.[1]);
  const took = fetch(`${server.url}/v1/release?after=2&wait=55`);
  const missed = fetch(`${server.url}/v1/release?after=1&wait=55`);
  await until("both wait", async () => (await waiters()) === 2);
  publish(next);
  expect(await (await missed).json()).toMatchObject({ release: 2 });
  await until("lookups by it", async () => (await json<Verdict>("/v1/lookup?url=n1.example")).release === 2);
  expect(await waiters()).toBe(1);
  publish(release(3));
  expect(await (await took).json()).toMatchObject({ release: 3 });
});

test("a server without a release waits for the first one", async () => {
  const empty = mkdtempSync(join(tmpdir(), "hifazat-empty-"));
  const logger = pino({ level: "silent" });
  const early = await startServer({ data: empty, host: "127.0.0.1", port: 0, logger, followEveryMs: 20 });
  try {
    expect((await fetch(`${early.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${early.url}/v1/lookup?url=n0.example`)).status).toBe(503);
    const first = fetch(`${early.url}/v1/release?after=0&wait=55`);
    writeFiles(join(empty, "public", "tuf"), release(1));
    expect(await (await first).json()).toMatchObject({ release: 1 });
  } finally {
    await early.close();
    rmSync(empty, { recursive: true });
  }
});
