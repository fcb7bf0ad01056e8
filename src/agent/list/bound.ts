import { HifazatError } from "../../core/errors.ts";

/** How much a list may change in one sync before a person has to say so. Shares of the entries held before, 0 to 1. */
export type Bounds = { readonly maxDropShare: number; readonly maxGrowthShare: number | undefined };

/** Losing a tenth in one go is no day's work of any authority: it is a broken registry, or somebody in its place. */
export const DEFAULT_MAX_DROP_SHARE = 0.1;

/** On a small list shares mean nothing: so many entries may always go or come. */
const ALWAYS_ALLOWED_ENTRIES = 10;

/** Refuses by throwing drop_bound or growth_bound. `what` names the list or output to the reader. */
export function checkBounds(
  what: string,
  before: number,
  change: { added: number; dropped: number },
  bounds: Bounds,
): void {
  const after = before + change.added - change.dropped;
  if (before > 0 && after === 0)
    throw new HifazatError("drop_bound", `${what} would become empty; it has ${before} entries. ${ADVICE}`);
  if (change.dropped > allowed(before, bounds.maxDropShare))
    throw new HifazatError(
      "drop_bound",
      `${what} would lose ${change.dropped} of ${before} entries, more than max_drop_share ${bounds.maxDropShare}. ${ADVICE}`,
    );
  if (bounds.maxGrowthShare !== undefined && change.added > allowed(before, bounds.maxGrowthShare))
    throw new HifazatError(
      "growth_bound",
      `${what} would gain ${change.added} entries on ${before}, more than max_growth_share ${bounds.maxGrowthShare}. ${ADVICE}`,
    );
}

const ADVICE = "The last list stays in force; ask the registry, then run sync --force to take it.";

const allowed = (before: number, share: number): number => Math.max(ALWAYS_ALLOWED_ENTRIES, Math.floor(before * share));
