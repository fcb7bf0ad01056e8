import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { FilterCounts } from "./filter-counts.ts";
import { decodeCounts, encodeCounts } from "./filter-counts-file.ts";

/** The counts of published filters, each by the SHA-256 of its filter file. They may be gone, or be anything, at any time. */
export type CountsFolder = {
  /** Undefined when there are none to believe. */
  readonly read: (filterSha256: string) => Promise<FilterCounts | undefined>;
  /** Those they were made from stay as well, because these are perhaps of a release that never came out; all others go. */
  readonly keep: (filterSha256: string, counts: FilterCounts, madeFrom: string | undefined) => Promise<void>;
};

export function openCounts(folder: string): CountsFolder {
  const fileOf = (filterSha256: string): string => join(folder, `${filterSha256}.counts`);
  return {
    async read(filterSha256) {
      const bytes = await readFile(fileOf(filterSha256)).catch(() => undefined);
      return bytes && decodeCounts(bytes, filterSha256);
    },
    async keep(filterSha256, counts, madeFrom) {
      await mkdir(folder, { recursive: true });
      const file = fileOf(filterSha256);
      // Not synced: a file that is not whole is not believed.
      await writeFile(`${file}.partial`, encodeCounts(counts, filterSha256));
      await rename(`${file}.partial`, file);
      const kept = [filterSha256, ...(madeFrom === undefined ? [] : [madeFrom])].map((each) => basename(fileOf(each)));
      for (const name of await readdir(folder)) if (!kept.includes(name)) await rm(join(folder, name), { force: true });
    },
  };
}
