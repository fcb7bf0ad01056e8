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
  /** Where every row is written to, as a JSON object a line; null for nowhere. */
  readonly out: RowsOut | null;
};

/** `one`: a file of all rows. `by_outcome`: a file each, `rowsPath` says which, that grow while the rows are judged. */
export type RowsOut = { readonly kind: "one" | "by_outcome"; readonly path: string };

export const rowsPath = (path: string, outcome: ItemOutcome): string => `${path}.${outcome}`;

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
  const out = request.out === null ? undefined : rowFiles(request.out);
  try {
    const take = (item: Item) => {
      counts[item.outcome] += 1;
      if (rows.length < request.rows && request.outcomes.includes(item.outcome)) rows.push(item);
      out?.add(item);
    };
    const verdict = await stageFile(file, judge, 1, take, (items) => {
      // Whoever watches reads the first rows while the others are judged.
      out?.flush();
      onProgress?.(items);
    });
    out?.flush();
    return { ...verdict, counts, rows };
  } finally {
    out?.close();
  }
}

function rowFiles({ kind, path }: RowsOut) {
  const files = new Map<string, ReturnType<typeof rowFile>>();
  const fileFor = (outcome: ItemOutcome) => {
    const name = kind === "one" ? path : rowsPath(path, outcome);
    const file = files.get(name) ?? rowFile(name);
    files.set(name, file);
    return file;
  };
  const all = (what: "flush" | "close") => () => {
    for (const file of files.values()) file[what]();
  };
  // One file is there even when it has no rows.
  if (kind === "one") files.set(path, rowFile(path));
  return { add: (item: Item) => fileFor(item.outcome).add(item), flush: all("flush"), close: all("close") };
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
