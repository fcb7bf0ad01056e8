import type { FileFormat as Format } from "../../../src/core/file-format.ts";
import { type FormatOptions, openFormat } from "../../../src/intake/formats/format.ts";
import type { Line } from "../../../src/intake/formats/line.ts";
import type { ReceivedItem } from "../../../src/intake/formats/received-item.ts";

/** The lines of a text, as `readFile` gives them. */
export function linesOf(text: string): Line[] {
  const texts = text.split("\n");
  const last = texts.pop();
  const lines = texts.map((line, at) => ({ number: at + 1, text: line, terminated: true, tooLong: false }));
  if (last !== undefined && last !== "") {
    lines.push({ number: texts.length + 1, text: last, terminated: false, tooLong: false });
  }
  return lines;
}

/** All items of a text, given to the reader in batches of `batch` lines. */
export function itemsOf(format: Format, text: string, options: FormatOptions = {}, batch = 1_000): ReceivedItem[] {
  const reader = openFormat(format, options);
  const lines = linesOf(text);
  const items: ReceivedItem[] = [];
  for (let at = 0; at < lines.length; at += batch) items.push(...reader.read(lines.slice(at, at + batch)));
  return [...items, ...reader.end()];
}

/** What a short text comes to: the target of a candidate, otherwise `kind:code`. */
export function outcomes(format: Format, text: string, options: FormatOptions = {}): string[] {
  return itemsOf(format, text, options).map((item) =>
    item.kind === "candidate" ? item.target : `${item.kind}:${item.code}`,
  );
}
