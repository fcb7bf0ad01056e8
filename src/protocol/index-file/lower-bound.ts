/**
 * The first of `count` positions, ascending by key, whose key is not below `wanted`; undefined when `keyAt` has no
 * answer. Keys between `least` and `most` that lie evenly (hashes, ids) are guessed rather than halved towards, so that
 * few far places are touched; every third step halves, so that uneven ones cost no more than three times as much.
 */
export function lowerBound(
  count: number,
  [least, most]: readonly [number, number],
  wanted: number,
  keyAt: (position: number) => number | undefined,
): number | undefined {
  let [low, high] = [0, count];
  let [lowKey, highKey] = [least, most];
  for (let step = 0; low < high; step++) {
    const halve = step % 3 === 2 || highKey <= lowKey;
    const share = halve ? 0.5 : Math.min(1, Math.max(0, (wanted - lowKey) / (highKey - lowKey)));
    const middle = Math.min(high - 1, low + Math.floor(share * (high - low)));
    const key = keyAt(middle);
    if (key === undefined) return undefined;
    if (key < wanted) [low, lowKey] = [middle + 1, key];
    else [high, highKey] = [middle, key];
  }
  return low;
}
