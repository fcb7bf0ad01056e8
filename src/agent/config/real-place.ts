import { readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** Most links that follow one another, as for Linux (path_resolution(7)). */
const MAX_LINKS = 40;

/**
 * Where an absolute path leads when every symbolic link is followed, also one to what is not there yet: two paths are
 * the same file, or will be, when this is the same. What cannot be looked at counts as it is written.
 */
export function realPlace(path: string, links = MAX_LINKS): string {
  const real = tried(() => realpathSync(path));
  if (real !== undefined) return real;
  const folder = dirname(path);
  const to = links > 0 ? tried(() => readlinkSync(path)) : undefined;
  if (to !== undefined) return realPlace(resolve(realPlace(folder, links - 1), to), links - 1);
  return folder === path ? path : join(realPlace(folder, links), basename(path));
}

function tried<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
