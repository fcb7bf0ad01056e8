import type { LoadedRelease, PublishedRelease } from "./loaded-release.ts";

/** Whether a caller who waited for a newer release should answer now, or was one waiter too many. */
export type Waited = "answer" | "too_many";

/** The release that answers are given from, swapped whole, the newest published one, and the callers who wait for the next. */
export type LiveRelease = {
  readonly current: () => LoadedRelease | undefined;
  /**
   * Whose files are there; lookups may still be answered by the one before. Its number goes back when an older release was put
   * back in the place of one that lookups were never answered by.
   */
  readonly published: () => PublishedRelease | undefined;
  /** Lets those answer who waited for it, before its index is read. */
  readonly announce: (release: PublishedRelease) => void;
  /** Answers are given from it from now on. It need not have been announced. */
  readonly swap: (release: LoadedRelease) => void;
  /** Resolves when there is a release above `after`, after `milliseconds`, on abort, or at `close`. */
  readonly wait: (after: number, milliseconds: number, signal: AbortSignal) => Promise<Waited>;
  readonly waiting: () => number;
  /** Lets everybody who waits, or will, answer at once. */
  readonly close: () => void;
};

/** Each waiter holds an open connection; 10,000 take about 200 MB. */
export const MAX_WAITERS = 10_000;

export function liveRelease(maxWaiters = MAX_WAITERS): LiveRelease {
  let current: LoadedRelease | undefined;
  let published: PublishedRelease | undefined;
  let closed = false;
  const waiters = new Set<{ after: number; finish: () => void }>();

  function announce(release: PublishedRelease): void {
    const { release: number } = release.manifest;
    published = release;
    for (const waiter of waiters) if (number > waiter.after) waiter.finish();
  }

  return {
    current: () => current,
    published: () => published,
    announce,
    waiting: () => waiters.size,
    swap(release) {
      current = release;
      announce(release);
    },
    wait(after, milliseconds, signal) {
      const newer = (published?.manifest.release ?? 0) > after;
      if (newer || closed || milliseconds <= 0 || signal.aborted) return Promise.resolve("answer");
      if (waiters.size >= maxWaiters) return Promise.resolve("too_many");
      return new Promise((resolve) => {
        const finish = (): void => {
          clearTimeout(timer);
          signal.removeEventListener("abort", finish);
          waiters.delete(waiter);
          resolve("answer");
        };
        const waiter = { after, finish };
        const timer = setTimeout(finish, milliseconds);
        signal.addEventListener("abort", finish);
        waiters.add(waiter);
      });
    },
    close() {
      closed = true;
      for (const waiter of waiters) waiter.finish();
    },
  };
}
