import type { Clock, ClockLevel } from "./clock.ts";

export type Due<T> = { readonly timed: T; readonly level: ClockLevel };

/**
 * What has to be told now (`now` in seconds since the epoch): clocks that passed their warning, and those that ran out,
 * each level once, the earliest end first. A clock that was late to be looked at skips the warning.
 */
export function dueClocks<T extends { readonly clock: Clock }>(cases: Iterable<T>, now: number): Due<T>[] {
  const due: Due<T>[] = [];
  for (const timed of cases) {
    const level = levelAt(timed.clock, now);
    if (level !== null && level !== timed.clock.told) due.push({ timed, level });
  }
  return due.sort((one, other) => one.timed.clock.dueAt - other.timed.clock.dueAt);
}

function levelAt(clock: Clock, now: number): ClockLevel | null {
  if (clock.stoppedAt !== null) return null;
  if (now >= clock.dueAt) return "breach";
  return now >= clock.warnAt ? "warning" : null;
}
