import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningServer } from "../../src/serve/server-options.ts";
import { startThreadedServer } from "../../src/serve/threaded-server.ts";
import { freePort, until } from "../fixtures/programs.ts";
import { type Files, newKeys, releaseFiles, writeFiles } from "../fixtures/repository.ts";

const data = mkdtempSync(join(tmpdir(), "hifazat-threads-"));
const keys = newKeys();
const release = (number: number): Files =>
  releaseFiles({ release: number, entries: [{ value: `n${number}.example`, scope: "domain" }], keys });
const publish = (files: Files): void => writeFiles(join(data, "public", "tuf"), files);
/** A release that is there for agents, while lookups have to go on by the one before. */
function withoutIndex(files: Files): Files {
  const rest = Object.entries(files).filter(([path]) => !path.endsWith(".index.bin"));
  expect(rest).toHaveLength(Object.keys(files).length - 1);
  return Object.fromEntries(rest);
}
const threads: Worker[] = [];
let server: RunningServer;

beforeAll(async () => {
  publish(release(1));
  server = await startThreadedServer({
    data,
    host: "127.0.0.1",
    port: 0,
    workers: 2,
    followEveryMs: 20,
    logger: pino({ level: "silent" }),
    startThread(workerData) {
      const thread = new Worker(new URL("../../src/serve/lookup-thread.ts", import.meta.url), { workerData });
      threads.push(thread);
      return thread;
    },
  });
});
afterAll(async () => {
  await server?.close();
  rmSync(data, { recursive: true });
});

/** A connection of its own each time, so that the system may give it to either thread. */
const ask = (path: string) => fetch(server.url + path, { headers: { connection: "close" } });
const metric = async (name: string): Promise<number> =>
  Number(new RegExp(`^${name} (\\S+)$`, "m").exec(await (await ask("/metrics")).text())?.[1]);
const CLEAR = 'hifazat_lookups_total\\{verdict="clear"\\}';

test("all threads answer from one release, hear of the next, and any of them tells the sum of their metrics", async () => {
  const before = await metric(CLEAR);
  for (let times = 0; times < 20; times++)
    expect(await (await ask("/v1/lookup?url=fine.example")).json()).toMatchObject({ release: 1 });
  expect(await metric(CLEAR)).toBe(before + 20);
  const waiting = Array.from({ length: 8 }, () => ask("/v1/release?after=1&wait=55"));
  while ((await metric("hifazat_release_waiters")) < 8) await new Promise((resolve) => setTimeout(resolve, 10));
  publish(release(2));
  for (const response of await Promise.all(waiting)) {
    expect(await response.json()).toMatchObject({ release: 2 });
    expect(response.headers.get("release-freshness")).toMatch(/^age=\d+, checked=[01], valid=\d+$/);
  }
  await until("every thread answers from it", async () => (await metric("hifazat_release")) === 2);
  expect(await metric("hifazat_release_entries")).toBe(1);
});

test("a thread that dies is started again with the release of the others, and is counted", async () => {
  expect(threads).toHaveLength(2);
  await threads[0]?.terminate();
  while (threads.length < 3 || !((await metric("hifazat_thread_restarts_total")) >= 1))
    await new Promise((resolve) => setTimeout(resolve, 20));
  await threads[1]?.terminate();
  // Now only a thread that was started again can answer.
  for (let answered = 0; answered < 5; ) {
    const response = await ask("/v1/lookup?url=n2.example").catch(() => undefined);
    if (response?.status !== 200) continue;
    expect(await response.json()).toMatchObject({ blocked: true, release: 2 });
    answered++;
  }
});

test("who waits at any thread hears of a release whose index cannot be read yet, and lookups go on by the one before", async () => {
  const next = release(3);
  const waiting = Array.from({ length: 8 }, () => ask("/v1/release?after=2&wait=55"));
  publish(withoutIndex(next));
  for (const response of await Promise.all(waiting)) expect(await response.json()).toMatchObject({ release: 3 });
  expect(await (await ask("/v1/lookup?url=n2.example")).json()).toMatchObject({ blocked: true, release: 2 });
  expect(await metric("hifazat_release")).toBe(2);
  publish(next);
  await until("every thread answers from it", async () => (await metric("hifazat_release")) === 3);
});

test("an older release that is put back is the one that every thread names, also one that is started again", async () => {
  const pointer = "metadata/timestamp.json";
  const before = { [pointer]: Uint8Array.from(readFileSync(join(data, "public", "tuf", pointer))) };
  publish(withoutIndex(release(4)));
  expect(await (await ask("/v1/release?after=3&wait=55")).json()).toMatchObject({ release: 4 });
  publish(before);
  await until("it is put back", async () => (await (await ask("/v1/release")).json()).release === 3);
  await Promise.all(threads.map((thread) => thread.terminate()));
  for (let answered = 0; answered < 5; ) {
    const response = await ask("/v1/release").catch(() => undefined);
    if (response?.status !== 200) continue;
    expect(await response.json()).toMatchObject({ release: 3 });
    answered++;
  }
});

test("who waits while threads still start hears of a release before its index is read", async () => {
  const started = mkdtempSync(join(tmpdir(), "hifazat-starting-"));
  const publishHere = (files: Files): void => writeFiles(join(started, "public", "tuf"), files);
  publishHere(release(1));
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const file = new URL("../../src/serve/lookup-thread.ts", import.meta.url).href;
  const behindGate = `Atomics.wait(require("node:worker_threads").workerData.gate, 0, 0); import(${JSON.stringify(file)})`;
  let opened = 0;
  const port = await freePort();
  const starting = startThreadedServer({
    data: started,
    host: "127.0.0.1",
    port,
    workers: 2,
    followEveryMs: 20,
    logger: pino({ level: "silent" }),
    startThread: (setting) =>
      opened++ === 0
        ? new Worker(new URL(file), { workerData: setting })
        : new Worker(behindGate, { eval: true, workerData: { ...setting, gate } }),
  });
  const asked = (query: string) => fetch(`http://127.0.0.1:${port}/v1/release${query}`);
  try {
    const answers = () =>
      asked("").then(
        ({ status }) => status === 200,
        () => false,
      );
    await until("the first thread answers, and the second starts", async () => opened === 2 && (await answers()));
    const waiting = asked("?after=1&wait=55");
    publishHere(withoutIndex(release(2)));
    expect(await (await waiting).json()).toMatchObject({ release: 2 });
  } finally {
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
    await (await starting).close();
    rmSync(started, { recursive: true });
  }
});
