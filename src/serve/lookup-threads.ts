import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import { AggregatorRegistry } from "prom-client";
import { HifazatError } from "../core/errors.ts";
import type { PublishedRelease } from "../lookup/loaded-release.ts";
import type { FromThread, MetricsJson, SharedRelease, ThreadSetting, ToThread } from "./thread-messages.ts";

export type LookupThreads = {
  /** Starts the threads; resolves with their address when all of them listen. */
  readonly listen: () => Promise<string>;
  /** Lets those answer, in every thread and each that is started later, who waited for a release. */
  readonly announce: (published: PublishedRelease) => void;
  /** Gives every thread, and each that is started later, a release to answer from. */
  readonly take: (release: SharedRelease) => void;
  readonly checked: (at: number) => void;
  readonly close: () => Promise<void>;
};

export type ThreadsOptions = {
  readonly count: number;
  readonly repository: string;
  readonly restricted: boolean;
  readonly casesAt: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly logger: Logger;
  /** Of the thread that starts them, for the sum that any of them answers with. */
  readonly ownMetrics: () => Promise<MetricsJson>;
  /** A thread ended that nobody told to, and another takes its place. */
  readonly restarted: () => void;
  readonly start?: (setting: ThreadSetting) => Worker;
};

/** The pause before a thread that died is started again doubles up to this, milliseconds. */
const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 5_000;
/** A thread that lived this long did not die of its start, milliseconds. */
const LIVED_MS = 60_000;
/** How long a thread may take to say its metrics, milliseconds; a busy one is left out of this answer. */
const MEASURE_MS = 2_000;

const startThread = (setting: ThreadSetting): Worker =>
  new Worker(new URL("./lookup-thread.ts", import.meta.url), { workerData: setting });

/**
 * Threads that listen at one place (the system shares connections out among them) and answer from one index in shared
 * memory (DESIGN 11: the requests of `cluster` at half its memory). What they are told before they are started, and while
 * they start, each of them begins with. One that dies takes its connections with it and nothing else, and is started again.
 */
export function lookupThreads(options: ThreadsOptions): LookupThreads {
  const { count, repository, restricted, casesAt, host, logger, start = startThread } = options;
  const checkedAt = new SharedArrayBuffer(8);
  const checked = new BigInt64Array(checkedAt);
  const threads = new Set<Worker>();
  const measuring = new Map<number, (metrics: MetricsJson) => void>();
  let questions = 0;
  let release: SharedRelease | undefined;
  let published: PublishedRelease | undefined;
  let closing = false;
  let { port } = options;
  let url = "";

  /** Starts a thread; `listens` rejects when it says that it cannot, or ends before. */
  function open(): { readonly thread: Worker; readonly listens: Promise<void> } {
    const thread = start({ repository, restricted, casesAt, host, port, checkedAt });
    const tell = (message: ToThread): void => thread.postMessage(message);
    threads.add(thread);
    if (release !== undefined) tell({ kind: "release", release });
    if (published !== undefined) tell({ kind: "published", published });
    const listens = new Promise<void>((resolve, reject) => {
      thread.on("message", async (message: FromThread) => {
        switch (message.kind) {
          case "listening":
            ({ url, port } = message);
            return resolve();
          case "failed":
            reject(new HifazatError("unavailable", message.message));
            return void thread.terminate();
          case "measured":
            return measuring.get(message.id)?.(message.metrics);
          case "metrics":
            return tell({ kind: "metrics", id: message.id, text: await metricsOfAll() });
        }
      });
      thread.on("error", (err) => logger.error({ err }, "a lookup thread failed"));
      thread.once("exit", (code) => {
        threads.delete(thread);
        reject(new HifazatError("unavailable", `A lookup thread ended with ${code} before it listened.`));
      });
    });
    return { thread, listens };
  }

  /** Starts another when this one ends although nobody told it to. */
  function replace(thread: Worker, deaths: number): void {
    const startedAt = Date.now();
    thread.once("exit", async () => {
      if (closing) return;
      const next = Date.now() - startedAt > LIVED_MS ? 1 : deaths + 1;
      options.restarted();
      logger.error({ deaths: next }, "a lookup thread ended, another is started");
      await pause(Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** next));
      if (closing) return;
      const another = open();
      replace(another.thread, next);
      another.listens.catch((err) => logger.error({ err }, "a lookup thread could not be started"));
    });
  }

  async function metricsOfAll(): Promise<string> {
    const asked = [...threads].map(async (thread): Promise<MetricsJson> => {
      const id = ++questions;
      const answer = new Promise<MetricsJson>((resolve) => measuring.set(id, resolve));
      thread.postMessage({ kind: "measure", id } satisfies ToThread);
      const metrics = await Promise.race([answer, pause(MEASURE_MS, [], { ref: false })]);
      measuring.delete(id);
      return metrics;
    });
    const all = await Promise.all([options.ownMetrics(), ...asked]);
    return AggregatorRegistry.aggregate(all).metrics();
  }

  async function close(): Promise<void> {
    closing = true;
    const ended = [...threads].map((thread) => new Promise((resolve) => thread.once("exit", resolve)));
    for (const thread of threads) thread.postMessage({ kind: "close" } satisfies ToThread);
    await Promise.all(ended);
  }

  async function listen(): Promise<string> {
    try {
      // The first finds the port that the others share.
      const first = open();
      await first.listens;
      const others = Array.from({ length: count - 1 }, open);
      await Promise.all(others.map(({ listens }) => listens));
      for (const { thread } of [first, ...others]) replace(thread, 0);
      return url;
    } catch (error) {
      await Promise.all([...threads].map((thread) => thread.terminate()));
      throw error;
    }
  }

  return {
    listen,
    close,
    checked: (at) => void Atomics.store(checked, 0, BigInt(at)),
    announce(next) {
      published = next;
      for (const thread of threads) thread.postMessage({ kind: "published", published } satisfies ToThread);
    },
    take(next) {
      release = next;
      // A thread that is started later must not hear of one that an older release was put back in the place of.
      published = undefined;
      for (const thread of threads) thread.postMessage({ kind: "release", release: next } satisfies ToThread);
    },
  };
}
