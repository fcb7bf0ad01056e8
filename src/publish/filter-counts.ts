import type { ChangedValues } from "../protocol/delta.ts";
import {
  type BloomFile,
  type FilterFilling,
  type FilterHeader,
  filterIndexes,
  filterSize,
} from "../protocol/filter.ts";
import type { KeyHasher } from "../protocol/key-hash.ts";

/**
 * How often the keys of a filter set each of its bits. A key that leaves the list takes its own settings with it and no
 * other key's, so that the next filter is made of this one and of what changed.
 */
export type FilterCounts = FilterHeader & {
  /** A cell for each bit, eight to a word, the least significant 4 bits first. MOST: so many, or more. */
  readonly cells: Uint32Array;
};

const MOST = 15;

/** Takes two to three times as long as to set the bits: nothing that a release waits for. */
export function countsOf({ pairs, params }: Pick<FilterFilling, "pairs" | "params">): FilterCounts {
  const cells = new Uint32Array(Math.ceil(params.bitCount / 8));
  const indexes = new Uint32Array(params.hashCount);
  for (let at = 0; at < pairs.length; at += 2) {
    filterIndexes(pairs, at, params.bitCount, indexes);
    for (let i = 0; i < indexes.length; i++) countUp(cells, indexes[i] as number);
  }
  return { ...params, cells };
}

/**
 * The counts after the change, exactly as if they were counted anew. Undefined when only that can tell: the filter gets
 * another size, a cell of a key that leaves holds no number, or the counts never held that key.
 */
export function applied(counts: FilterCounts, changed: ChangedValues, hash: KeyHasher): FilterCounts | undefined {
  const count = counts.count + changed.added.length - changed.removed.length;
  const { bitCount, hashCount } = filterSize(count, counts.falsePositiveRate);
  if (bitCount !== counts.bitCount || hashCount !== counts.hashCount) return undefined;
  const cells = counts.cells.slice();
  const pair = new Uint32Array(2);
  const indexes = new Uint32Array(hashCount);
  for (const key of changed.removed) {
    hash(counts.seed, key, pair, 0);
    filterIndexes(pair, 0, bitCount, indexes);
    for (const index of indexes) if (!countDown(cells, index)) return undefined;
  }
  for (const key of changed.added) {
    hash(counts.seed, key, pair, 0);
    filterIndexes(pair, 0, bitCount, indexes);
    for (const index of indexes) countUp(cells, index);
  }
  return { ...counts, count, cells };
}

/** The filter that was counted. */
export function filterOf({ cells, ...header }: FilterCounts): BloomFile {
  const bits = new Uint8Array(cells.length);
  for (let at = 0; at < cells.length; at++) {
    // Each cell's bits into its lowest, then those of the eight cells together.
    let word = cells[at] as number;
    word |= word >>> 2;
    word = (word | (word >>> 1)) & 0x11111111;
    word = (word | (word >>> 3)) & 0x03030303;
    word = (word | (word >>> 6)) & 0x000f000f;
    bits[at] = word | (word >>> 12);
  }
  return { ...header, bits };
}

function countUp(cells: Uint32Array, index: number): void {
  const word = cells[index >> 3] as number;
  const shift = (index & 7) * 4;
  if (((word >>> shift) & MOST) !== MOST) cells[index >> 3] = word + (1 << shift);
}

function countDown(cells: Uint32Array, index: number): boolean {
  const word = cells[index >> 3] as number;
  const shift = (index & 7) * 4;
  const cell = (word >>> shift) & MOST;
  if (cell === 0 || cell === MOST) return false;
  cells[index >> 3] = word - (1 << shift);
  return true;
}
