import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { HashedFile } from "../publish/hashed-file.ts";

/** What the thread is started with. */
export type RebuildJob = {
  readonly base: HashedFile;
  /** The index delta as it came, compressed. */
  readonly delta: Uint8Array;
  /** Of the index that has to come out. */
  readonly sha256: string;
};

/** The index, or why it could not be made. */
export type FromRebuildWorker = { readonly index: Uint8Array<ArrayBuffer> } | { readonly reason: string };

/** Makes an index from the one before on a thread of its own: a replica answers on meanwhile. */
export async function rebuildIndex(job: RebuildJob): Promise<FromRebuildWorker> {
  const worker = new Worker(new URL("./rebuild-index-worker.ts", import.meta.url), { workerData: job });
  try {
    return await new Promise<FromRebuildWorker>((resolve, reject) => {
      worker.on("message", resolve);
      once(worker, "exit").then(() => resolve({ reason: "the thread that made it ended early" }), reject);
    });
  } finally {
    await worker.terminate();
  }
}
