/**
 * The bases a release publishes deltas from (README 6), newest first: for each power p = 1, 2, 4, 8 … the largest
 * multiple of p that is at most `release - p`, without 0 and without repeats. So a client d releases behind finds a
 * base fewer than 4·d releases back while that exists, and there are about log2(release) files.
 */
export function ladderBases(release: number): number[] {
  const bases: number[] = [];
  for (let power = 1; power < release; power *= 2) {
    const base = Math.floor((release - power) / power) * power;
    if (base > 0 && base !== bases.at(-1)) bases.push(base);
  }
  return bases;
}

/**
 * The base of the delta that takes a client from release `have`: the largest not above it; undefined: take the
 * snapshot.
 */
export function chooseBase(have: number, bases: readonly number[]): number | undefined {
  let chosen: number | undefined;
  for (const base of bases) if (base <= have && (chosen === undefined || base > chosen)) chosen = base;
  return chosen;
}
