import { schedule, validate } from "node-cron";

/** When a cron expression comes next after now, in UTC, in seconds since the epoch; undefined when it is none. */
export function nextRun(expression: string): number | undefined {
  if (!validate(expression)) return undefined;
  const task = schedule(expression, () => {}, { timezone: "UTC" });
  try {
    const next = task.getNextRun();
    return next === null ? undefined : Math.floor(next.getTime() / 1_000);
  } finally {
    void task.destroy();
  }
}
