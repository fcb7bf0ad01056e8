import { HifazatError } from "../core/errors.ts";
import { SCOPES, type Scope } from "../core/target/target.ts";
import { MAX_LIST_BYTES } from "./limits.ts";
import { compareTargets, type LineSpan, newSpan, scanLine } from "./line-bytes.ts";

/** One line of a list (README 4). */
export type ListLine = { readonly value: string; readonly scope: Scope; readonly category: string };

/** The line's text with its line feed. The line must be canonical: nothing is checked here. */
export function formatLine(line: ListLine): string {
  return `${line.value}\t${line.scope}\t${line.category}\n`;
}

/** Reads one line, with or without its line feed; undefined when it is not exactly one well-formed line. */
export function parseLine(text: string): ListLine | undefined {
  const bytes = new TextEncoder().encode(text.endsWith("\n") ? text : `${text}\n`);
  const span = newSpan();
  if (!scanLine(bytes, 0, span) || span.end !== bytes.length - 1) return undefined;
  return lineOf(text, span);
}

/**
 * Reads a whole list, strictly: every line well formed and ended by a line feed, targets strictly ascending (so no
 * target twice). Throws list_malformed with `details.line`, which counts from 1; never a value, because the list may
 * be sealed.
 */
export function* readLines(bytes: Uint8Array): Generator<ListLine> {
  if (bytes.length > MAX_LIST_BYTES) throw new HifazatError("list_malformed", "the list is too large");
  // One decoding for the whole list, then slices: a scanned line is ASCII, so its byte offsets are string offsets.
  const text = new TextDecoder().decode(bytes);
  let previous = newSpan();
  let span = newSpan();
  for (let [start, number] = [0, 1]; start < bytes.length; number++) {
    scanNext(bytes, start, number, previous, span);
    yield lineOf(text, span);
    start = span.end + 1;
    [previous, span] = [span, previous];
  }
}

/** How many lines a list has, after reading it as strictly as `readLines` and without making anything of them. */
export function countLines(bytes: Uint8Array): number {
  if (bytes.length > MAX_LIST_BYTES) throw new HifazatError("list_malformed", "the list is too large");
  let previous = newSpan();
  let span = newSpan();
  let count = 0;
  for (let start = 0; start < bytes.length; start = previous.end + 1) {
    scanNext(bytes, start, ++count, previous, span);
    [previous, span] = [span, previous];
  }
  return count;
}

function scanNext(bytes: Uint8Array, start: number, number: number, previous: LineSpan, span: LineSpan): void {
  if (!scanLine(bytes, start, span)) throw malformed("is malformed", number);
  if (number > 1 && compareTargets(bytes, previous, bytes, span) >= 0) throw malformed("is not in order", number);
}

function lineOf(text: string, span: LineSpan): ListLine {
  return {
    value: text.slice(span.start, span.valueEnd),
    scope: SCOPES[span.scope] as Scope,
    category: text.slice(span.scopeEnd + 1, span.end),
  };
}

function malformed(what: string, line: number): HifazatError {
  return new HifazatError("list_malformed", `line ${line} of the list ${what}`, { details: { line } });
}
