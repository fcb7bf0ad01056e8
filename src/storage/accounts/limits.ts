import { createHash } from "node:crypto";
import Sqlite from "better-sqlite3";
import { RateLimiterRes, RateLimiterSQLite } from "rate-limiter-flexible";

/** Attempts within a time, per key; more of them wait until the time is over. */
export type Limit = { readonly name: string; readonly attempts: number; readonly seconds: number };

export type Take =
  | { readonly kind: "ok" }
  /** `first`: this attempt is the one that went over. */
  | { readonly kind: "wait"; readonly seconds: number; readonly first: boolean };

/** Counts attempts. Runs on the wall clock: rate-limiter-flexible takes no other. */
export type Limits = {
  /** Counts an attempt before it is made, so that many at once cannot pass together. */
  readonly take: (limit: Limit, key: string) => Promise<Take>;
  /** Forgets the attempts of a key: after one that was good. */
  readonly clear: (limit: Limit, key: string) => Promise<void>;
  readonly close: () => void;
};

/** Under the data folder. */
export const LIMITS_FILE = "limits.db";

/** Attempts between two sweeps of what has expired. */
const SWEEP_EVERY = 1_000;

/**
 * Opens the counters' own file, or ":memory:". Not the registry's database: a flood of attempts must not take its write
 * lock, nor wait for the disk as its commits do. Losing the file loses nothing but the counts.
 */
export function openLimits(file: string): Limits {
  const sqlite = new Sqlite(file);
  sqlite.pragma("journal_mode = WAL");
  sqlite.pragma("synchronous = NORMAL");
  sqlite.exec(
    "CREATE TABLE IF NOT EXISTS attempts (key TEXT PRIMARY KEY, points INTEGER NOT NULL DEFAULT 0, expire INTEGER)",
  );
  const sweep = sqlite.prepare("DELETE FROM attempts WHERE expire < ?");
  const limiters = new Map<string, RateLimiterSQLite>();
  const limiterOf = (limit: Limit): RateLimiterSQLite => {
    const known = limiters.get(limit.name);
    if (known !== undefined) return known;
    const made = new RateLimiterSQLite({
      storeClient: sqlite,
      storeType: "better-sqlite3",
      tableName: "attempts",
      tableCreated: true,
      keyPrefix: limit.name,
      points: limit.attempts,
      duration: limit.seconds,
    });
    limiters.set(limit.name, made);
    return made;
  };
  let taken = 0;
  return {
    async take(limit, key) {
      if (taken++ % SWEEP_EVERY === 0) sweep.run(Date.now());
      try {
        await limiterOf(limit).consume(hashed(key));
        return { kind: "ok" };
      } catch (over) {
        if (!(over instanceof RateLimiterRes)) throw over;
        const first = over.consumedPoints === limit.attempts + 1;
        return { kind: "wait", seconds: Math.max(1, Math.ceil(over.msBeforeNext / 1_000)), first };
      }
    },
    async clear(limit, key) {
      await limiterOf(limit).delete(hashed(key));
    },
    close: () => sqlite.close(),
  };
}

/** People type passwords where a name is asked for: what they typed is not kept. */
const hashed = (key: string): string => createHash("sha256").update(key).digest("base64url");
