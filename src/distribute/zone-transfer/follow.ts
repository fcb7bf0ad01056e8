import type { FeedReport } from "./feed.ts";

export type FeedFollowing = {
  /** The newest published release; undefined before the first. */
  readonly newest: () => number | undefined;
  /** Brings the zone to it. */
  readonly feed: () => Promise<FeedReport>;
  /** After each feed that changed the zone. */
  readonly fed: (report: FeedReport) => void;
  /** The zone is as it was; it is tried again after so many milliseconds. */
  readonly failed: (error: unknown, pauseMs: number) => void;
  readonly now: () => number;
  /** Ends early, without a word, when the following is stopped. */
  readonly sleep: (ms: number) => Promise<void>;
};

/** A look is one row of the database. */
const LOOK_EVERY_MS = 50;
/** So often the zone itself is looked at: knotd may have been set up anew, or somebody may have changed the zone. */
const CHECK_EVERY_MS = 60_000;
/** The pause after a failure doubles up to this. */
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [1_000, 60_000];

/** Feeds the zone whenever a release is published, until `stopping` is aborted. A failure ends nothing. */
export async function followReleases(
  { newest, feed, fed, failed, now, sleep }: FeedFollowing,
  stopping: AbortSignal,
): Promise<void> {
  let held: number | undefined;
  let checkAt = 0;
  let pause = FIRST_PAUSE_MS;
  while (!stopping.aborted) {
    const release = newest();
    if (release === undefined || (release === held && now() < checkAt)) {
      await sleep(LOOK_EVERY_MS);
      continue;
    }
    try {
      const report = await feed();
      held = report.release;
      checkAt = now() + CHECK_EVERY_MS;
      pause = FIRST_PAUSE_MS;
      if (report.kind !== "current") fed(report);
    } catch (error) {
      failed(error, pause);
      await sleep(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }
}
