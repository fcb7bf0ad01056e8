/** How long things stand, in seconds, unless the configuration says otherwise (DESIGN 4 and 5). */
export const DAY = 86_400;

export type Periods = {
  /** From decision to the day an entry ends by itself. */
  readonly expiry: number;
  /** From decision to the review that asks whether it is still needed. */
  readonly review: number;
  /** How long a name cleared on appeal is held when it is ordered again. */
  readonly clearance: number;
};

export const DEFAULT_PERIODS: Periods = { expiry: 365 * DAY, review: 180 * DAY, clearance: 90 * DAY };

/** How long what one senior officer approved alone stands without being confirmed (DESIGN 5). */
export const EMERGENCY_SECONDS = 7 * DAY;

/** The longest time from now that an order can be extended to. */
export const LONGEST_EXTENSION = 5 * 365 * DAY;
