import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { HifazatError } from "../../core/errors.ts";
import type { ItemFile } from "../stage-file.ts";

/** What an upload is in: lines of some format, or something that has to be turned into lines first. */
export type Wrapping = "lines" | "json" | "xlsx";

/** In bytes: these are read whole. */
const MOST_WHOLE = 64 * 1024 * 1024;

/** A spreadsheet's row or a JSON document's member becomes a line. Whoever asks calls `done` when the file was read. */
export async function readable(
  file: ItemFile,
  wrapping: Wrapping,
): Promise<{ readonly file: ItemFile; readonly done: () => Promise<void> }> {
  if (wrapping === "lines") return { file, done: async () => {} };
  const { size: bytes } = await stat(file.path);
  if (bytes > MOST_WHOLE)
    throw new HifazatError("too_large", `A ${wrapping} file can have ${MOST_WHOLE} bytes: send lines of text instead.`);
  const path = `${file.path}.lines`;
  const lines = wrapping === "json" ? jsonLines(await readFile(file.path, "utf8")) : await sheetLines(file.path);
  await writeFile(path, lines, { mode: 0o600 });
  const original = { sha256: await digest(file.path), format: wrapping, bytes };
  const format = wrapping === "json" ? ("jsonl" as const) : ("csv" as const);
  const declared = { ...file.declared, format, charset: "utf-8", finalNewline: "any" } as const;
  return { file: { ...file, path, declared, original }, done: () => rm(path, { force: true }) };
}

/** An array of addresses, or of objects with an address each; or an object with such an array as `items`. */
function jsonLines(text: string): string {
  const parsed = parse(text);
  const items: unknown = Array.isArray(parsed) ? parsed : (parsed as { items?: unknown } | null)?.items;
  if (!Array.isArray(items))
    throw new HifazatError("file_bad_format", 'The JSON document is neither an array nor an object with "items".');
  return items.map((item) => `${JSON.stringify(item)}\n`).join("");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HifazatError("file_bad_format", "This is not a JSON document.", { cause });
  }
}

/** The first sheet as comma-separated text, each cell quoted, row by row: line numbers are the sheet's. */
async function sheetLines(path: string): Promise<string> {
  const { readSheet } = await import("read-excel-file/node");
  try {
    const rows = await readSheet(path);
    return rows.map((row) => `${row.map(cellText).join(",")}\n`).join("");
  } catch (cause) {
    throw new HifazatError("file_bad_format", "This spreadsheet cannot be read: save it as .xlsx or CSV.", { cause });
  }
}

/** A line break within a cell would take the following rows' numbers along. */
function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  const text = cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
  return `"${text.replace(/\s*[\r\n]+\s*/g, " ").replaceAll('"', '""')}"`;
}

async function digest(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}
