import { MAX_LABEL_LENGTH, MAX_NAME_LENGTH } from "../core/target/limits.ts";
import { SCOPES, type Scope } from "../core/target/target.ts";
import { MAX_CATEGORY_BYTES, MAX_VALUE_BYTES } from "./limits.ts";

/**
 * Where one line's fields lie. Reused from line to line, because a list has a million of them:
 * value [start, valueEnd), its host [start, hostEnd), scope SCOPES[scope] [valueEnd + 1, scopeEnd), line feed at `end`.
 */
export type LineSpan = {
  start: number;
  hostEnd: number;
  valueEnd: number;
  scope: number;
  scopeEnd: number;
  end: number;
};

export const TAB = 0x09;
export const LF = 0x0a;
const DOT = 0x2e;
const SLASH = 0x2f;
const ZERO = 0x30;
const COLON = 0x3a;

/** Of well-formed text: every line ends with one. */
export function countLineFeeds(text: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) if (text[at] === LF) count++;
  return count;
}

export function newSpan(): LineSpan {
  return { start: 0, hostEnd: 0, valueEnd: 0, scope: 0, scopeEnd: 0, end: 0 };
}

const HOST = 1;
const REST = 2;
const SLUG = 4;

/** What a byte may be part of: a host (a-z 0-9 - _ and the dot between labels), the rest of a URL, a category slug. */
const CLASSES = new Uint8Array(256);
for (let byte = 0x21; byte < 0x7f; byte++) CLASSES[byte] = REST;
for (const text of ["abcdefghijklmnopqrstuvwxyz0123456789-", "_."]) {
  for (const letter of text) {
    const byte = letter.charCodeAt(0);
    CLASSES[byte] = REST | HOST | (letter === "_" || letter === "." ? 0 : SLUG);
  }
}
const SCOPE_BYTES = SCOPES.map((scope) => Uint8Array.from(scope, (letter) => letter.charCodeAt(0)));
const URL_SCOPE = SCOPES.indexOf("url" satisfies Scope);

/** Reads `value TAB scope` from `start` and fills `span` up to `scopeEnd`; false when it is malformed. */
export function scanTarget(bytes: Uint8Array, start: number, span: LineSpan): boolean {
  let at = start;
  let labelStart = start;
  for (; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (((CLASSES[byte] as number) & HOST) === 0) break;
    if (byte !== DOT) continue;
    if (at === labelStart || at - labelStart > MAX_LABEL_LENGTH) return false;
    labelStart = at + 1;
  }
  if (at === labelStart || at - labelStart > MAX_LABEL_LENGTH || at - start > MAX_NAME_LENGTH) return false;
  // A single label would block a whole top-level domain: no list has one.
  if (labelStart === start) return false;
  span.start = start;
  span.hostEnd = at;
  at = scanPort(bytes, at);
  if (bytes[at] === SLASH) while (((CLASSES[bytes[at] as number] as number) & REST) !== 0) at++;
  else if (at !== span.hostEnd) return false;
  if (bytes[at] !== TAB || at - start > MAX_VALUE_BYTES) return false;
  span.valueEnd = at;
  return scanScope(bytes, span);
}

/** The end of a port, `:` and one to five digits; `at` itself when there is none. */
function scanPort(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== COLON) return at;
  let end = at + 1;
  while (end <= at + 5 && (bytes[end] as number) >= ZERO && (bytes[end] as number) <= ZERO + 9) end++;
  return end === at + 1 ? at : end;
}

function scanScope(bytes: Uint8Array, span: LineSpan): boolean {
  const start = span.valueEnd + 1;
  const scope = bytes[start] === 0x75 ? 2 : bytes[start] === 0x68 ? 1 : 0;
  const text = SCOPE_BYTES[scope] as Uint8Array;
  for (let at = 0; at < text.length; at++) if (bytes[start + at] !== text[at]) return false;
  // A name has no port or path, a URL always has one (README 2).
  if ((scope === URL_SCOPE) !== span.valueEnd > span.hostEnd) return false;
  span.scope = scope;
  span.scopeEnd = start + text.length;
  return true;
}

/** Reads a whole list line, `value TAB scope TAB category LF`; false when it is malformed. */
export function scanLine(bytes: Uint8Array, start: number, span: LineSpan): boolean {
  if (!scanTarget(bytes, start, span) || bytes[span.scopeEnd] !== TAB) return false;
  let at = span.scopeEnd + 1;
  while (((CLASSES[bytes[at] as number] as number) & SLUG) !== 0) at++;
  span.end = at;
  const length = at - span.scopeEnd - 1;
  return bytes[at] === LF && length > 0 && length <= MAX_CATEGORY_BYTES;
}

/**
 * The list's order (README 4) of two scanned lines: negative, 0 for the same target, or positive. Equals comparing
 * sort keys.
 */
export function compareTargets(a: Uint8Array, spanA: LineSpan, b: Uint8Array, spanB: LineSpan): number {
  let endA = spanA.hostEnd;
  let endB = spanB.hostEnd;
  for (;;) {
    let startA = endA;
    let startB = endB;
    while (startA > spanA.start && a[startA - 1] !== DOT) startA--;
    while (startB > spanB.start && b[startB - 1] !== DOT) startB--;
    const order = compareBytes(a, startA, endA, b, startB, endB);
    if (order !== 0) return order;
    const lastA = startA === spanA.start;
    const lastB = startB === spanB.start;
    if (lastA !== lastB) return lastA ? -1 : 1;
    if (lastA) break;
    endA = startA - 1;
    endB = startB - 1;
  }
  const rest = compareBytes(a, spanA.hostEnd, spanA.valueEnd, b, spanB.hostEnd, spanB.valueEnd);
  return rest !== 0 ? rest : spanA.scope - spanB.scope;
}

function compareBytes(
  a: Uint8Array,
  startA: number,
  endA: number,
  b: Uint8Array,
  startB: number,
  endB: number,
): number {
  const shared = Math.min(endA - startA, endB - startB);
  for (let at = 0; at < shared; at++) {
    const difference = (a[startA + at] as number) - (b[startB + at] as number);
    if (difference !== 0) return difference;
  }
  return endA - startA - (endB - startB);
}
