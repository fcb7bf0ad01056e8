import { HifazatError } from "../../core/errors.ts";
import { SCOPES } from "../../core/target/target.ts";
import { MAX_VALUE_BYTES } from "../limits.ts";
import type { IndexEntry } from "./format.ts";
import { RECORD_WORDS } from "./layout.ts";

/** The records section while it is built: it grows, because the values' lengths are not known beforehand. */
export class Records {
  words: Int32Array<ArrayBuffer>;
  bytes: Uint8Array<ArrayBuffer>;
  /** Words written. */
  length = 0;

  constructor(count: number) {
    this.words = new Int32Array(count * 9 + 64);
    this.bytes = new Uint8Array(this.words.buffer);
  }

  /**
   * Appends an entry, all but its check word, and gives its handle. Throws index_malformed for what a record cannot
   * hold.
   */
  append(entry: IndexEntry, category: number, orders: number): number {
    const { id, value, order } = entry;
    const scope = SCOPES.indexOf(entry.scope);
    const handle = this.length;
    const end = handle + RECORD_WORDS + ((value.length + 3) >> 2);
    if (id !== id >>> 0) throw refusal("an id is not an unsigned 32-bit number");
    if (!Number.isInteger(order) || order < 0 || order >= orders) throw refusal("an order is not in the orders");
    if (value.length === 0 || value.length > MAX_VALUE_BYTES) throw refusal("a value is empty or too long");
    if (end > this.words.length) this.#grow(end);
    this.words[handle] = id;
    this.words[handle + 1] = order;
    this.words[handle + 2] = value.length | (scope << 16) | (category << 24);
    const start = (handle + RECORD_WORDS) * 4;
    for (let at = 0; at < value.length; at++) {
      const code = value.charCodeAt(at);
      if (code < 0x21 || code > 0x7e) throw refusal("a value has a character that is not printable ASCII");
      this.bytes[start + at] = code;
    }
    this.length = end;
    return handle;
  }

  #grow(atLeast: number): void {
    const words = new Int32Array(Math.max(atLeast, this.words.length * 2));
    words.set(this.words.subarray(0, this.length));
    this.words = words;
    this.bytes = new Uint8Array(words.buffer);
  }
}

export function refusal(what: string): HifazatError {
  return new HifazatError("index_malformed", `no index can be built: ${what}`);
}
