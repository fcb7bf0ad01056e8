import { setTimeout as delay } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import type { HifazatError } from "../core/errors.ts";

const LOOK_EVERY_MS = 50;

export type Waiting = {
  /** How long to wait for whoever has the lock, milliseconds. */
  readonly patience: number;
  /** What is thrown after that. */
  readonly busy: () => HifazatError;
};

/**
 * The locks this process holds. Without it, work that nothing but its own promise refers to could be collected, its
 * lock with it: the file would be closed and another one let in while the first is still at it.
 */
const held = new Set<Sqlite.Database>();

/**
 * Runs `work` as the only holder of the lock, across processes and inside this one. The lock is SQLite's own on `file`, so
 * the system releases it when the process dies, however it dies.
 */
export async function withFileLock<T>(
  file: string,
  work: () => T | Promise<T>,
  { patience, busy }: Waiting,
): Promise<T> {
  // timeout 0: SQLite would wait by blocking the thread, and a server has answers to give.
  const sqlite = new Sqlite(file, { timeout: 0 });
  try {
    for (const until = performance.now() + patience; !tryLock(sqlite); await delay(LOOK_EVERY_MS))
      if (performance.now() >= until) throw busy();
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
