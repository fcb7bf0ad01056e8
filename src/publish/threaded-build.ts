import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type ErrorCode, HifazatError } from "../core/errors.ts";
import type { BuildStage } from "./build.ts";
import type { PreviousRelease } from "./from-previous.ts";
import type { Gate, Prepared } from "./prepare.ts";
import type { ReleaseRequest } from "./release-request.ts";

/** What the thread is given. */
export type BuildJob = {
  readonly database: string;
  readonly request: ReleaseRequest;
  readonly gate: Gate;
  readonly previous: PreviousRelease | undefined;
};

export type FromBuildWorker =
  | { readonly kind: "stage"; readonly stage: BuildStage }
  | { readonly kind: "prepared"; readonly prepared: Prepared }
  | { readonly kind: "failed"; readonly code: ErrorCode; readonly message: string };

/** Prepares a release, or says why not. From the release before it is quicker; the bytes are the same. */
export type Prepare = (
  request: ReleaseRequest,
  gate: Gate,
  onStage?: (stage: BuildStage) => void,
  previous?: PreviousRelease,
) => Promise<Prepared>;

/** A thread that loads what building needs while its starter still loads its own. It keeps no process alive. */
export function startBuildThread(): Worker {
  const worker = new Worker(new URL("./build-worker.ts", import.meta.url));
  worker.unref();
  return worker;
}

/**
 * Prepares on a thread of its own, with its own connection: a server answers on while a million entries are built. The
 * first release is prepared on the thread that was `started`, where there is one.
 */
export function threadedPrepare(database: string, started?: Worker): Prepare {
  let waiting = started;
  return async (request, gate, onStage, previous) => {
    const job: BuildJob = { database, request, gate, previous };
    const worker = waiting ?? startBuildThread();
    waiting = undefined;
    worker.ref();
    try {
      return await new Promise<Prepared>((resolve, reject) => {
        worker.on("message", (message: FromBuildWorker) => {
          if (message.kind === "stage") onStage?.(message.stage);
          else if (message.kind === "prepared") resolve(message.prepared);
          else reject(new HifazatError(message.code, message.message));
        });
        once(worker, "exit").then(() => reject(new Error("the building thread ended early")), reject);
        worker.postMessage(job);
      });
    } finally {
      await worker.terminate();
    }
  };
}
