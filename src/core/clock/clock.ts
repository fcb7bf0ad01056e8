/** Legal time limits (DESIGN 5, LAW.md): how long a case may take is configuration, never code. */
export const CLOCK_NAMES = ["normal", "emergency", "child_abuse", "referral", "review", "high_court"] as const;
export type ClockName = (typeof CLOCK_NAMES)[number];

export type ClockRule = {
  /** Seconds from the start to the day or hour by which it must be done. */
  readonly limit: number;
  /** The share of the limit after which somebody is told, so that it is told before the breach: above 0, below 1. */
  readonly warning: number;
};

export type Clocks = Readonly<Record<ClockName, ClockRule>>;

const HOUR = 3_600;
const DAY = 24 * HOUR;

export const DEFAULT_CLOCKS: Clocks = {
  normal: { limit: 48 * HOUR, warning: 0.75 },
  emergency: { limit: 12 * HOUR, warning: 0.75 },
  child_abuse: { limit: 2 * HOUR, warning: 0.5 },
  referral: { limit: DAY, warning: 0.5 },
  review: { limit: 30 * DAY, warning: 0.8 },
  high_court: { limit: 30 * DAY, warning: 0.8 },
};

/** What somebody was told of a running clock: that it is about to run out, that it has. */
export const CLOCK_LEVELS = ["warning", "breach"] as const;
export type ClockLevel = (typeof CLOCK_LEVELS)[number];

/** One running or stopped clock. Its times are fixed when it starts: a new configuration moves no running case. */
export type Clock = {
  readonly name: ClockName;
  /** All in seconds since the epoch. */
  readonly startedAt: number;
  readonly warnAt: number;
  readonly dueAt: number;
  readonly stoppedAt: number | null;
  /** The highest level that was told. */
  readonly told: ClockLevel | null;
};

export function startClock(name: ClockName, at: number, clocks: Clocks): Clock {
  const { limit, warning } = clocks[name];
  const warnAt = at + Math.floor(limit * warning);
  return { name, startedAt: at, warnAt, dueAt: at + limit, stoppedAt: null, told: null };
}

/** Stops it; one that has stopped stays as it is. */
export function stopClock(clock: Clock, at: number): Clock {
  return clock.stoppedAt === null ? { ...clock, stoppedAt: at } : clock;
}

/** When somebody has to be told of it next; null when not any more. */
export function tellAt(clock: Clock): number | null {
  if (clock.stoppedAt !== null || clock.told === "breach") return null;
  return clock.told === null ? clock.warnAt : clock.dueAt;
}
