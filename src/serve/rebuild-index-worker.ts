import { createHash } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";
import { brotliDecompressSync } from "node:zlib";
import { layIndex } from "../protocol/index-file/build.ts";
import { readIndexDelta } from "../protocol/index-file/index-delta.ts";
import { MAX_DELTA_BYTES } from "../protocol/limits.ts";
import { sortKey } from "../protocol/sort-key.ts";
import { spliceIndex } from "../publish/from-previous.ts";
import type { FromRebuildWorker, RebuildJob } from "./rebuild-index.ts";

// The other side of rebuild-index.ts.

// Whatever is wrong with it: the whole index is fetched instead, and the reason is in the log.
const answer = await rebuilt(workerData as RebuildJob).catch((error): FromRebuildWorker => ({ reason: String(error) }));
parentPort?.postMessage(answer, "index" in answer ? [answer.index.buffer] : []);

async function rebuilt({ base, delta, sha256 }: RebuildJob): Promise<FromRebuildWorker> {
  const text = brotliDecompressSync(delta, { maxOutputLength: MAX_DELTA_BYTES }).toString("utf8");
  const { meta, changes } = readIndexDelta(text);
  const touched = changes.map((change) => {
    const { value, scope } = change.kind === "put" ? change.entry : change;
    return { sortKey: sortKey(value), value, scope, entry: change.kind === "put" ? change.entry : undefined };
  });
  const spliced = await spliceIndex(base, { orders: meta.orders, touched }, meta.categories);
  if (spliced === undefined) return { reason: "the index before is not one to build upon" };
  const index = layIndex(meta, spliced.packed, spliced.sections, spliced.slots);
  const made = createHash("sha256").update(index).digest("hex");
  return made === sha256 ? { index } : { reason: "what it makes is not the index that was signed" };
}
