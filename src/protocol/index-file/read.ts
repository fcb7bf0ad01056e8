import { SCOPES, type Scope } from "../../core/target/target.ts";
import { MAX_VALUE_BYTES } from "../limits.ts";
import {
  type Fingerprint,
  fingerprintBytes,
  fingerprintText,
  firstSlot,
  newFingerprint,
  recordCheck,
  STORED,
} from "./fingerprint.ts";
import type { IndexEntry, IndexHeader, IndexOrder } from "./format.ts";
import { RECORD_WORDS } from "./layout.ts";
import { malformed, type OpenedIndex, openSections } from "./open.ts";

/** An opened index. A handle is a record's place in the file; it means nothing in another file. */
export type IndexReader = {
  /** The file where it lies; undefined when not all of it is in memory. */
  readonly file?: ArrayBuffer | SharedArrayBuffer;
  readonly header: IndexHeader;
  readonly categories: readonly string[];
  readonly orders: readonly IndexOrder[];
  /** The handle of the entry with exactly this scope and value, confirmed byte for byte, or -1. Allocates nothing. */
  find(scope: Scope, value: string): number;
  /** The entry at a handle. Throws index_malformed when there is none. */
  entry(handle: number): IndexEntry;
  /** The handle of the entry with this id, or -1. */
  byId(id: number): number;
  /**
   * Handles of the entries whose SHA-256(targetText) begins with these 20 bits, in list order. The caller, who computes
   * the digest anyway, drops one that does not.
   */
  bucket(prefix20: number): number[];
  /** Entries of each category of the list. */
  counts(): Readonly<Record<string, number>>;
  /** Entries of each order, in the order of `orders`; undefined in a file that does not say so. */
  readonly orderCounts: readonly number[] | undefined;
};

/**
 * Opens an index file where it lies: nothing is copied and no entry is touched. Throws index_malformed. A file damaged
 * beyond what opening sees gives misses: whatever is handed out passed its record's own check word.
 */
export function openIndex(buffer: ArrayBuffer | SharedArrayBuffer): IndexReader {
  return new FileIndex(buffer, openSections(buffer));
}

class FileIndex implements IndexReader {
  readonly file: ArrayBuffer | SharedArrayBuffer;
  readonly header: IndexHeader;
  readonly categories: readonly string[];
  readonly orders: readonly IndexOrder[];
  readonly orderCounts: readonly number[] | undefined;
  readonly #file: OpenedIndex;
  readonly #print: Fingerprint = newFingerprint();

  constructor(buffer: ArrayBuffer | SharedArrayBuffer, file: OpenedIndex) {
    this.file = buffer;
    const { list, release, previous, publishedAt, identity, count, categories, orders } = file.meta;
    this.header = { list, release, previous, publishedAt, identity, count };
    this.categories = categories;
    this.orders = orders;
    this.orderCounts = file.meta.orderCounts;
    this.#file = file;
  }

  find(scope: Scope, value: string): number {
    const { seed, slots, slotCount, longestProbe } = this.#file;
    const print = this.#print;
    const scopeNumber = scope === "domain" ? 0 : scope === "host" ? 1 : 2;
    if (value.length > MAX_VALUE_BYTES) return -1;
    fingerprintText(seed, scopeNumber, value, print);
    const stored = print[STORED] as number;
    let slot = firstSlot(print, slotCount);
    for (let probe = 0; probe <= longestProbe; probe++) {
      const handle = (slots[slot * 2 + 1] as number) - 1;
      if (handle === -1) return -1;
      if (slots[slot * 2] === stored && this.#holds(handle, scopeNumber, value)) return handle;
      slot = slot + 1 === slotCount ? 0 : slot + 1;
    }
    return -1;
  }

  entry(handle: number): IndexEntry {
    if (!this.#sound(handle)) throw malformed("has no sound entry at this handle");
    const { records, recordBytes } = this.#file;
    const order = (records[handle + 1] as number) >>> 0;
    const shape = records[handle + 2] as number;
    const scope = SCOPES[(shape >>> 16) & 0xff];
    const category = this.categories[shape >>> 24];
    if (scope === undefined || category === undefined || order >= this.orders.length) {
      throw malformed("has no sound entry at this handle");
    }
    const start = (handle + RECORD_WORDS) * 4;
    const bytes = recordBytes.subarray(start, start + (shape & 0xffff));
    // Three times as fast as spreading; it takes any array-like of numbers, which its type does not say.
    const value = String.fromCharCode.apply(null, bytes as unknown as number[]);
    return { id: (records[handle] as number) >>> 0, value, scope, category, order };
  }

  byId(id: number): number {
    const { ids, records } = this.#file;
    let low = 0;
    let high = ids.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const handle = ids[middle] as number;
      // Out of range only in a damaged file; NaN then compares as "not found".
      const found = handle >= 0 && handle < records.length ? (records[handle] as number) >>> 0 : Number.NaN;
      if (found === id) return this.#sound(handle) ? handle : -1;
      if (found < id) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  bucket(prefix20: number): number[] {
    const { prefixes, bucketHandles } = this.#file;
    let low = 0;
    let high = prefixes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((prefixes[middle] as number) < prefix20) low = middle + 1;
      else high = middle;
    }
    const handles: number[] = [];
    for (; prefixes[low] === prefix20; low++) {
      const handle = bucketHandles[low] as number;
      if (this.#sound(handle)) handles.push(handle);
    }
    return handles;
  }

  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.categories.map((slug, at) => [slug, this.#file.meta.counts[at] ?? 0]));
  }

  /** Whether the record is this target's, byte for byte, and undamaged. The fingerprint must be the target's. */
  #holds(handle: number, scope: number, value: string): boolean {
    const { records, recordBytes } = this.#file;
    if (handle < 0 || handle + RECORD_WORDS > records.length) return false;
    const shape = records[handle + 2] as number;
    if ((shape & 0xffffff) !== (value.length | (scope << 16))) return false;
    const start = (handle + RECORD_WORDS) * 4;
    for (let at = 0; at < value.length; at++) if (recordBytes[start + at] !== value.charCodeAt(at)) return false;
    const check = recordCheck(this.#print, records[handle] as number, records[handle + 1] as number, shape);
    return records[handle + 3] === check;
  }

  /** Whether an undamaged record begins at the handle. */
  #sound(handle: number): boolean {
    const { records, recordBytes, seed } = this.#file;
    if (!Number.isInteger(handle) || handle < 0 || handle + RECORD_WORDS > records.length) return false;
    const shape = records[handle + 2] as number;
    const start = (handle + RECORD_WORDS) * 4;
    const end = start + (shape & 0xffff);
    if ((shape & 0xffff) > MAX_VALUE_BYTES || end > recordBytes.length) return false;
    fingerprintBytes(seed, (shape >>> 16) & 0xff, recordBytes, start, end, this.#print);
    const check = recordCheck(this.#print, records[handle] as number, records[handle + 1] as number, shape);
    return records[handle + 3] === check;
  }
}
