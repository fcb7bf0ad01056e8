import { HifazatError } from "../../core/errors.ts";
import { SCOPES } from "../../core/target/target.ts";
import { MAX_ENTRIES, MAX_VALUE_BYTES } from "../limits.ts";
import type { IndexEntry, IndexOrder } from "./format.ts";
import { MAX_CATEGORIES, RECORD_WORDS } from "./layout.ts";
import type { RecordsInOrder } from "./records-in-order.ts";

/**
 * The entries of a list, in list order, as the records of an index: a million of them as objects would cost the
 * collector more than all the rest of a release. Check words are still to be written.
 */
export type PackedEntries = {
  readonly count: number;
  /** The records section: as words, and the same memory as bytes. */
  readonly words: Int32Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where the record of each entry begins in `words`. */
  readonly handles: Uint32Array<ArrayBuffer>;
  /** What the records' positions speak of, and how many entries each of them has. */
  readonly categories: readonly string[];
  readonly counts: readonly number[];
  readonly orders: readonly IndexOrder[];
  readonly orderCounts: readonly number[];
};

/** Entries in one piece of text: large enough that handing it on costs nothing, small enough to start early. */
const PIECE_ENTRIES = 32_768;

/** What entries are copied from, where each of its orders stands now, and which categories its records' positions speak of. */
export type CopiedFrom = {
  readonly records: RecordsInOrder;
  readonly moved: readonly number[];
  readonly categories: readonly string[];
};

export type PackerOptions = {
  /** About how many entries there will be. */
  readonly count?: number;
  readonly earlier?: CopiedFrom;
  /** Takes the list's text (README 4) while it is packed, in pieces that end at line ends. */
  readonly onLines?: ((lines: Uint8Array<ArrayBuffer>) => void) | undefined;
};

/** Packs entries one after the other, new ones and those of an earlier index. */
export class Packer {
  count = 0;
  /** Entries whose lines were handed on. */
  #told = 0;
  readonly #onLines: PackerOptions["onLines"];
  readonly #orders: readonly IndexOrder[];
  readonly #orderCounts: number[];
  /** Those of an earlier index, then by appearance; `finish` puts them in their order. */
  readonly #categories: string[];
  readonly #counts: number[];
  readonly #earlier: PackerOptions["earlier"];
  /** Whether every order of the earlier index stands where it did. */
  readonly sameOrders: boolean;
  #words = new Int32Array(1 << 16);
  #bytes = new Uint8Array(this.#words.buffer);
  #handles = new Uint32Array(1 << 12);
  #length = 0;

  constructor(orders: readonly IndexOrder[], { count = 0, earlier, onLines }: PackerOptions = {}) {
    this.#categories = [...(earlier?.categories ?? [])];
    this.#counts = this.#categories.map(() => 0);
    this.#earlier = earlier;
    this.sameOrders = earlier?.moved.every((position, at) => position === at) ?? true;
    this.#onLines = onLines;
    this.#orders = orders;
    this.#orderCounts = orders.map(() => 0);
    this.#reserve(count * 9, count);
  }

  /** Words taken so far: where the next record begins. */
  get words(): number {
    return this.#length;
  }

