/** Parts that are encoded together. Many small ones cost a call each, one large one a walk over a tree of all its pieces. */
const GROUP = 128;

/**
 * A long text put together from many parts, as UTF-8. Parts are encoded as they come: kept as strings until the end,
 * ten thousand answers cost a quarter more processor time, most of it in the garbage collector.
 */
export class TextParts {
  readonly #encoder = new TextEncoder();
  readonly #encoded: Uint8Array[] = [];
  #group = "";
  #count = 0;
  #bytes = 0;

  add(part: string): void {
    this.#group += part;
    this.#count += 1;
    if (this.#count % GROUP === 0) this.#encode();
  }

  /** All parts one after the other. */
  bytes(): Uint8Array<ArrayBuffer> {
    this.#encode();
    const all = new Uint8Array(this.#bytes);
    let at = 0;
    for (const bytes of this.#encoded) {
      all.set(bytes, at);
      at += bytes.length;
    }
    return all;
  }

  #encode(): void {
    const bytes = this.#encoder.encode(this.#group);
    this.#encoded.push(bytes);
    this.#bytes += bytes.length;
    this.#group = "";
  }
}
