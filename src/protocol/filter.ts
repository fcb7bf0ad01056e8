import { HifazatError } from "../core/errors.ts";
import { createHasher, filterIndex, type KeyHasher } from "./key-hash.ts";
import { MAX_FILTER_BYTES } from "./limits.ts";

/** A Bloom filter of the values on a list (README 7). A hit says "perhaps": it must never block by itself. */
export type BloomFile = {
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
  /** Least significant bit first; bits at and above `bitCount` are 0. */
  readonly bits: Uint8Array;
};

/**
 * The default seed of the `bloom-filters` package, so that a filter it makes with default settings has the same bits.
 */
export const DEFAULT_SEED = 0x1234567890;
export const DEFAULT_FALSE_POSITIVE_RATE = 1e-4;
export const MAX_HASH_COUNT = 64;

/**
 * Fills a filter with `keys`: values in list order, so that equal ones are neighbours and count once. `count` is the
 * most keys there may be; the filter is sized for the distinct ones. Bit for bit what the `bloom-filters` package
 * makes.
 */
export async function fillFilter(
  keys: Iterable<string>,
  count: number,
  params: { falsePositiveRate: number; seed?: number },
): Promise<BloomFile> {
  const { falsePositiveRate, seed = DEFAULT_SEED } = params;
  if (!Number.isSafeInteger(seed + 2) || seed < 0) throw refusal("its seed is not a whole number");
  const hash = await createHasher();
  const pairs = new Uint32Array(count * 2);
  let distinct = 0;
  let previous: string | undefined;
  for (const key of keys) {
    if (key === previous) continue;
    if (distinct === count) throw refusal("there are more keys than announced");
    hash(seed, key, pairs, distinct * 2);
    distinct++;
    previous = key;
  }
  const { bitCount, hashCount } = filterSize(distinct, falsePositiveRate);
  const bits = new Uint8Array(Math.ceil(bitCount / 8));
  for (let at = 0; at < distinct * 2; at += 2) {
    let index = (pairs[at] as number) % bitCount;
    let step = (pairs[at + 1] as number) % bitCount;
    for (let i = 0; ; ) {
      bits[index >> 3] = (bits[index >> 3] as number) | (1 << (index & 7));
      if (++i === hashCount) break;
      // Less than a few times bitCount: to take it off is cheaper than to divide by it.
      step += i - 1;
      index += step;
      while (index >= bitCount) index -= bitCount;
    }
  }
  return { count: distinct, falsePositiveRate, seed, bitCount, hashCount, bits };
}

/** False: certainly not in the filter. True: perhaps. */
export function filterHas(filter: BloomFile, key: string, hash: KeyHasher): boolean {
  const { bitCount, hashCount, bits } = filter;
  const pair = new Uint32Array(2);
  hash(filter.seed, key, pair, 0);
  for (let i = 0; i < hashCount; i++) {
    const index = filterIndex(pair[0] as number, pair[1] as number, i, bitCount);
    if (((bits[index >> 3] as number) & (1 << (index & 7))) === 0) return false;
  }
  return true;
}

/** The optimal m and k, by the package's formulas. An empty filter is sized for one key. */
function filterSize(count: number, rate: number): { bitCount: number; hashCount: number } {
  if (!(rate >= 1e-9 && rate <= 0.5)) throw refusal("its false-positive rate is not between 1e-9 and 0.5");
  const keys = Math.max(1, count);
  const bitCount = Math.ceil(-((keys * Math.log(rate)) / Math.log(2) ** 2));
  if (bitCount > MAX_FILTER_BYTES * 8) throw refusal("it would be too large");
  return { bitCount, hashCount: Math.ceil((bitCount / keys) * Math.log(2)) };
}

function refusal(why: string): HifazatError {
  return new HifazatError("filter_malformed", `the filter cannot be made: ${why}`);
}
