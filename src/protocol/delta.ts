import { HifazatError } from "../core/errors.ts";
import { SCOPES, type Scope } from "../core/target/target.ts";
import { MAX_DELTA_BYTES, MAX_LIST_BYTES } from "./limits.ts";
import { compareTargets, countLineFeeds, LF, type LineSpan, newSpan, scanLine, scanTarget } from "./line-bytes.ts";
import { formatLine, type ListLine } from "./list.ts";

/** The final state of one target: on the list with this line, or not on it. */
export type Change =
  | { readonly kind: "put"; readonly line: ListLine }
  | { readonly kind: "drop"; readonly value: string; readonly scope: Scope };

const PLUS = 0x2b;
const MINUS = 0x2d;

/** The delta's text (README 6). `changes` must be in list order, a target at most once. */
export function formatDelta(changes: Iterable<Change>): string {
  let text = "";
  for (const change of changes) {
    text += change.kind === "put" ? `+${formatLine(change.line)}` : `-${change.value}\t${change.scope}\n`;
  }
  return text;
}

/** Reads a delta as strictly as a list. Throws delta_malformed with `details.line`. */
export function* readChanges(delta: Uint8Array): Generator<Change> {
  const text = new TextDecoder().decode(delta);
  for (const span of scanChanges(delta)) {
    const value = text.slice(span.start, span.valueEnd);
    const scope = SCOPES[span.scope] as Scope;
    if (delta[span.start - 1] === MINUS) yield { kind: "drop", value, scope };
    else yield { kind: "put", line: { value, scope, category: text.slice(span.scopeEnd + 1, span.end) } };
  }
}

/**
 * The list that `delta` makes of `list`. A drop of what is absent and a put of what is present are normal: a delta
 * states final states and applies to every version from its base on. The caller checks the result against the
 * manifest's identity. Throws delta_malformed, or list_malformed when the list cannot be searched.
 */
export function applyDelta(list: Uint8Array, delta: Uint8Array): Uint8Array {
  if (list.length > 0 && list.at(-1) !== LF) throw new HifazatError("list_malformed", "the list has no final newline");
  const sorted = { bytes: list, scan: scanLine, code: "list_malformed" } as const;
  const result = replaceLines(sorted, delta, ({ start, end }) => (delta[start - 1] === PLUS ? start : end + 1));
  if (result.length > MAX_LIST_BYTES) throw new HifazatError("delta_malformed", "the delta makes the list too large");
  return result;
}

/**
 * The delta from the base of `older` to the release of `newer`, whose base is the release of `older`: where both speak of
 * a target, the newer state holds. Throws delta_malformed.
 */
export function overlayDelta(older: Uint8Array, newer: Uint8Array): Uint8Array {
  const sorted = { bytes: older, scan: scanChange, code: "delta_malformed" } as const;
  return replaceLines(sorted, newer, ({ start }) => start - 1);
}

/** The distinct values that a list gains and loses, as their bytes, in list order. */
export type ChangedValues = { readonly added: readonly Uint8Array[]; readonly removed: readonly Uint8Array[] };

/**
 * What `applyDelta` brings to `list` and takes from it, whatever the scope: a value that stays under another scope is
 * neither. The values are views of `delta`. Throws delta_malformed, or list_malformed when the list cannot be searched.
 */
export function changedValues(list: Uint8Array, delta: Uint8Array): ChangedValues {
  const lines = { bytes: list, scan: scanLine, code: "list_malformed" } as const;
  const [added, removed]: [Uint8Array[], Uint8Array[]] = [[], []];
  let value = newSpan();
  // Bit s: the value is on the list under SCOPES[s].
  let [before, after, from] = [0, 0, 0];
  const note = (): void => {
    if ((before === 0) === (after === 0)) return;
    (before === 0 ? added : removed).push(delta.subarray(value.start, value.valueEnd));
  };
  for (const change of scanChanges(delta)) {
    if (!sameValue(delta, value, delta, change)) {
      note();
      value = { ...change, scope: 0 };
      ({ scopes: before, end: from } = scopesOf(lines, from, delta, value));
      after = before;
    }
    if (delta[change.start - 1] === PLUS) after |= 1 << change.scope;
    else after &= ~(1 << change.scope);
  }
  note();
  return { added, removed };
}

