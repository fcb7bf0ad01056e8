import { createPublicApi } from "../api/app.ts";
import type { Answers, Freshness } from "../api/deps.ts";
import { DEFAULT_SITE_SETTINGS } from "../core/site-settings.ts";
import { answersOf } from "../lookup/answers.ts";
import { freshnessOf } from "../lookup/freshness.ts";
import type { LoadedRelease } from "../lookup/loaded-release.ts";
import { releaseLoader } from "../lookup/loader.ts";
import { pagedIndexes } from "../lookup/paged/open-paged.ts";
import { createSite } from "../web/site/app.tsx";
import { notFoundPage } from "../web/site/not-found.tsx";
import type { Assets } from "../web/ui/assets.ts";
import { type Bucket, countedBucket, readBucket, readBucketRange } from "./bucket.ts";
import { edgeMetrics } from "./edge-metrics.ts";
import { originPages, passOn } from "./origin.ts";
import { servedBucket } from "./served-bucket.ts";

/** The bindings of wrangler.toml. */
export type EdgeEnvironment = {
  readonly REPOSITORY: Bucket;
  readonly ORIGIN: string;
  readonly REFRESH_SECONDS: string;
  readonly TRUSTED_ROOT: string;
  readonly INDEX_MEMORY_MB: string;
};

export type Edge = {
  /** Looks for a newer release when the last look is too old. Resolves when nothing is under way; never throws. */
  readonly refresh: (now: number) => Promise<void>;
  /** Resolves when nothing goes on any more that no answer waits for; never throws. */
  readonly settled: () => Promise<void>;
  /** Whether there is a release to answer from. */
  readonly ready: () => boolean;
  readonly fetch: (request: Request) => Promise<Response>;
};

/** How often a waiting caller's turn looks for a newer release, in milliseconds. */
const WAIT_STEP_MS = 1_000;
/** After so long a look that has not ended is not waited for any more, in milliseconds. */
const LOST_AFTER_MS = 60_000;

/**
 * The public app over a bucket (DESIGN 1). It answers from the last release that verified from the trusted root down;
 * a bad one, an old timestamp or a page in place of a file is refused, counted, and changes nothing.
 */
export function openEdge(environment: EdgeEnvironment, assets: Assets): Edge {
  const everyMs = Math.max(1, Number(environment.REFRESH_SECONDS) || 15) * 1_000;
  const metrics = edgeMetrics();
  const bucket = countedBucket(environment.REPOSITORY, metrics.read);
  const files = servedBucket(bucket, Date.now);
  const indexes = pagedIndexes({
    read: readBucketRange(bucket),
    limit: (Number(environment.INDEX_MEMORY_MB) || 64) * 2 ** 20,
    failed: metrics.partRefused,
  });
  const root = async (): Promise<Uint8Array | undefined> =>
    environment.TRUSTED_ROOT === "" ? undefined : new TextEncoder().encode(environment.TRUSTED_ROOT);
  const load = releaseLoader(readBucket(bucket, files.seen), root, indexes.open);
  let release: LoadedRelease | undefined;
  let answers: Answers | undefined;
  /** When the bucket last said, signed and in order, what is newest; milliseconds since 1970. */
  let checkedAt = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;
  let fetchingAhead: Promise<void> | undefined;

  const freshness = (): Freshness | undefined => release && freshnessOf(release, checkedAt, Date.now());

  async function look(): Promise<void> {
    try {
      release = await load();
      // Built aside and swapped whole: a request that has begun goes on with the answers it took.
      if (release !== undefined && release.manifest.release !== answers?.release) answers = answersOf(release);
      checkedAt = Date.now();
      metrics.loaded();
      fetchingAhead = indexes.swapped();
    } catch (error) {
      metrics.refused(error);
    }
  }

  function refresh(now: number): Promise<void> {
    // A look dies unheard with the request that began it, if that one is cancelled: after a while it counts as lost.
    if (now - lookedAt < (looking === undefined ? everyMs : LOST_AFTER_MS)) return looking ?? Promise.resolve();
    lookedAt = now;
    const mine = look().finally(() => {
      if (looking === mine) looking = undefined;
    });
    looking = mine;
    return mine;
  }

  const settings = () => release?.site?.settings ?? DEFAULT_SITE_SETTINGS;
  const site = { answers: () => answers, observe: metrics.observe, assets: async () => assets, settings };
  const app = createPublicApi({
    answers: () => answers,
    published: () => answers?.summary,
    freshness,
    degraded: indexes.damaged,
    async waitForRelease(after, milliseconds, signal) {
      const until = Date.now() + milliseconds;
      while ((answers?.release ?? 0) <= after && Date.now() < until && !signal.aborted) {
        await new Promise((resolve) => setTimeout(resolve, Math.min(WAIT_STEP_MS, until - Date.now())));
        await refresh(Date.now());
      }
      return "answer";
    },
    files,
    docsFile: async () => undefined,
    metrics: async () => metrics.text(release?.manifest, freshness(), indexes),
    observe: metrics.observe,
    notFoundPage: notFoundPage(site),
  });
  app.route("/", createSite(site));
  app.route("/", originPages(environment.ORIGIN, site));

  return {
    refresh,
    async settled() {
      await looking;
      await fetchingAhead;
    },
    ready: () => answers !== undefined,
    fetch: async (request) => (await passOn(environment.ORIGIN, request)) ?? app.fetch(request),
  };
}
