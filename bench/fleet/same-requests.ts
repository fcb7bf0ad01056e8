import { join } from "node:path";
import { readConfig } from "../../src/agent/config/read.ts";
import { runHook } from "../../src/agent/output/hook.ts";
import { type Downloader, openDownloader } from "../../src/agent/registry/download.ts";
import { DownloadMemory } from "../../src/agent/registry/download-memory.ts";
import { postJson } from "../../src/agent/registry/post.ts";
import { sync } from "../../src/agent/sync.ts";
import type { Origin } from "./origin.ts";
import { Subscriber } from "./subscriber.ts";

/**
 * Lets a real agent and a simulated one do the same three rounds: with nothing, without news, with one release more.
 * Throws when their requests are not the same: then the simulation is of something else.
 */
export async function sameRequests(origin: Origin, folder: string): Promise<readonly string[][]> {
  const real = await realRounds(origin, join(folder, "agent"));
  const simulated = await simulatedRounds(origin);
  const first = await Promise.all([real(), simulated()]);
  const quiet = await Promise.all([real(), simulated()]);
  await origin.publish(10);
  const news = await Promise.all([real(), simulated()]);
  for (const [one, other] of [first, quiet, news])
    if (one?.join() !== other?.join())
      throw new Error(`the agent asks ${one?.join(" ")}, the simulation ${other?.join(" ")}`);
  return [first[0], quiet[0], news[0]];
}

function realRounds(origin: Origin, state: string): () => Promise<string[]> {
  const reading = readConfig({
    file: undefined,
    flags: { registry: origin.url, state, root: origin.root },
    workingFolder: state,
    defaults: {},
  });
  if (reading.kind === "faults") throw new Error(JSON.stringify(reading.faults));
  const memory = new DownloadMemory();
  return async () => {
    const paths: string[] = [];
    const ports = {
      clock: () => new Date(),
      openDownloader: () => memory.around(noting(paths)),
      postJson,
      runHook,
      askResolver: async () => ({ kind: "none", reason: "there is no resolver" }) as const,
      pause: async () => {},
      step: () => {},
    };
    const { faults } = await sync(reading.settings, { force: false, resume: false, trustRoot: undefined }, ports);
    if (faults.length > 0) throw new Error(JSON.stringify(faults));
    return paths;
  };
}

function simulatedRounds(origin: Origin): () => Promise<string[]> {
  let paths: string[] = [];
  let ended: (paths: string[]) => void = () => {};
  let next: () => void = () => {};
  const stop = new AbortController();
  const subscriber = new Subscriber({
    registry: origin.url,
    clock: () => new Date(),
    random: () => 0,
    // A round is over when it goes to sleep; the next begins when it is asked for.
    sleep: () => {
      ended(paths);
      paths = [];
      return new Promise<void>((resolve) => {
        next = resolve;
      });
    },
    // A bell that never rings.
    askRelease: (_registry, _after, _wait, signal) =>
      new Promise((resolve) => {
        const away = () => resolve({ kind: "away", retryAfterSeconds: undefined });
        signal.addEventListener("abort", away, { once: true });
      }),
    openDownloader: () => noting(paths),
    holds: () => {},
  });
  let started = false;
  return () =>
    new Promise((resolve) => {
      ended = resolve;
      if (started) next();
      else void subscriber.run(stop.signal);
      started = true;
    });
}

function noting(paths: string[]): Downloader {
  const { download, close } = openDownloader({ userAgent: "hifazat-agent/1" });
  return {
    close,
    download: (url, limits) => {
      paths.push(`${new URL(url).pathname}${limits.ifNoneMatch === undefined ? "" : " if changed"}`);
      return download(url, limits);
    },
  };
}
