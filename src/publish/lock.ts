import { setTimeout as delay } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import { HifazatError } from "../core/errors.ts";

/** How long to wait for another publisher, and how often to look, in milliseconds. */
const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 50;

/**
 * The locks this process holds. Without it, work that nothing but its own promise refers to could be collected, its
 * lock with it: the file would be closed and another publisher let in while the first is still at it.
 */
const held = new Set<Sqlite.Database>();

/**
 * Runs `work` as the only publisher of this data folder, across processes and inside this one. The lock is SQLite's
 * own on the file `lock`, so the system releases it when the process dies, however it dies.
 * Throws `publisher_busy` after `patience` milliseconds.
 */
export async function withPublishLock<T>(
  lock: string,
  work: () => Promise<T>,
  patience = PATIENCE_MS,
  what = "publishing in this data folder",
): Promise<T> {
  // timeout 0: SQLite would wait by blocking the thread, and a server has answers to give.
  const sqlite = new Sqlite(lock, { timeout: 0 });
  try {
    for (const until = performance.now() + patience; !tryLock(sqlite); await delay(LOOK_EVERY_MS)) {
      if (performance.now() >= until)
        throw new HifazatError(
          "publisher_busy",
          `Another process has been ${what} for ${Math.round(patience / 1000)} s: try again later.`,
        );
    }
    held.add(sqlite);
    return await work();
  } finally {
    held.delete(sqlite);
    sqlite.close();
  }
}

function tryLock(sqlite: Sqlite.Database): boolean {
  try {
    sqlite.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (cause) {
    if (cause instanceof Sqlite.SqliteError && cause.code.startsWith("SQLITE_BUSY")) return false;
    throw cause;
  }
}
