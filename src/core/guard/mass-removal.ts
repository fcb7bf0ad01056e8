/** A decision that takes entries off a list. */
export type Removal = {
  /** Its event: a lower one is older. */
  readonly event: number;
  /** Entries that leave the list with it. */
  readonly entries: number;
  /** Whether an appeal against the block is being decided, or was upheld. */
  readonly appeal: boolean;
};

/**
 * The decisions that wait for a senior officer when together they take more than `most` entries off a list at once: whole
 * decisions, the largest of them, so that a mass removal, somebody's mistake or an attack, does not hold up the lifting of
 * a single name (DESIGN 4). Appeals go first, then the smaller before the larger and the older before the newer, as long
 * as they keep to `most` together.
 */
export function massRemoval(removals: readonly Removal[], most: number): ReadonlySet<number> {
  const inTurn = removals.toSorted(
    (one, other) => Number(other.appeal) - Number(one.appeal) || one.entries - other.entries || one.event - other.event,
  );
  const wait = new Set<number>();
  let left = most;
  for (const { event, entries } of inTurn)
    if (entries <= left) left -= entries;
    else wait.add(event);
  return wait;
}
