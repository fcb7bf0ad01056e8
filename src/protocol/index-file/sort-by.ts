/** Few enough that the places written to next stay in the nearest cache. */
const DIGIT_BITS = 11;

/** The positions of `keys` in ascending order of key, equal keys in their own order. */
export function sortBy(keys: Uint32Array): Uint32Array {
  let highest = 0;
  for (const key of keys) if (key > highest) highest = key;
  let order = new Uint32Array(keys.length);
  for (let at = 0; at < order.length; at++) order[at] = at;
  // Shifting by 32 would be shifting by 0.
  for (let shift = 0; shift < 32 && highest >>> shift > 0; shift += DIGIT_BITS) order = pass(keys, order, shift);
  return order;
}

/**
 * One pass of a radix sort, least significant digit first: stable, so that later digits keep the order of earlier
 * ones.
 */
function pass(keys: Uint32Array, order: Uint32Array, shift: number): Uint32Array<ArrayBuffer> {
  const mask = 2 ** DIGIT_BITS - 1;
  const starts = new Uint32Array(2 ** DIGIT_BITS + 1);
  for (const key of keys) {
    const digit = ((key >>> shift) & mask) + 1;
    starts[digit] = (starts[digit] as number) + 1;
  }
  for (let at = 1; at < starts.length; at++) starts[at] = (starts[at] as number) + (starts[at - 1] as number);
  const sorted = new Uint32Array(keys.length);
  for (const position of order) {
    const digit = ((keys[position] as number) >>> shift) & mask;
    const to = starts[digit] as number;
    sorted[to] = position;
    starts[digit] = to + 1;
  }
  return sorted;
}
