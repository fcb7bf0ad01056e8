import { setTimeout as delay } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import { HifazatError } from "../../core/errors.ts";

/** How long to wait for another feed, and how often to look, in milliseconds. A first load takes half a minute. */
const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 50;

/**
 * Runs `work` as the only feed of this registry: a second one would take the first one's open transaction for a dead
 * one's. The lock is SQLite's own on the file, so it goes when the process does. Throws `zone_busy` after `patience` ms.
 */
export async function withFeedLock<T>(file: string, work: () => Promise<T>, patience = PATIENCE_MS): Promise<T> {
  const sqlite = new Sqlite(file, { timeout: 0 });
  try {
    for (const until = performance.now() + patience; !tryLock(sqlite); await delay(LOOK_EVERY_MS))
      if (performance.now() >= until)
        throw new HifazatError("zone_busy", "Another process has been feeding the zone for long: try again later.");
    return await work();
  } finally {
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