/** Under which scopes a value is in the lines from `from` on, and where its own lines end. */
function scopesOf(lines: SortedLines, from: number, delta: Uint8Array, value: LineSpan) {
  const found = newSpan();
  let scopes = 0;
  let end = placeOf(lines, from, delta, value, found);
  while (end < lines.bytes.length) {
    compareAt(lines, end, found, delta, value);
    if (!sameValue(lines.bytes, found, delta, value)) break;
    scopes |= 1 << found.scope;
    end = found.end + 1;
  }
  return { scopes, end };
}

const sameValue = (a: Uint8Array, spanA: LineSpan, b: Uint8Array, spanB: LineSpan): boolean =>
  compareTargets(a, spanA, b, { ...spanB, scope: spanA.scope }) === 0;

/** How many targets a delta speaks of. */
export const countChanges = (delta: Uint8Array): number => countLineFeeds(delta);

/** Lines in list order, and how one is read. */
type SortedLines = {
  readonly bytes: Uint8Array;
  readonly scan: (bytes: Uint8Array, start: number, span: LineSpan) => boolean;
  /** What it means when one cannot be. */
  readonly code: "list_malformed" | "delta_malformed";
};

/**
 * `lines` with those that `delta` speaks of replaced by its own, from where `keptFrom` says to their end: past it for none.
 */
function replaceLines(lines: SortedLines, delta: Uint8Array, keptFrom: (change: LineSpan) => number): Uint8Array {
  // Two passes: first where each change falls, so that the result is allocated once, then the copying.
  const { bytes } = lines;
  const cuts: number[] = [];
  let length = bytes.length;
  let from = 0;
  const found = newSpan();
  for (const change of scanChanges(delta)) {
    const start = placeOf(lines, from, delta, change, found);
    const end = start < bytes.length && compareTargets(bytes, found, delta, change) === 0 ? found.end + 1 : start;
    const [keptStart, keptEnd] = [keptFrom(change), change.end + 1];
    cuts.push(start, end, keptStart, keptEnd);
    length += keptEnd - keptStart - (end - start);
    from = end;
  }
  const result = new Uint8Array(length);
  let read = 0;
  let write = 0;
  for (let at = 0; at < cuts.length; at += 4) {
    const [start, end, keptStart, keptEnd] = [cuts[at], cuts[at + 1], cuts[at + 2], cuts[at + 3]] as [
      number,
      number,
      number,
      number,
    ];
    result.set(bytes.subarray(read, start), write);
    write += start - read;
    result.set(delta.subarray(keptStart, keptEnd), write);
    write += keptEnd - keptStart;
    read = end;
  }
  result.set(bytes.subarray(read), write);
  return result;
}

/** The changes that make `to` of `from`, in list order. Throws list_malformed when either cannot be read. */
export function diffLists(from: Uint8Array, to: Uint8Array): Change[] {
  const changes: Change[] = [];
  const [textFrom, textTo] = [new TextDecoder().decode(from), new TextDecoder().decode(to)];
  const [spanFrom, spanTo] = [newSpan(), newSpan()];
  let [atFrom, atTo] = [nextLine(from, 0, spanFrom), nextLine(to, 0, spanTo)];
  while (atFrom || atTo) {
    const order = !atFrom ? 1 : !atTo ? -1 : compareTargets(from, spanFrom, to, spanTo);
    const value = order < 0 ? textFrom.slice(spanFrom.start, spanFrom.valueEnd) : "";
    if (order < 0) changes.push({ kind: "drop", value, scope: SCOPES[spanFrom.scope] as Scope });
    else if (order > 0 || !sameCategory(from, spanFrom, to, spanTo)) changes.push(putOf(textTo, spanTo));
    if (order <= 0) atFrom = nextLine(from, spanFrom.end + 1, spanFrom);
    if (order >= 0) atTo = nextLine(to, spanTo.end + 1, spanTo);
  }
  return changes;
}

