import { HifazatError } from "../core/errors.ts";
import { withFileLock } from "../storage/file-lock.ts";

const PATIENCE_MS = 30_000;

/** Runs `work` as the only publisher of this data folder. Throws `publisher_busy` after `patience` milliseconds. */
export const withPublishLock = <T>(
  lock: string,
  work: () => T | Promise<T>,
  patience = PATIENCE_MS,
  what = "publishing in this data folder",
): Promise<T> =>
  withFileLock(lock, work, {
    patience,
    busy: () =>
      new HifazatError(
        "publisher_busy",
        `Another process has been ${what} for ${Math.round(patience / 1000)} s: try again later.`,
      ),
  });
