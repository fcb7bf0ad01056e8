import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { explain } from "../intake/reasons.ts";
import type { Item } from "../storage/items.ts";

/** Characters gathered before they are written. */
const CHUNK = 65_536;

/**
 * A file with a line per refused or held item: line number, text, code, reason, separated by tabs. It appears whole, or
 * not at all. Only its owner may read it: it can hold what a sealed order names.
 */
export function itemReport(path: string) {
  const part = `${path}.part`;
  let descriptor: number | undefined = openSync(part, "w", 0o600);
  let pending = "";

  function write(): void {
    if (descriptor === undefined) return;
    const bytes = Buffer.from(pending);
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    pending = "";
  }

  return {
    add(item: Item): void {
      if (item.outcome !== "refused" && item.outcome !== "held") return;
      const code = item.code ?? "";
      pending += `${item.line}\t${oneField(item.text)}\t${code}\t${explain(code)}\n`;
      if (pending.length >= CHUNK) write();
    },
    finish(): void {
      write();
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
      renameSync(part, path);
    },
    /** After `finish` it does nothing. */
    abandon(): void {
      if (descriptor === undefined) return;
      closeSync(descriptor);
      descriptor = undefined;
      rmSync(part, { force: true });
    },
  };
}

/** The text as it came, but for what would break the line or act on a terminal: those are written as JSON escapes. */
function oneField(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) =>
    character === "\t" ? "\\t" : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
