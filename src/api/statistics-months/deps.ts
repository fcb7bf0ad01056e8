import type { MonthlyStatistics } from "../../core/statistics/months.ts";

/** What statistics by month need from `src/storage`. */
export type StatisticsDeps = {
  /** As of this published release; the newest when null. Throws `not_found`, `unavailable`. */
  readonly monthlyStatistics: (release: number | null) => MonthlyStatistics;
};
