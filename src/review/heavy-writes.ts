/** How long anybody waits for the others' writing, in ms: afterwards the database says itself that it is busy. */
const MOST_MS = 30_000;

/**
 * Tells when a thread of this server writes for seconds. SQLite lets one write at a time, and waits for it by holding up
 * the thread that asks: on the one that answers everybody, lookups too would wait. So whoever is about to write asks here.
 */
export function createHeavyWrites() {
  let under = 0;
  const waiting = new Set<() => void>();
  return {
    async during<T>(work: () => Promise<T>): Promise<T> {
      under += 1;
      try {
        return await work();
      } finally {
        under -= 1;
        if (under === 0) for (const go of waiting) go();
      }
    },
    /** Resolves when nobody writes for long, at once when nobody does. */
    over(): Promise<void> {
      if (under === 0) return Promise.resolve();
      return new Promise((resolve) => {
        const go = (): void => {
          clearTimeout(limit);
          waiting.delete(go);
          resolve();
        };
        const limit = setTimeout(go, MOST_MS);
        waiting.add(go);
      });
    },
  };
}
