import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type ErrorCode, HifazatError } from "../core/errors.ts";
import type { BuildStage } from "./build.ts";
import type { PreviousIndex } from "./from-previous.ts";
import type { Gate, Prepared } from "./prepare.ts";
import type { ReleaseRequest } from "./release-request.ts";

/** What the thread is started with. */
export type BuildJob = {
  readonly database: string;
  readonly request: ReleaseRequest;
  readonly gate: Gate;
  readonly previous: PreviousIndex | undefined;
};

export type FromBuildWorker =
  | { readonly kind: "stage"; readonly stage: BuildStage }
  | { readonly kind: "prepared"; readonly prepared: Prepared }
  | { readonly kind: "failed"; readonly code: ErrorCode; readonly message: string };

/** Prepares a release, or says why not. With the index of the release before it is quicker; the bytes are the same. */
export type Prepare = (
  request: ReleaseRequest,
  gate: Gate,
  onStage?: (stage: BuildStage) => void,
  previous?: PreviousIndex,
) => Promise<Prepared>;

/** Prepares on a thread of its own, with its own connection: a server answers on while a million entries are built. */
export function threadedPrepare(database: string): Prepare {
  return async (request, gate, onStage, previous) => {
    const job: BuildJob = { database, request, gate, previous };
    const worker = new Worker(new URL("./build-worker.ts", import.meta.url), { workerData: job });
    try {
      return await new Promise<Prepared>((resolve, reject) => {
        worker.on("message", (message: FromBuildWorker) => {
          if (message.kind === "stage") onStage?.(message.stage);
          else if (message.kind === "prepared") resolve(message.prepared);
          else reject(new HifazatError(message.code, message.message));
        });
        once(worker, "exit").then(() => reject(new Error("the building thread ended early")), reject);
      });
    } finally {
      await worker.terminate();
    }
  };
}