function putOf(text: string, span: LineSpan): Change {
  const value = text.slice(span.start, span.valueEnd);
  const category = text.slice(span.scopeEnd + 1, span.end);
  return { kind: "put", line: { value, scope: SCOPES[span.scope] as Scope, category } };
}

function sameCategory(a: Uint8Array, spanA: LineSpan, b: Uint8Array, spanB: LineSpan): boolean {
  const length = spanA.end - spanA.scopeEnd;
  if (length !== spanB.end - spanB.scopeEnd) return false;
  for (let at = 1; at < length; at++) if (a[spanA.scopeEnd + at] !== b[spanB.scopeEnd + at]) return false;
  return true;
}

function nextLine(bytes: Uint8Array, start: number, span: LineSpan): boolean {
  if (start >= bytes.length) return false;
  if (!scanLine(bytes, start, span)) throw new HifazatError("list_malformed", "a line of the list is malformed");
  return true;
}

/** Every change's fields; the sign is the byte before `start`. The span is reused: read it before going on. */
function* scanChanges(delta: Uint8Array): Generator<LineSpan> {
  if (delta.length > MAX_DELTA_BYTES) throw new HifazatError("delta_malformed", "the delta is too large");
  let previous = newSpan();
  let span = newSpan();
  let number = 1;
  for (let at = 0; at < delta.length; number++) {
    if (!scanChange(delta, at, span)) throw malformed("is malformed", number);
    if (number > 1 && compareTargets(delta, previous, delta, span) >= 0) throw malformed("is not in order", number);
    yield span;
    at = span.end + 1;
    [previous, span] = [span, previous];
  }
}

function scanChange(delta: Uint8Array, at: number, span: LineSpan): boolean {
  if (delta[at] === PLUS) return scanLine(delta, at + 1, span);
  if (delta[at] !== MINUS || !scanTarget(delta, at + 1, span)) return false;
  span.end = span.scopeEnd;
  return delta[span.end] === LF;
}

/**
 * The start of the first line at or after `from` that is not before the change (their length when there is none), with
 * `found` scanned from it. Gallops, then bisects: changes come in order, so the distance counts, not the list.
 */
function placeOf(lines: SortedLines, from: number, delta: Uint8Array, change: LineSpan, found: LineSpan): number {
  const { bytes } = lines;
  let low = from;
  let high = from;
  for (let step = 64; high < bytes.length; step *= 2) {
    if (compareAt(lines, high, found, delta, change) >= 0) break;
    low = found.end + 1;
    high = lineStart(bytes, low, Math.min(low + step, bytes.length));
  }
  // Every line before `low` is before the change, every line from `high` on is not.
  while (low < high) {
    const middle = lineStart(bytes, low, low + Math.floor((high - low) / 2));
    if (compareAt(lines, middle, found, delta, change) >= 0) high = middle;
    else low = found.end + 1;
  }
  if (low < bytes.length) compareAt(lines, low, found, delta, change);
  return low;
}

function compareAt(lines: SortedLines, start: number, found: LineSpan, delta: Uint8Array, change: LineSpan): number {
  const { bytes, scan, code } = lines;
  if (!scan(bytes, start, found))
    throw new HifazatError(code, `a line of the ${code === "list_malformed" ? "list" : "delta"} is malformed`);
  return compareTargets(bytes, found, delta, change);
}

/** The start of the line that holds byte `at`, not below `low`, which is a start itself. */
function lineStart(list: Uint8Array, low: number, at: number): number {
  if (at >= list.length) return list.length;
  let start = at;
  while (start > low && list[start - 1] !== LF) start--;
  return start;
}

function malformed(what: string, line: number): HifazatError {
  return new HifazatError("delta_malformed", `line ${line} of the delta ${what}`, { details: { line } });
}
