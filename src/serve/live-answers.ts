import type { Answers, Freshness, ReleaseOutline } from "../api/deps.ts";
import { DEFAULT_SITE_SETTINGS, type SiteSettings } from "../core/site-settings.ts";
import { answersOf, outlineOf } from "../lookup/answers.ts";
import { freshnessOf } from "../lookup/freshness.ts";
import { type LiveRelease, liveRelease } from "../lookup/live-release.ts";
import type { LoadedRelease, PublishedRelease } from "../lookup/loaded-release.ts";

/** The release that one thread answers from, and what it answers. */
export type LiveAnswers = {
  readonly live: LiveRelease;
  readonly answers: () => Answers | undefined;
  /** The newest release whose files are here. */
  readonly published: () => ReleaseOutline | undefined;
  readonly freshness: (of: PublishedRelease | undefined) => Freshness | undefined;
  /** What the registry tells of its configuration. */
  readonly settings: () => SiteSettings;
  /** Takes a release, whole; true when it is another one, false when only its dates are new. */
  readonly take: (release: LoadedRelease) => boolean;
};

/** `checkedAt`: when the source last confirmed what is newest, milliseconds since 1970. */
export function liveAnswers(checkedAt: () => number): LiveAnswers {
  const live = liveRelease();
  let answers: Answers | undefined;
  return {
    live,
    answers: () => answers,
    settings: () => live.current()?.site?.settings ?? DEFAULT_SITE_SETTINGS,
    published() {
      const release = live.published();
      return release && outlineOf(release);
    },
    freshness: (release) => release && freshnessOf(release, checkedAt(), Date.now()),
    take(release) {
      const another = answers?.release !== release.manifest.release;
      if (another) answers = answersOf(release);
      live.swap(release);
      return another;
    },
  };
}

/** The same for the metrics, of the release that lookups are answered by. */
export function releaseGauges({ live, freshness }: LiveAnswers) {
  const release = live.current();
  const manifest = release?.manifest;
  const old = freshness(release);
  return manifest && old && { number: manifest.release, entries: manifest.entries, ...old };
}
