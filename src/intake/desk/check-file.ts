import { closeSync, openSync, writeSync } from "node:fs";
import { type ItemCounts, type ItemOutcome, NO_ITEMS } from "../../core/order/order.ts";
import type { Db } from "../../storage/database.ts";
import { type Item, itemsOf } from "../../storage/items.ts";
import { findOrder } from "../../storage/orders.ts";
import { type AskGuard, openJudge } from "../judge.ts";
import { type FileVerdict, type ItemFile, stageFile } from "../stage-file.ts";

export type CheckRequest = {
  /** The order that it would go into, for what it has already. */
  readonly order: string | null;
  /** Of which outcomes the first rows are shown, and how many of them. */
  readonly outcomes: readonly ItemOutcome[];
  readonly rows: number;
  /** A file to write every row to, as a JSON object a line; null for none. */
  readonly out: string | null;
};

export type CheckResult = FileVerdict & { readonly counts: ItemCounts; readonly rows: readonly Item[] };

/** Characters gathered before they are written. */
const CHUNK = 65_536;

/** What would become of a file's items. Nothing is stored. */
export async function checkFile(
  db: Db,
  file: ItemFile,
  request: CheckRequest,
  guard: AskGuard,
  onProgress?: (items: number) => void,
): Promise<CheckResult> {
  const order = request.order === null ? undefined : findOrder(db, request.order);
  const judge = openJudge(guard, order === undefined ? [] : itemsOf(db, order.id, ["accepted", "held"]));
  const counts = { ...NO_ITEMS };
  const rows: Item[] = [];
  const out = request.out === null ? undefined : rowFile(request.out);
  try {
    const take = (item: Item) => {
      counts[item.outcome] += 1;
      if (rows.length < request.rows && request.outcomes.includes(item.outcome)) rows.push(item);
      out?.add(item);
    };
    const verdict = await stageFile(file, judge, 1, take, onProgress);
    out?.flush();
    return { ...verdict, counts, rows };
  } finally {
    out?.close();
  }
}

function rowFile(path: string) {
  const descriptor = openSync(path, "wx", 0o600);
  let pending = "";
  const flush = (): void => {
    const bytes = Buffer.from(pending);
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    pending = "";
  };
  return {
    add(item: Item): void {
      pending += `${JSON.stringify(item)}\n`;
      if (pending.length >= CHUNK) flush();
    },
    flush,
    close: () => closeSync(descriptor),
  };
}
