import { createHash, hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { SCOPES, targetText } from "../core/target/target.ts";
import type { IndexEntry, IndexOrder } from "../protocol/index-file/format.ts";
import { BUCKET_BITS, RECORD_WORDS } from "../protocol/index-file/layout.ts";
import { type RecordsInOrder, recordsInOrder } from "../protocol/index-file/records-in-order.ts";
import { sortKey } from "../protocol/sort-key.ts";
import type { TouchedEntry } from "../storage/published-entries.ts";
import type { ActiveList } from "./release-request.ts";

/** A file: where it lies, and what it hashes to. */
export type HashedFile = { readonly file: string; readonly sha256: string };
/** The index of the release before, and the last event that release holds. */
export type PreviousIndex = HashedFile & { readonly watermark: number };

/** A build is as quick from nothing when so many entries came or went. */
export const MOST_TOUCHED = 50_000;

/**
 * What a list holds now, from the index of the release before and what was touched since: the same orders and entries that
 * the database gives when all of it is read, in a fraction of the time. Undefined when the index is not there, or is not
 * the file that was published.
 */
export async function fromPrevious(
  { file, sha256 }: HashedFile,
  { orders, touched }: { readonly orders: readonly IndexOrder[]; readonly touched: readonly TouchedEntry[] },
): Promise<ActiveList | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined || createHash("sha256").update(bytes).digest("hex") !== sha256) return undefined;
  const records = recordsInOrder(wholeBuffer(bytes));
  const positions = new Map(orders.map(({ id }, position) => [id, position]));
  const moved = records.orders.map(({ id }) => positions.get(id));
  if (moved.includes(undefined)) return undefined;
  const pieces = piecesOf(records, touched);
  return {
    orders,
    entries: entriesOf(records, pieces, moved as number[]),
    prefixes: () => prefixesOf(records, pieces),
  };
}

/** The sections are read as words, from the first byte of a buffer that is theirs; the file is not copied where it lies so. */
function wholeBuffer(bytes: Buffer<ArrayBuffer>): ArrayBuffer {
  const { buffer } = bytes;
  return buffer.byteLength === bytes.length ? buffer : new Uint8Array(bytes).buffer;
}

/** Entries of the old index from one position up to another, then what stands there instead of the next. */
type Piece = { readonly from: number; readonly to: number; readonly entry: IndexEntry | undefined };

function piecesOf(records: RecordsInOrder, touched: readonly TouchedEntry[]): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const target of touched) {
    const { at, present } = placeOf(records, target, from);
    pieces.push({ from, to: at, entry: target.entry });
    from = present ? at + 1 : at;
  }
  pieces.push({ from, to: records.count, entry: undefined });
  return pieces;
}

function placeOf(
  { count, handles, words, bytes }: RecordsInOrder,
  target: TouchedEntry,
  from: number,
): { at: number; present: boolean } {
  const scope = SCOPES.indexOf(target.scope);
  let low = from;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const handle = handles[middle] as number;
    const shape = words[handle + 2] as number;
    const key = sortKey(valueAt(bytes, handle, shape & 0xffff));
    const order = key === target.sortKey ? ((shape >>> 16) & 0xff) - scope : key < target.sortKey ? -1 : 1;
    if (order === 0) return { at: middle, present: true };
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return { at: low, present: false };
}

const valueAt = (bytes: Uint8Array, handle: number, length: number): string => {
  const start = (handle + RECORD_WORDS) * 4;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, length).toString("latin1");
};

/** Words whose text is decoded at once: their values are then slices of it. */
const TEXT_WORDS = 1 << 18;

function* entriesOf(
  { handles, words, bytes, categories }: RecordsInOrder,
  pieces: readonly Piece[],
  moved: readonly number[],
): Generator<IndexEntry> {
  let text = "";
  let textFrom = 0;
  let textTo = 0;
  for (const { from, to, entry } of pieces) {
    for (let at = from; at < to; at++) {
      const handle = handles[at] as number;
      const shape = words[handle + 2] as number;
      const length = shape & 0xffff;
      const end = handle + RECORD_WORDS + ((length + 3) >> 2);
      if (end > textTo) {
        textFrom = handle;
        textTo = Math.max(end, Math.min(words.length, handle + TEXT_WORDS));
        text = Buffer.from(bytes.buffer, bytes.byteOffset + textFrom * 4, (textTo - textFrom) * 4).toString("latin1");
      }
      const start = (handle + RECORD_WORDS - textFrom) * 4;
      const scope = SCOPES[(shape >>> 16) & 0xff];
      const order = moved[(words[handle + 1] as number) >>> 0];
      if (scope === undefined || order === undefined) throw new Error("the index file was checked, and is not sound");
      yield {
        id: (words[handle] as number) >>> 0,
        value: text.slice(start, start + length),
        scope,
        category: categories[shape >>> 24] ?? "",
        order,
      };
    }
    if (entry !== undefined) yield entry;
  }
}

function prefixesOf({ prefixes }: RecordsInOrder, pieces: readonly Piece[]): Uint32Array {
  const count = pieces.reduce((sum, { from, to, entry }) => sum + to - from + (entry === undefined ? 0 : 1), 0);
  const all = new Uint32Array(count);
  let at = 0;
  for (const { from, to, entry } of pieces) {
    all.set(prefixes.subarray(from, to), at);
    at += to - from;
    if (entry !== undefined)
      all[at++] = Number.parseInt(hash("sha256", targetText(entry)).slice(0, BUCKET_BITS / 4), 16);
  }
  return all;
}
