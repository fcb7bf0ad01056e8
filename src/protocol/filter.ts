import { HifazatError } from "../core/errors.ts";
import { filterIndex, type KeyHasher } from "./key-hash.ts";
import { MAX_FILTER_BYTES } from "./limits.ts";
import { roundedUp } from "./rounded-up.ts";

/** A Bloom filter of the values on a list (README 7). A hit says "perhaps": it must never block by itself. */
export type BloomFile = FilterHeader & {
  /** Least significant bit first; bits at and above `bitCount` are 0. */
  readonly bits: Uint8Array;
};

/** All of a filter but its bits. */
export type FilterHeader = {
  /** Distinct keys put in. */
  readonly count: number;
  /** What the filter was sized for: the share of unlisted keys that it may say "perhaps" to. */
  readonly falsePositiveRate: number;
  /** A whole number of at most 2^53 - 3; only its low 32 bits count. */
  readonly seed: number;
  /** m, the number of bits. */
  readonly bitCount: number;
  /** k, the number of bits a key sets. */
  readonly hashCount: number;
};

/**
 * The default seed of the `bloom-filters` package, so that a filter it makes with default settings has the same bits.
 */
export const DEFAULT_SEED = 0x1234567890;
export const DEFAULT_FALSE_POSITIVE_RATE = 1e-4;
export const MAX_HASH_COUNT = 64;

export type FilterParams = { readonly falsePositiveRate: number; readonly seed?: number };

/**
 * A filter being filled: each key is hashed when it comes, and the bits are set at the end, when it shows how many there
 * are. Bit for bit what the `bloom-filters` package makes. Throws filter_malformed.
 */
export class FilterFilling {
  readonly #hash: KeyHasher;
  readonly #falsePositiveRate: number;
  readonly #seed: number;
  /** A and B of each distinct key, one after the other. */
  #pairs = new Uint32Array(1 << 12);
  #distinct = 0;
  #previous: Uint8Array | undefined;

  constructor(hash: KeyHasher, { falsePositiveRate, seed = DEFAULT_SEED }: FilterParams) {
    if (!Number.isSafeInteger(seed + 2) || seed < 0) throw refusal("its seed is not a whole number");
    this.#hash = hash;
    this.#falsePositiveRate = falsePositiveRate;
    this.#seed = seed;
  }

  /** Keys, as bytes that do not change, come in list order, so that equal ones are neighbours and count once. */
  add(key: Uint8Array): void {
    if (this.#previous !== undefined && isSame(key, this.#previous)) return;
    if (this.#distinct * 2 === this.#pairs.length) {
      const pairs = new Uint32Array(this.#pairs.length * 2);
      pairs.set(this.#pairs);
      this.#pairs = pairs;
    }
    this.#hash(this.#seed, key, this.#pairs, this.#distinct * 2);
    this.#distinct++;
    this.#previous = key;
  }

  /** A and B of each distinct key so far, one after the other. */
  get pairs(): Uint32Array {
    return this.#pairs.subarray(0, this.#distinct * 2);
  }

  /** What the filter of the keys so far is made with. */
  get params(): FilterHeader {
    const [count, falsePositiveRate] = [this.#distinct, this.#falsePositiveRate];
    return { count, falsePositiveRate, seed: this.#seed, ...filterSize(count, falsePositiveRate) };
  }

  finish(): BloomFile {
    const { pairs, params } = this;
    const { bitCount, hashCount } = params;
    const bits = new Uint8Array(Math.ceil(bitCount / 8));
    const indexes = new Uint32Array(hashCount);
    for (let at = 0; at < pairs.length; at += 2) {
      filterIndexes(pairs, at, bitCount, indexes);
      for (let i = 0; i < hashCount; i++) {
        const index = indexes[i] as number;
        bits[index >> 3] = (bits[index >> 3] as number) | (1 << (index & 7));
      }
    }
    return { ...params, bits };
  }
}

/** Writes what `filterIndex` gives of the pair at `pairs[at]` for i = 0 … k − 1 into `indexes`, which is k long. */
export function filterIndexes(pairs: Uint32Array, at: number, bitCount: number, indexes: Uint32Array): void {
  let index = (pairs[at] as number) % bitCount;
  let step = (pairs[at + 1] as number) % bitCount;
  indexes[0] = index;
  for (let i = 1; i < indexes.length; i++) {
    // Less than a few times bitCount: to take it off is cheaper than to divide by it.
    step += i - 1;
    index += step;
    while (index >= bitCount) index -= bitCount;
    indexes[i] = index;
  }
}

/** False: certainly not in the filter. True: perhaps. */
export function filterHas(filter: BloomFile, key: string, hash: KeyHasher): boolean {
  const { bitCount, hashCount, bits } = filter;
  const pair = new Uint32Array(2);
  hash(filter.seed, new TextEncoder().encode(key), pair, 0);
  for (let i = 0; i < hashCount; i++) {
    const index = filterIndex(pair[0] as number, pair[1] as number, i, bitCount);
    if (((bits[index >> 3] as number) & (1 << (index & 7))) === 0) return false;
  }
  return true;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/**
 * The optimal m and k, by the package's formulas, for the count rounded up: a list keeps its filter's size from release to
 * release, so that the next filter can be made of the one before. An empty filter is sized for one key.
 */
export function filterSize(count: number, rate: number): { bitCount: number; hashCount: number } {
  if (!(rate >= 1e-9 && rate <= 0.5)) throw refusal("its false-positive rate is not between 1e-9 and 0.5");
  const keys = Math.max(1, roundedUp(count));
  const bitCount = Math.ceil(-((keys * Math.log(rate)) / Math.log(2) ** 2));
  if (bitCount > MAX_FILTER_BYTES * 8) throw refusal("it would be too large");
  return { bitCount, hashCount: Math.ceil((bitCount / keys) * Math.log(2)) };
}

function refusal(why: string): HifazatError {
  return new HifazatError("filter_malformed", `the filter cannot be made: ${why}`);
}
