import { HifazatError } from "../core/errors.ts";
import { decide } from "../core/order/decide.ts";
import type { OrderRecord, Upload } from "../core/order/order.ts";
import { type Db, transaction } from "../storage/database.ts";
import { type Item, itemsOf, stageItems } from "../storage/items.ts";
import { appendOrderEvent, findOrder, nextItem, takeUpload } from "../storage/orders.ts";
import type { ImportPorts } from "./import-file.ts";
import { openJudge } from "./judge.ts";
import { type FileVerdict, type ItemFile, stageFile } from "./stage-file.ts";

export type AddRequest = ItemFile & {
  /** The order's public id, such as o12. */
  readonly order: string;
  /** Becomes an author of the order, and so cannot approve it. */
  readonly author: string;
  /** Items of the file, counted from 1, that its sender takes out again: they stand there as removed. */
  readonly without?: ReadonlySet<number> | undefined;
};

export type AddResult =
  | { readonly kind: "added"; readonly order: OrderRecord; readonly upload: Upload; readonly verdict: FileVerdict }
  /** This very file stands in the order already; nothing was written. */
  | { readonly kind: "already"; readonly order: OrderRecord; readonly upload: Upload };

/** How often an upload is judged again when the order changed while it was read. */
const ATTEMPTS = 3;

/**
 * Adds the items of a file to an order that nobody has approved, in one transaction: all of them or none. What the order
 * has already is a duplicate. Throws the file's refusal, `order_state`, or `conflict` when the order keeps changing.
 */
export async function addFile(db: Db, request: AddRequest, ports: ImportPorts): Promise<AddResult> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const result = await addOnce(db, request, ports);
    if (result !== undefined) return result;
  }
  throw new HifazatError("conflict", "The order is being changed by others: try again.");
}

/** Undefined when the order changed meanwhile, so that the verdicts are about another one. */
async function addOnce(db: Db, request: AddRequest, ports: ImportPorts): Promise<AddResult | undefined> {
  const before = findOrder(db, request.order);
  const staged = stageItems(db);
  const judge = openJudge(ports.guard, itemsOf(db, before.id, ["accepted", "held"]));
  const first = nextItem(before);
  const take = (judged: Item) => {
    const out = request.without?.has(judged.seq - first + 1) === true && judged.target !== null;
    const item: Item = out ? { ...judged, outcome: "removed" } : judged;
    staged.add(item);
    ports.onItem?.(item);
  };
  const verdict = await stageFile(request, judge, first, take, ports.onProgress);
  return transaction(db, (): AddResult | undefined => {
    const order = findOrder(db, request.order);
    const { sha256 } = verdict.source;
    const same = order.uploads.find(({ source, counts }) => source.sha256 === sha256 && counts.removed === 0);
    if (same !== undefined) return { kind: "already", order, upload: same };
    if (order.digest !== before.digest) return undefined;
    const now = ports.now();
    const edit = takeUpload(order, staged, verdict.source);
    const decision = decide(order, { kind: "edit", edit }, request.author, now);
    // Thrown out of the transaction, which takes the items back.
    if (decision.kind === "refusal") throw new HifazatError(decision.code, decision.message);
    const happened = { at: now, actor: request.author, event: decision.event };
    const { record } = appendOrderEvent(db, order.id, order, happened);
    const upload = record.uploads.at(-1);
    if (upload === undefined) throw new Error("an upload was added and is not there");
    return { kind: "added", order: record, upload, verdict };
  });
}
