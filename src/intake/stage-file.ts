import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { HifazatError } from "../core/errors.ts";
import type { OrderSource } from "../core/order/order.ts";
import type { Item } from "../storage/items.ts";
import type { openJudge } from "./judge.ts";
import { type Declared, receive } from "./receive.ts";

/** A file of items, and what is said of it. `name` is how the record calls it; the file's own when absent. */
export type ItemFile = {
  readonly path: string;
  readonly name?: string | undefined;
  readonly declared?: Declared | undefined;
  /** What it was before it was put into a form that is read line by line (desk/readable.ts). */
  readonly original?: Pick<OrderSource, "sha256" | "format" | "bytes"> | undefined;
};

/** What became of a file as a whole. */
export type FileVerdict = {
  readonly source: OrderSource;
  readonly lines: number;
  /** Blank lines, comments, headers: they say nothing about blocking. By code. */
  readonly ignored: Readonly<Record<string, number>>;
  /** How many items were refused, held or skipped for each code; an item can be held for several. */
  readonly codes: Readonly<Record<string, number>>;
};

/**
 * Reads a file and judges every item, numbered from `first`. Throws the file's refusal (`not_found`, `file_…`,
 * `too_large`), possibly after items were given out.
 */
export async function stageFile(
  { path, name, declared, original }: ItemFile,
  judge: ReturnType<typeof openJudge>,
  first: number,
  take: (item: Item) => void,
  onProgress?: (items: number) => void,
): Promise<FileVerdict> {
  if (!(await isFile(path))) throw new HifazatError("not_found", `There is no file ${path}.`);
  const received = receive(path, { ...declared, filename: declared?.filename ?? name ?? path });
  const ignored: Record<string, number> = {};
  const codes: Record<string, number> = {};
  let seq = first - 1;
  for await (const items of received.batches) {
    for (const one of items) {
      if (one.kind === "ignored") {
        count(ignored, one.code);
        continue;
      }
      seq += 1;
      const item = { seq, line: one.line, text: one.text, ...judge(one) };
      if (item.outcome !== "duplicate") for (const code of item.code?.split(",") ?? []) count(codes, code);
      take(item);
    }
    onProgress?.(seq - first + 1);
  }
  const { format, lines, sha256, bytes } = received.facts();
  const charset = declared?.charset ?? "utf-8";
  return {
    source: { name: name ?? basename(path), sha256, format, charset, bytes, ...original },
    lines,
    ignored,
    codes,
  };
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
