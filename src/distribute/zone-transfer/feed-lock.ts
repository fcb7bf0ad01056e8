import { HifazatError } from "../../core/errors.ts";
import { withFileLock } from "../../storage/file-lock.ts";

/** A first load takes half a minute. */
const PATIENCE_MS = 120_000;

/**
 * Runs `work` as the only feed of this registry: a second one would take the first one's open transaction for a dead
 * one's. Throws `zone_busy` after `patience` ms.
 */
export const withFeedLock = <T>(file: string, work: () => Promise<T>, patience = PATIENCE_MS): Promise<T> =>
  withFileLock(file, work, {
    patience,
    busy: () => new HifazatError("zone_busy", "Another process has been feeding the zone for long: try again later."),
  });
