/** How much may change at once before a senior officer must look (DESIGN 4). */
export type BatchLimits = {
  /** Share of the list, from 0 to 1. */
  readonly share: number;
  /** In entries: a small list may always change by this much. */
  readonly floor: number;
};

export const DEFAULT_BATCH_LIMITS: BatchLimits = { share: 0.005, floor: 2_000 };

/** `listSize` is the list before the batch, in entries. */
export type Batch = { readonly listSize: number; readonly added: number; readonly removed: number };

export type BatchOutcome =
  | { readonly kind: "pass"; readonly allowed: number }
  | { readonly kind: "stop"; readonly allowed: number; readonly over: readonly ("added" | "removed")[] };

/**
 * Stops a batch that adds or removes more than the share of the list or the floor, whichever is larger. Additions and
 * removals are measured each for itself: swapping 2,000 entries is no larger than either half.
 */
export function batchStop(batch: Batch, limits: BatchLimits = DEFAULT_BATCH_LIMITS): BatchOutcome {
  const allowed = Math.max(limits.floor, Math.floor(batch.listSize * limits.share));
  const over = (["added", "removed"] as const).filter((side) => batch[side] > allowed);
  return over.length === 0 ? { kind: "pass", allowed } : { kind: "stop", allowed, over };
}
