import { parentPort, workerData } from "node:worker_threads";
import { HifazatError } from "../../core/errors.ts";
import { openDatabase } from "../../storage/database.ts";
import { readGuards } from "../open-guard.ts";
import { type GuardedNames, guardedNames } from "./collateral.ts";
import { type DeskAnswer, type DeskJob, type DeskPorts, doJob } from "./jobs.ts";
import type { DeskSetting } from "./thread.ts";

// The other side of thread.ts.

/** How long guard lists are used before they are read again, in milliseconds. */
const GUARDS_MS = 60_000;

const { database, guard, guardCache } = workerData as DeskSetting;
const db = openDatabase(database);
const answer = (message: DeskAnswer): void => parentPort?.postMessage(message);

let readAt = Number.NEGATIVE_INFINITY;
let lists: Awaited<ReturnType<typeof readGuards>>["lists"] | undefined;
let names: GuardedNames | undefined;

const guards: DeskPorts["guards"] = async () => {
  if (lists === undefined || performance.now() - readAt > GUARDS_MS) {
    lists = (await readGuards(guard, { cache: guardCache, fetch })).lists;
    readAt = performance.now();
    names = undefined;
  }
  const current = lists;
  return {
    lists: current,
    get names() {
      names ??= guardedNames(current);
      return names;
    },
  };
};

async function perform(number: number, job: DeskJob): Promise<void> {
  try {
    const result = await doJob({ db, guards }, job, (items) => answer({ job: number, kind: "progress", items }));
    answer({ job: number, kind: "done", result });
  } catch (cause) {
    const error = cause instanceof HifazatError ? { code: cause.code, message: cause.message } : null;
    const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    answer({ job: number, kind: "failed", error, cause: text });
  }
}

/** One after the other: they share the connection. */
let turn = Promise.resolve();
parentPort?.on("message", ({ number, job }: { number: number; job: DeskJob }) => {
  turn = turn.then(() => perform(number, job));
});
