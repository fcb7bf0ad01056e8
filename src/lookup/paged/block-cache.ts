/** Blocks of one file that are in memory, by their number, and which of them were asked for of late. */
export type CachedFile = { readonly words: (Int32Array<ArrayBuffer> | undefined)[]; readonly asked: Uint8Array };

/**
 * Blocks of index files in memory, of one size and never more than `limit` bytes of them. When it is full, one that was
 * not asked for since the hand last passed makes room ("clock", nearly least recently used, and free for who asks). The
 * memory of a block that goes is used for the next: what the collector has not yet noticed counts against an isolate too.
 */
export class BlockCache {
  /** Blocks there can be. */
  readonly most: number;
  readonly #blockBytes: number;
  readonly #ring: { readonly file: CachedFile; readonly block: number }[] = [];
  #free: Int32Array<ArrayBuffer>[] = [];
  #hand = 0;

  constructor(limit: number, blockBytes: number) {
    this.most = Math.max(1, Math.floor(limit / blockBytes));
    this.#blockBytes = blockBytes;
  }

  /** Bytes in use. */
  get bytes(): number {
    return this.#ring.length * this.#blockBytes;
  }

  /** How many more blocks there is room for. */
  get room(): number {
    return this.most - this.#ring.length;
  }

  /** Keeps a copy. The last block of a file may be shorter; what follows it is zero. */
  add(file: CachedFile, block: number, bytes: Uint8Array): void {
    if (file.words[block] !== undefined) return;
    const words = this.#memory();
    new Uint8Array(words.buffer).fill(0, bytes.length).set(bytes);
    file.words[block] = words;
    file.asked[block] = 1;
    const entry = { file, block };
    if (this.#ring.length < this.most) this.#ring.push(entry);
    else this.#ring[this.#hand] = entry;
  }

  /** Forgets a file. */
  drop(file: CachedFile): void {
    let kept = 0;
    for (const entry of this.#ring) {
      if (entry.file === file) this.#release(entry.file, entry.block);
      else this.#ring[kept++] = entry;
    }
    this.#ring.length = kept;
    this.#hand = 0;
  }

  /** Memory for one more block, by the hand if need be, which then stands where the block belongs. */
  #memory(): Int32Array<ArrayBuffer> {
    if (this.#ring.length === this.most) this.#makeRoom();
    return this.#free.pop() ?? new Int32Array(this.#blockBytes / 4);
  }

  #makeRoom(): void {
    for (;;) {
      this.#hand = (this.#hand + 1) % this.most;
      const { file, block } = this.#ring[this.#hand] as { file: CachedFile; block: number };
      if (file.asked[block] === 0) {
        this.#release(file, block);
        return;
      }
      file.asked[block] = 0;
    }
  }

  #release(file: CachedFile, block: number): void {
    const words = file.words[block];
    file.words[block] = undefined;
    if (words !== undefined) this.#free.push(words);
  }
}
