import type { Db } from "./database.ts";

/**
 * Runs a write that can as well be left out, unless another process is writing just now: waiting for it would hold up
 * everything else that this process answers. False when it was left out.
 */
export function withoutWaiting({ sqlite }: Db, work: () => void): boolean {
  const wait = sqlite.pragma("busy_timeout", { simple: true });
  sqlite.pragma("busy_timeout = 0");
  try {
    work();
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === "SQLITE_BUSY") return false;
    throw error;
  } finally {
    sqlite.pragma(`busy_timeout = ${wait}`);
  }
}
