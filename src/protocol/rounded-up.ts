/** Leading binary digits that are kept: what is sized by the rounded count is at most 1.6 % larger than it need be. */
const DIGITS = 7;

/**
 * A count rounded up to its leading binary digits (README 7.5). What is sized by it keeps its size while thousands come and
 * go, so that the next file can be made of the one before. `count`: whole, below 2^32.
 */
export function roundedUp(count: number): number {
  const step = 2 ** Math.max(0, 32 - Math.clz32(count) - DIGITS);
  return Math.ceil(count / step) * step;
}
