import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { HifazatError } from "../core/errors.ts";
import type { OrderRecord, OrderTerms } from "../core/order/order.ts";
import { type Db, transaction } from "../storage/database.ts";
import { type Item, stageItems } from "../storage/items.ts";
import { appendOrderEvent, createOrder, orderByNumber, takeUpload } from "../storage/orders.ts";
import { type AskGuard, openJudge } from "./judge.ts";
import { type FileVerdict, type ItemFile, stageFile } from "./stage-file.ts";

export type ImportRequest = ItemFile & {
  readonly terms: OrderTerms;
  /** Who enters it: none of the order's authors may approve it. */
  readonly author: string;
};

export type ImportPorts = {
  readonly guard: AskGuard;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** Called now and then with the number of items so far. */
  readonly onProgress?: ((items: number) => void) | undefined;
  /** Called for every item as it is judged, in order. */
  readonly onItem?: ((item: Item) => void) | undefined;
};

/** `already`: this very file is there; nothing was written. */
export type ImportResult = FileVerdict & { readonly kind: "imported" | "already"; readonly order: OrderRecord };

/**
 * Writes one order with every item of a file in one transaction: all of it or nothing. Every line ends as accepted,
 * held, refused, duplicate or skipped, or is counted as ignored. Throws the file's refusal (`not_found`, `file_…`,
 * `too_large`), or `conflict` when the authority's order of that number came with other content.
 */
export async function importFile(db: Db, request: ImportRequest, ports: ImportPorts): Promise<ImportResult> {
  const { terms, author } = request;
  const known = orderByNumber(db, terms.authority, terms.number);
  if (known !== undefined) return alreadyThere(known, await fileDigest(request.path));
  const staged = stageItems(db);
  const take = (item: Item) => {
    staged.add(item);
    ports.onItem?.(item);
  };
  const verdict = await stageFile(request, openJudge(ports.guard), 1, take, ports.onProgress);
  return transaction(db, (): ImportResult => {
    // Of two imports of one file at once, the second finds here what the first wrote.
    const other = orderByNumber(db, terms.authority, terms.number);
    if (other !== undefined) return alreadyThere(other, verdict.source.sha256);
    const created = createOrder(db, terms, null, author, ports.now());
    const event = takeUpload(created, staged, verdict.source);
    const { record } = appendOrderEvent(db, created.id, created, { at: ports.now(), actor: author, event });
    return { kind: "imported", order: record, ...verdict };
  });
}

function alreadyThere(order: OrderRecord, sha256: string): ImportResult {
  const [first, second] = order.uploads;
  if (first?.source.sha256 === sha256 && second === undefined)
    return { kind: "already", order, source: first.source, lines: 0, ignored: {}, codes: {} };
  throw new HifazatError(
    "conflict",
    `${order.terms.authority} has an order ${order.terms.number} already (o${order.id}), with other content: ` +
      "give this one its own number.",
  );
}

async function fileDigest(path: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk);
  } catch (cause) {
    throw new HifazatError("not_found", `There is no file ${path}.`, { cause });
  }
  return hash.digest("hex");
}
