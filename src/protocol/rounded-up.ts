/**
 * The smallest whole number not below `count` that needs no more than `digits` leading binary digits, then noughts: at most
 * 2^(1 - digits) larger. What is sized by it keeps its size while thousands come and go. `count`: whole, below 2^32.
 */
export function roundedUp(count: number, digits: number): number {
  const step = 2 ** Math.max(0, 32 - Math.clz32(count) - digits);
  return Math.ceil(count / step) * step;
}
