import type { PublishedRelease } from "./loaded-release.ts";

/** How old what is answered is, in whole seconds at a moment. */
export type Freshness = {
  /** Since the release was published. */
  readonly age: number;
  /** Since its source was last seen to say, signed and in order, that this is the newest. */
  readonly checked: number;
  /** Until the first of the signatures it rests on expires; below 0 when that is over. */
  readonly valid: number;
};

/** `checkedAt` and `now` in milliseconds since 1970. */
export function freshnessOf(release: PublishedRelease, checkedAt: number, now: number): Freshness {
  const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1_000);
  return {
    age: Math.max(0, seconds(now - Date.parse(release.manifest.published))),
    checked: Math.max(0, seconds(now - checkedAt)),
    valid: seconds(Date.parse(release.expires) - now),
  };
}
