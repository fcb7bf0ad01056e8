import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { HifazatError } from "../core/errors.ts";
import type { GuardOutcome } from "../core/guard/guard.ts";
import type { OrderRecord, OrderTerms } from "../core/order/order.ts";
import type { Target } from "../core/target/target.ts";
import type { Db } from "../storage/database.ts";
import type { Item } from "../storage/items.ts";
import { orderByNumber } from "../storage/orders.ts";
import { openJudge } from "./judge.ts";
import { type Declared, receive } from "./receive.ts";
import { beginOrder } from "./record-order.ts";

export type ImportRequest = {
  readonly path: string;
  readonly terms: OrderTerms;
  /** Who enters it: none of the order's authors may approve it. */
  readonly author: string;
  readonly declared?: Declared | undefined;
};

export type ImportPorts = {
  readonly guard: (target: Target, terminated: boolean) => GuardOutcome;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** Called now and then with the number of items so far. */
  readonly onProgress?: ((items: number) => void) | undefined;
  /** Called for every item as it is written, in order. */
  readonly onItem?: ((item: Item) => void) | undefined;
};

export type ImportResult = {
  /** `already`: this very file is that order; nothing was written. */
  readonly kind: "imported" | "already";
  readonly order: OrderRecord;
  readonly lines: number;
  /** Blank lines, comments, headers: they say nothing about blocking. By code. */
  readonly ignored: Readonly<Record<string, number>>;
  /** How many items were refused, held or skipped for each code; an item can be held for several. */
  readonly codes: Readonly<Record<string, number>>;
};

/**
 * Writes one order with every item of a file in one transaction: all of it or nothing. Every line ends as accepted,
 * held, refused, duplicate or skipped, or is counted as ignored. Throws the file's refusal (`not_found`, `file_…`,
 * `too_large`), or `conflict` when the authority's order of that number came with other content.
 */
export async function importFile(db: Db, request: ImportRequest, ports: ImportPorts): Promise<ImportResult> {
  const { path, terms } = request;
  if (!(await isFile(path))) throw new HifazatError("not_found", `There is no file ${path}.`);
  const recording = beginOrder(db, terms, request.author, ports.now());
  try {
    // Inside the transaction: of two imports of one file at once, the second finds what the first wrote.
    const known = orderByNumber(db, terms.authority, terms.number);
    if (known !== undefined) {
      recording.abandon();
      return alreadyThere(known, await fileDigest(path));
    }
    const judge = openJudge(ports.guard);
    const received = receive(path, request.declared);
    const ignored: Record<string, number> = {};
    const codes: Record<string, number> = {};
    let seq = 0;
    for await (const items of received.batches) {
      for (const one of items) {
        if (one.kind === "ignored") {
          count(ignored, one.code);
          continue;
        }
        seq += 1;
        const item = { seq, line: one.line, text: one.text, ...judge(one) };
        if (item.outcome !== "duplicate") for (const code of item.code?.split(",") ?? []) count(codes, code);
        recording.add(item);
        ports.onItem?.(item);
      }
      ports.onProgress?.(seq);
    }
    const { format, lines, sha256, bytes } = received.facts();
    const charset = request.declared?.charset ?? "utf-8";
    const order = recording.finish({ name: basename(path), sha256, format, charset, bytes });
    return { kind: "imported", order, lines, ignored, codes };
  } catch (error) {
    recording.abandon();
    throw error;
  }
}

function alreadyThere(order: OrderRecord, sha256: string): ImportResult {
  if (order.source.sha256 === sha256) return { kind: "already", order, lines: 0, ignored: {}, codes: {} };
  throw new HifazatError(
    "conflict",
    `${order.terms.authority} has an order ${order.terms.number} already (o${order.id}), with other content: ` +
      "give this one its own number.",
  );
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function count(counts: Record<string, number>, code: string): void {
  counts[code] = (counts[code] ?? 0) + 1;
}

async function fileDigest(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}
