/** Buffers of a size that are kept to be read into again. */
const MOST_KEPT = 8;

/**
 * Memory to read into, used again and again: what the collector has not yet noticed counts against an isolate, and a whole
 * index is read in a second.
 */
export class RunBuffers {
  readonly #sizes: readonly number[];
  readonly #free = new Map<number, ArrayBuffer[]>();

  /** `sizes`: ascending, bytes. */
  constructor(sizes: readonly number[]) {
    this.#sizes = sizes;
  }

  /** A buffer of the smallest size that holds so many bytes; what is in it is anything. */
  take(bytes: number): ArrayBuffer {
    const size = this.#sizes.find((size) => size >= bytes) ?? bytes;
    return this.#free.get(size)?.pop() ?? new ArrayBuffer(size);
  }

  /** Nobody uses it any more. */
  give(buffer: ArrayBuffer): void {
    const free = this.#free.get(buffer.byteLength) ?? [];
    if (free.length < MOST_KEPT) free.push(buffer);
    this.#free.set(buffer.byteLength, free);
  }
}
