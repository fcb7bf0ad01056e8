/** What was done in one month (UTC), of the general list alone. Times in seconds; null where there was none to measure. */
export type MonthStatistics = {
  /** Such as 2026-11. */
  readonly month: string;
  readonly ordersApproved: number;
  readonly ordersRejected: number;
  /** Taken back whole by two officers, or at their end. */
  readonly ordersWithdrawn: number;
  readonly ordersExpired: number;
  readonly entriesAdded: number;
  readonly entriesRemoved: number;
  /** Lines of orders that were refused, and that were held for a senior officer. */
  readonly itemsRefused: number;
  readonly itemsHeld: number;
  readonly complaintsReceived: number;
  readonly complaintsBlocked: number;
  readonly complaintsNotBlocked: number;
  readonly complaintsPassedOn: number;
  readonly complaintsDropped: number;
  readonly appealsReceived: number;
  /** The appellant was right. */
  readonly appealsWon: number;
  readonly appealsDismissed: number;
  readonly appealsClosed: number;
  /** From the entering of an order to the release that first held it. */
  readonly medianSecondsToBlock: number | null;
  /** From an appeal that was won to the release that no longer held the entry. */
  readonly medianSecondsToUnblock: number | null;
  /** Complaints and appeals that ended in the month, and those that ended before their clock did. */
  readonly casesEnded: number;
  readonly casesInTime: number;
};

export type MonthlyStatistics = {
  /** The release that every number is of: what was decided later is in none. */
  readonly release: number;
  /** Seconds since the epoch. */
  readonly published: number;
  /** Oldest first; months in which nothing happened are left out. */
  readonly months: readonly MonthStatistics[];
};

/** The middle one, or the mean of the two in the middle, rounded to a second. */
export function median(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : Math.round((upper + lower) / 2);
}
