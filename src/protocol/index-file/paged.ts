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
import { BUCKET_BITS, RECORD_WORDS } from "./layout.ts";
import { lowerBound } from "./lower-bound.ts";
import { type IndexHead, malformed } from "./open.ts";
import type { IndexReader } from "./read.ts";

/** The words of one block of an index file; undefined when it is not there: whoever gives them notes that it was asked for. */
export type BlockWords = (block: number) => Int32Array | undefined;

/**
 * An index file of which some blocks are in memory. What lies in one that is not is a miss: an answer counts only when
 * nothing was asked for in vain (lookup/paged-file.ts sees to that). It reads as openIndex() does, at half the speed.
 */
export class PagedIndex implements IndexReader {
  readonly header: IndexHeader;
  readonly categories: readonly string[];
  readonly orders: readonly IndexOrder[];
  readonly orderCounts: readonly number[] | undefined;
  readonly #head: IndexHead;
  readonly #block: BlockWords;
  readonly #shift: number;
  readonly #wordMask: number;
  readonly #print: Fingerprint = newFingerprint();
  /** The record that was read last, because a record can lie in two blocks. */
  readonly #record = new Int32Array(RECORD_WORDS + Math.ceil(MAX_VALUE_BYTES / 4));
  readonly #recordBytes = new Uint8Array(this.#record.buffer);

  /** `blockBytes`: a power of two, 4 or more. */
  constructor(head: IndexHead, blockBytes: number, block: BlockWords) {
    const { list, release, previous, publishedAt, identity, count, categories, orders } = head.meta;
    this.header = { list, release, previous, publishedAt, identity, count };
    this.categories = categories;
    this.orders = orders;
    this.orderCounts = head.meta.orderCounts;
    this.#head = head;
    this.#block = block;
    this.#shift = 31 - Math.clz32(blockBytes);
    this.#wordMask = blockBytes / 4 - 1;
  }

  find(scope: Scope, value: string): number {
    const { seed, slotsAt, slotCount, longestProbe } = this.#head;
    const scopeNumber = SCOPES.indexOf(scope);
    if (value.length > MAX_VALUE_BYTES) return -1;
    fingerprintText(seed, scopeNumber, value, this.#print);
    const stored = this.#print[STORED] as number;
    let slot = firstSlot(this.#print, slotCount);
    for (let probe = 0; probe <= longestProbe; probe++) {
      const taken = this.#word(slotsAt + slot * 8 + 4);
      if (taken === undefined || taken === 0) return -1;
      if (this.#word(slotsAt + slot * 8) === stored && this.#holds(taken - 1, scopeNumber, value)) return taken - 1;
      slot = slot + 1 === slotCount ? 0 : slot + 1;
    }
    return -1;
  }

  entry(handle: number): IndexEntry {
    const shape = this.#read(handle);
    const order = (this.#record[1] as number) >>> 0;
    const scope = SCOPES[((shape ?? 0) >>> 16) & 0xff];
    const category = this.categories[(shape ?? 0) >>> 24];
    if (shape === undefined || scope === undefined || category === undefined || order >= this.orders.length)
      throw malformed("has no sound entry at this handle");
    const start = RECORD_WORDS * 4;
    const bytes = this.#recordBytes.subarray(start, start + (shape & 0xffff));
    const value = String.fromCharCode.apply(null, bytes as unknown as number[]);
    return { id: (this.#record[0] as number) >>> 0, value, scope, category, order };
  }

  byId(id: number): number {
    const { idsAt, meta } = this.#head;
    const handleAt = (position: number): number | undefined => this.#word(idsAt + position * 4);
    const idAt = (position: number): number | undefined => {
      const handle = handleAt(position);
      const word = handle === undefined ? undefined : this.#recordWord(handle);
      return word === undefined ? undefined : word >>> 0;
    };
    // Ids are given out one after the other: between the last one and 0 they lie evenly.
    const last = meta.count === 0 ? undefined : idAt(meta.count - 1);
    if (last === undefined || id > last) return -1;
    const position = lowerBound(meta.count, [0, last], id, idAt);
    const handle = position === undefined ? undefined : handleAt(position);
    const sound = handle !== undefined && this.#read(handle) !== undefined && (this.#record[0] as number) >>> 0 === id;
    return sound ? handle : -1;
  }

  bucket(prefix20: number): number[] {
    const { bucketsAt, meta } = this.#head;
    const prefixAt = (position: number): number | undefined => this.#word(bucketsAt + position * 4);
    const first = lowerBound(meta.count, [0, 2 ** BUCKET_BITS], prefix20, prefixAt) ?? meta.count;
    const handles: number[] = [];
    for (let at = first; at < meta.count && prefixAt(at) === prefix20; at++) {
      const handle = this.#word(bucketsAt + (meta.count + at) * 4);
      if (handle !== undefined && this.#read(handle) !== undefined) handles.push(handle);
    }
    return handles;
  }

  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.categories.map((slug, at) => [slug, this.#head.meta.counts[at] ?? 0]));
  }

  /** The word at a place in the file. */
  #word(at: number): number | undefined {
    return this.#block(at >>> this.#shift)?.[(at >>> 2) & this.#wordMask];
  }

  /** The first word of a record; undefined when there can be none. */
  #recordWord(handle: number): number | undefined {
    const { recordsAt, recordsBytes } = this.#head;
    if (handle < 0 || (handle + RECORD_WORDS) * 4 > recordsBytes) return undefined;
    return this.#word(recordsAt + handle * 4);
  }

  /** Copies a record to where it lies in one piece and gives its shape; undefined for one that is absent or damaged. */
  #read(handle: number): number | undefined {
    const shape = this.#copy(handle);
    if (shape === undefined) return undefined;
    const start = RECORD_WORDS * 4;
    const end = start + (shape & 0xffff);
    fingerprintBytes(this.#head.seed, (shape >>> 16) & 0xff, this.#recordBytes, start, end, this.#print);
    return this.#isWhole() ? shape : undefined;
  }

  /** Whether the record is this target's, byte for byte, and undamaged. The fingerprint must be the target's. */
  #holds(handle: number, scope: number, value: string): boolean {
    const shape = this.#copy(handle);
    if (shape === undefined || (shape & 0xffffff) !== (value.length | (scope << 16))) return false;
    const start = RECORD_WORDS * 4;
    for (let at = 0; at < value.length; at++) {
      if (this.#recordBytes[start + at] !== value.charCodeAt(at)) return false;
    }
    return this.#isWhole();
  }

  #copy(handle: number): number | undefined {
    const { recordsAt, recordsBytes } = this.#head;
    if (this.#recordWord(handle) === undefined) return undefined;
    const from = recordsAt + handle * 4;
    const shape = this.#word(from + 8);
    const words = RECORD_WORDS + ((((shape ?? 0) & 0xffff) + 3) >> 2);
    const fits = words <= this.#record.length && (handle + words) * 4 <= recordsBytes;
    if (shape === undefined || !fits) return undefined;
    for (let at = 0; at < words; at++) {
      const word = this.#word(from + at * 4);
      if (word === undefined) return undefined;
      this.#record[at] = word;
    }
    return shape;
  }

  #isWhole(): boolean {
    const record = this.#record;
    const check = recordCheck(this.#print, record[0] as number, record[1] as number, record[2] as number);
    return record[3] === check;
  }
}