  /** Throws index_malformed for what a record cannot hold. */
  add(entry: IndexEntry): void {
    const { id, value, order } = entry;
    if (id !== id >>> 0) throw refusal("an id is not an unsigned 32-bit number");
    if (value.length === 0 || value.length > MAX_VALUE_BYTES) throw refusal("a value is empty or too long");
    const handle = this.#length;
    const end = handle + RECORD_WORDS + ((value.length + 3) >> 2);
    this.#reserve(end, this.count + 1);
    const category = this.#category(entry.category);
    this.#words[handle] = id;
    this.#words[handle + 1] = order;
    this.#words[handle + 2] = value.length | (SCOPES.indexOf(entry.scope) << 16) | (category << 24);
    this.#note(handle, order, category);
    const [bytes, start] = [this.#bytes, (handle + RECORD_WORDS) * 4];
    for (let at = 0; at < value.length; at++) {
      const code = value.charCodeAt(at);
      if (code < 0x21 || code > 0x7e) throw refusal("a value has a character that is not printable ASCII");
      bytes[start + at] = code;
    }
    this.#length = end;
    if (this.count - this.#told >= PIECE_ENTRIES) this.#tell();
  }

  /** Adds the entries `from` up to `to` of the earlier index. */
  copy(from: number, to: number): void {
    for (let at = from; at < to; ) {
      const end = Math.min(to, at + PIECE_ENTRIES);
      this.#copyPiece(at, end);
      if (this.count - this.#told >= PIECE_ENTRIES) this.#tell();
      at = end;
    }
  }

  #copyPiece(from: number, to: number): void {
    if (this.#earlier === undefined) throw refusal("there is no earlier index");
    const { records, moved } = this.#earlier;
    const { handles, words: copied, count } = records;
    const begin = handles[from] as number;
    const end = to === count ? copied.length : (handles[to] as number);
    this.#reserve(this.#length + end - begin, this.count + to - from);
    const words = this.#words;
    words.set(copied.subarray(begin, end), this.#length);
    const shift = this.#length - begin;
    for (let at = from; at < to; at++) {
      const handle = (handles[at] as number) + shift;
      const category = (words[handle + 2] as number) >>> 24;
      const order = moved[words[handle + 1] as number];
      if (!this.sameOrders && order !== undefined) words[handle + 1] = order;
      this.#note(handle, order, category);
    }
    this.#length += end - begin;
  }

  /** `categories`: their order in the index; by default those there are, sorted. Throws index_malformed when one is missing. */
  finish(categories: readonly string[] = this.#present().sort()): PackedEntries {
    if (categories.length > MAX_CATEGORIES) throw refusal("there are too many categories");
    if (!this.#present().every((slug) => categories.includes(slug)))
      throw refusal("a category is not in the categories");
    const places = this.#categories.map((slug) => categories.indexOf(slug));
    if (this.count > this.#told) this.#tell();
    const words = this.#words.subarray(0, this.#length);
    const handles = this.#handles.subarray(0, this.count);
    if (places.some((place, at) => place !== at && this.#counts[at] !== 0)) {
      for (const handle of handles) {
        const shape = words[handle + 2] as number;
        words[handle + 2] = (shape & 0xffffff) | ((places[shape >>> 24] as number) << 24);
      }
    }
    return {
      count: this.count,
      words,
      bytes: this.#bytes.subarray(0, this.#length * 4),
      handles,
      categories,
      counts: categories.map((slug) => this.#counts[this.#categories.indexOf(slug)] ?? 0),
      orders: this.#orders,
      orderCounts: this.#orderCounts,
    };
  }

  #present(): string[] {
    return this.#categories.filter((_, at) => this.#counts[at] !== 0);
  }

  #tell(): void {
    this.#onLines?.(
      linesOf(this.#words, this.#bytes, this.#handles.subarray(this.#told, this.count), this.#categories),
    );
    this.#told = this.count;
  }

  #note(handle: number, order: number | undefined, category: number): void {
    const entries = order === undefined ? undefined : this.#orderCounts[order];
    const among = this.#counts[category];
    if (order === undefined || entries === undefined) throw refusal("an order is not in the orders");
    if (among === undefined) throw refusal("a category is not in the categories");
    this.#orderCounts[order] = entries + 1;
    this.#counts[category] = among + 1;
    this.#handles[this.count++] = handle;
  }

  #category(slug: string): number {
    const known = this.#categories.indexOf(slug);
    if (known !== -1) return known;
    if (this.#categories.length === MAX_CATEGORIES) throw refusal("there are too many categories");
    this.#counts.push(0);
    return this.#categories.push(slug) - 1;
  }

  #reserve(words: number, count: number): void {
    if (count > MAX_ENTRIES) throw refusal("there are too many entries");
    if (count > this.#handles.length) {
      const handles = new Uint32Array(Math.max(count, this.#handles.length * 2));
      handles.set(this.#handles);
      this.#handles = handles;
    }
    if (words <= this.#words.length) return;
    const grown = new Int32Array(Math.max(words, this.#words.length * 2));
    grown.set(this.#words.subarray(0, this.#length));
    this.#words = grown;
    this.#bytes = new Uint8Array(grown.buffer);
  }
}

function linesOf(
  words: Int32Array,
  bytes: Uint8Array,
  handles: Uint32Array,
  categories: readonly string[],
): Uint8Array<ArrayBuffer> {
  const endings = SCOPES.map((scope) => categories.map((slug) => new TextEncoder().encode(`\t${scope}\t${slug}\n`)));
  const endingOf = (shape: number): Uint8Array => endings[(shape >>> 16) & 0xff]?.[shape >>> 24] as Uint8Array;
  let length = 0;
  for (const handle of handles) {
    const shape = words[handle + 2] as number;
    length += (shape & 0xffff) + endingOf(shape).length;
  }
  const text = new Uint8Array(length);
  let at = 0;
  for (const handle of handles) {
    const shape = words[handle + 2] as number;
    const start = (handle + RECORD_WORDS) * 4;
    const end = start + (shape & 0xffff);
    for (let from = start; from < end; from++) text[at++] = bytes[from] as number;
    const ending = endingOf(shape);
    for (let from = 0; from < ending.length; from++) text[at++] = ending[from] as number;
  }
  return text;
}

export function refusal(what: string): HifazatError {
  return new HifazatError("index_malformed", `no index can be built: ${what}`);
}
