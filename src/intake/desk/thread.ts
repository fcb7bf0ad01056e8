import { Worker } from "node:worker_threads";
import { HifazatError } from "../../core/errors.ts";
import type { GuardKind } from "../../core/guard/guard-kind.ts";
import { DATABASE_THREAD } from "../../storage/thread-options.ts";
import type { DeskAnswer, DeskJob, DeskResult } from "./jobs.ts";

/** What a thread is started with. */
export type DeskSetting = {
  readonly database: string;
  readonly guard: Readonly<Partial<Record<GuardKind, readonly string[]>>>;
  /** Where last good copies of guard lists are kept. */
  readonly guardCache: string;
};

export type RunJob = (job: DeskJob, onProgress?: (items: number) => void) => Promise<DeskResult>;
export type DeskThread = { readonly run: RunJob; readonly close: () => Promise<void> };

/** How long a thread with nothing to do is kept, in milliseconds: it holds a connection and the guard lists. */
const IDLE_MS = 300_000;

type Waiting = {
  readonly resolve: (result: DeskResult) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: ((items: number) => void) | undefined;
};

/**
 * A thread with its own connection that does one job after the other: judging half a million items takes seconds, in
 * which the thread that answers lookups must be free. It starts with the first job and ends when there are none.
 */
export function openDeskThread(setting: DeskSetting): DeskThread {
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last = 0;
  const waiting = new Map<number, Waiting>();

  function start(): Worker {
    const started = new Worker(new URL("./worker.ts", import.meta.url), { workerData: setting, ...DATABASE_THREAD });
    started.on("message", (answer: DeskAnswer) => take(answer));
    started.on("error", (error) => lose(started, error));
    started.on("exit", () => lose(started, new Error("the thread that reads uploads ended early")));
    // A server that is told to stop does not wait for it; what it had not committed is as if it had not been sent.
    started.unref();
    return started;
  }

  function take(answer: DeskAnswer): void {
    const job = waiting.get(answer.job);
    if (job === undefined) return;
    if (answer.kind === "progress") {
      job.onProgress?.(answer.items);
      return;
    }
    waiting.delete(answer.job);
    if (waiting.size === 0) idle = setTimeout(() => void stop(), IDLE_MS).unref();
    if (answer.kind === "done") job.resolve(answer.result);
    else if (answer.error === null) job.reject(new Error(answer.cause));
    else job.reject(new HifazatError(answer.error.code, answer.error.message));
  }

  function lose(lost: Worker, error: unknown): void {
    if (worker !== lost) return;
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  async function stop(): Promise<void> {
    clearTimeout(idle);
    await worker?.terminate();
  }

  return {
    run: (job, onProgress) =>
      new Promise((resolve, reject) => {
        clearTimeout(idle);
        worker ??= start();
        last += 1;
        waiting.set(last, { resolve, reject, onProgress });
        worker.postMessage({ number: last, job });
      }),
    close: stop,
  };
}
