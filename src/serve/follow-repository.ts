import { join } from "node:path";
import type { Logger } from "pino";
import type { LoadedRelease, PublishedRelease } from "../lookup/loaded-release.ts";
import { ownRoot, releaseLoader } from "../lookup/loader.ts";
import { openWholeIndex } from "../lookup/open-index.ts";
import { type Follower, followFile } from "../runtime/follow-file.ts";
import { readRepository } from "../runtime/repository-files.ts";

export type RepositoryFollowing = {
  readonly repository: string;
  /** What trust begins with; the repository's own first root when left out, for who published it. */
  readonly firstRoot?: Uint8Array | undefined;
  /** Whether the index is read into memory that threads share. */
  readonly shared?: boolean;
  readonly everyMs?: number | undefined;
  /**
   * Another release whose metadata and manifest verified, before its index is read: whoever waits for it need not wait for
   * that. Again with each attempt to read an index that fails.
   */
  readonly announce: (release: PublishedRelease) => void;
  /** Told when the folder leads to an older release again than was announced. That is announced or taken like any other. */
  readonly logger: Logger;
  /** A release that verified, whole: another one, or the same with new dates. */
  readonly take: (release: LoadedRelease) => void;
  readonly checked: () => void;
  readonly failed: (error: unknown) => void;
};

/** A look is one stat: 200 of them in 10 s took 71 ms of processor. */
const FOLLOW_EVERY_MS = 50;

/** Follows the published files in a folder: whoever puts them there, what does not verify is not taken. */
export function followRepository({ repository, firstRoot, ...options }: RepositoryFollowing): Follower {
  const read = readRepository(repository, { shared: options.shared ?? false });
  let announced = 0;
  const note = (release: number): void => {
    if (release < announced)
      options.logger.warn({ release, announced }, "an older release was put back: /v1/release names it from now on");
    announced = release;
  };
  const load = releaseLoader(read, firstRoot === undefined ? ownRoot(read) : async () => firstRoot, (files) => {
    note(files.published.manifest.release);
    options.announce(files.published);
    return openWholeIndex(files);
  });
  return followFile(join(repository, "metadata", "timestamp.json"), {
    everyMs: options.everyMs ?? FOLLOW_EVERY_MS,
    async changed() {
      const release = await load();
      if (release === undefined) return;
      note(release.manifest.release);
      options.take(release);
    },
    checked: options.checked,
    failed: options.failed,
  });
}
