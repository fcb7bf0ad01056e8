import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { RECEIPT_AT_LEAST_EVERY } from "../../core/receipt/coverage.ts";
import { attempt, ifPresent, makeFolder, replaceFile, syncFolder } from "./durable.ts";
import { STATE_FILE_MODE, type StateFolder } from "./folder.ts";

/** Receipts that could not be delivered yet; older ones than these say nothing a newer one does not. */
const MAX_QUEUED = 100;

/** Answers that no second attempt would change: the receipt is dropped, or it would block the queue for ever. */
const UNDELIVERABLE = new Set([400, 413, 422]);

const QUEUED = /^\d{15}-[a-z]+-\d+\.json$/;

/** Digest and time of the last receipt made for each list, so that a sync that changed nothing makes none. */
const lastOf = (state: StateFolder, list: string): string => join(state.receipts, `last-${list}.json`);

/**
 * Queues a receipt unless it says, apart from `at`, what the last one for its list said a short while ago: who says nothing
 * for long is not known to be there. Returns whether it was queued.
 */
export function queueReceipt(state: StateFolder, receipt: { list: string; release: number; at: string }): boolean {
  const { at, ...facts } = receipt;
  const digest = createHash("sha256").update(JSON.stringify(facts)).digest("hex");
  const last = lastOf(state, receipt.list);
  const made = new Date(at).getTime();
  const [said, saidAt] = attempt(`read ${last}`, () => ifPresent(() => readFileSync(last, "utf8")))?.split(" ") ?? [];
  if (said === digest && Math.abs(made - Number(saidAt)) < RECEIPT_AT_LEAST_EVERY * 1_000) return false;
  makeFolder(state.receipts);
  const time = String(made).padStart(15, "0");
  const file = join(state.receipts, `${time}-${receipt.list}-${receipt.release}.json`);
  replaceFile(file, `${JSON.stringify(receipt, null, 2)}\n`, STATE_FILE_MODE);
  // Dying here makes the same receipt twice, which is harmless; the other order could lose one.
  replaceFile(last, `${digest} ${made}`, STATE_FILE_MODE);
  queuedReceipts(state);
  return true;
}

/** The queue, oldest first; cuts it to its newest MAX_QUEUED. */
export function queuedReceipts(state: StateFolder): string[] {
  return attempt("read the receipts", () => {
    const files = (ifPresent(() => readdirSync(state.receipts)) ?? []).filter((name) => QUEUED.test(name)).sort();
    const tooOld = files.slice(0, Math.max(0, files.length - MAX_QUEUED));
    for (const file of tooOld) rmSync(join(state.receipts, file), { force: true });
    return files.slice(tooOld.length);
  });
}

export type Delivery = { readonly sent: number; readonly queued: number; readonly trouble: string | undefined };

/** Delivers the queue in order and stops at the first that is not taken: a registry that is away takes none. */
export async function deliverReceipts(
  state: StateFolder,
  post: (body: string) => Promise<number | undefined>,
): Promise<Delivery> {
  const queue = queuedReceipts(state);
  for (const [sent, name] of queue.entries()) {
    const file = join(state.receipts, name);
    const body = attempt(`read ${file}`, () => ifPresent(() => readFileSync(file, "utf8")));
    const status = body === undefined ? 200 : await post(body);
    const taken = status !== undefined && status >= 200 && status < 300;
    if (!taken && !UNDELIVERABLE.has(status ?? 0)) {
      const trouble = status === undefined ? "the registry does not answer" : `the registry answers ${status}`;
      return { sent, queued: queue.length - sent, trouble };
    }
    rmSync(file, { force: true });
  }
  if (queue.length > 0) syncFolder(state.receipts);
  return { sent: queue.length, queued: 0, trouble: undefined };
}
