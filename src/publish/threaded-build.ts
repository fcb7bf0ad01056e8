import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type ErrorCode, HifazatError } from "../core/errors.ts";
import type { BuildStage } from "./build.ts";
import type { DataFolder } from "./data-folder.ts";
import type { PreviousRelease } from "./from-previous.ts";
import type { Gate, Prepared } from "./prepare.ts";
import type { ReleaseRequest } from "./release-request.ts";

/** What the thread is given. */
export type BuildJob = Places & {
  readonly request: ReleaseRequest;
  readonly gate: Gate;
  readonly previous: PreviousRelease | undefined;
};

/** The database that is read, and the folder of the filters' counts. */
type Places = Pick<DataFolder, "database" | "counts">;

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

export type Preparing = {
  readonly prepare: Prepare;
  /**
   * Does what a built release left to do for when nobody waits for it any more, published or not, and ends its thread. Never
   * rejects: all of it only saves the next release time.
   */
  readonly settle: () => Promise<void>;
};

/**
 * Prepares on a thread of its own, with its own connection: a server answers on while a million entries are built. The
 * first release is prepared on the thread that was `started`, where there is one.
 */
export function threadedPreparing({ database, counts }: Places, started?: Worker): Preparing {
  let waiting = started;
  let built: Worker | undefined;
  const settle = async (): Promise<void> => {
    const worker = built;
    built = undefined;
    if (worker === undefined) return;
    worker.ref();
    worker.postMessage("settle");
    await once(worker, "exit").catch(() => {});
  };
  const prepare: Prepare = async (request, gate, onStage, previous) => {
    await settle();
    const job: BuildJob = { database, counts, request, gate, previous };
    const worker = waiting ?? startBuildThread();
    waiting = undefined;
    worker.ref();
    try {
      const prepared = await new Promise<Prepared>((resolve, reject) => {
        worker.on("message", (message: FromBuildWorker) => {
          if (message.kind === "stage") onStage?.(message.stage);
          else if (message.kind === "prepared") resolve(message.prepared);
          else reject(new HifazatError(message.code, message.message));
        });
        once(worker, "exit").then(() => reject(new Error("the building thread ended early")), reject);
        worker.postMessage(job);
      });
      if (prepared.kind === "built") built = worker;
      return prepared;
    } finally {
      if (built === worker) worker.unref();
      else await worker.terminate();
    }
  };
  return { prepare, settle };
}
