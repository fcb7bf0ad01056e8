/** Seconds that open requests get to finish. */
export const GRACE_SECONDS = 10;

const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/**
 * Resolves when the process is told to stop and `close` has finished. A second signal, or a `close` that takes longer
 * than the grace, ends the process at once.
 */
export function untilStopped(close: () => Promise<void>, stopping: (signal: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let stopped = false;
    const stop = (signal: (typeof SIGNALS)[number]): void => {
      if (stopped) process.exit(1);
      stopped = true;
      stopping(signal);
      setTimeout(() => process.exit(1), (GRACE_SECONDS + 2) * 1_000).unref();
      close().then(resolve, reject);
    };
    for (const signal of SIGNALS) process.on(signal, stop);
  });
}
