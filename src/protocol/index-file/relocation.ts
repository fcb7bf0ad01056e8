/** Words of a block: few of them have a record that came or went. */
const BLOCK_BITS = 8;
/** A shift of no record: it is gone. And that of a block whose records do not all move alike. */
const GONE = -0x8000_0000;
const MIXED = 0x7fff_ffff;

/** Where the records of an earlier index stand in the next one: in stretches, each moved by as many words. */
export class Relocation {
  /** Where each stretch begins, ascending, and how far it moves. */
  readonly #begins: Int32Array;
  readonly #shifts: Int32Array;
  readonly #blocks: Int32Array;

  /** `stretches`: in order, together all of the earlier index's `words`; `to` undefined for those that are gone. */
  constructor(stretches: readonly { readonly from: number; readonly to: number | undefined }[], words: number) {
    this.#begins = Int32Array.from(stretches, ({ from }) => from);
    this.#shifts = Int32Array.from(stretches, ({ from, to }) => (to === undefined ? GONE : to - from));
    this.#blocks = new Int32Array((words >>> BLOCK_BITS) + 1);
    for (let at = 0; at < this.#begins.length; at++) {
      const from = this.#begins[at] as number;
      const shift = this.#shifts[at] as number;
      const block = from >>> BLOCK_BITS;
      this.#blocks[block] = from === block << BLOCK_BITS ? shift : MIXED;
      this.#blocks.fill(shift, block + 1, (this.#begins[at + 1] ?? words) >>> BLOCK_BITS);
    }
    this.#blocks[words >>> BLOCK_BITS] = MIXED;
  }

  /** The new handle of a record; -1 when it is gone. */
  of(handle: number): number {
    let shift = this.#blocks[handle >>> BLOCK_BITS] as number;
    if (shift === MIXED) shift = this.#search(handle);
    return shift === GONE ? -1 : handle + shift;
  }

  #search(handle: number): number {
    let low = 0;
    let high = this.#begins.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#begins[middle] as number) <= handle) low = middle;
      else high = middle;
    }
    return this.#shifts[low] as number;
  }
}
