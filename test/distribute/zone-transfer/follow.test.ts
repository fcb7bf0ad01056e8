import { expect, test } from "vitest";
import type { FeedReport } from "../../../src/distribute/zone-transfer/feed.ts";
import { followReleases } from "../../../src/distribute/zone-transfer/follow.ts";

const report = (release: number, kind: FeedReport["kind"] = "changed"): FeedReport => ({
  kind,
  release,
  from: release - 1,
  set: 1,
  unset: 1,
});

/** Follows on a clock that stands while it works and runs while it sleeps, up to a moment. */
async function followed(
  upto: number,
  newest: (now: number) => number | undefined,
  feed: (now: number) => Promise<FeedReport>,
) {
  const stop = new AbortController();
  const told: string[] = [];
  let now = 0;
  const following = {
    newest: () => newest(now),
    feed: () => feed(now),
    fed: ({ release }: FeedReport) => void told.push(`${now} fed ${release}`),
    failed: (_: unknown, pause: number) => void told.push(`${now} failed, again after ${pause}`),
    now: () => now,
    async sleep(ms: number) {
      now += ms;
      if (now >= upto) stop.abort();
    },
  };
  await followReleases(following, stop.signal);
  return told;
}

test("each_release_is_fed_when_it_is_there_and_none_before_the_first", async () => {
  const newest = (now: number) => (now < 1_000 ? undefined : now < 2_000 ? 1 : 3);
  const asked: number[] = [];
  const feed = async (now: number) => {
    asked.push(now);
    return report(newest(now) ?? 0);
  };
  expect(await followed(5_000, newest, feed)).toEqual(["1000 fed 1", "2000 fed 3"]);
  expect(asked).toEqual([1_000, 2_000]);
});

test("the_zone_is_looked_at_once_a_minute_and_put_right_when_it_was_changed", async () => {
  let looks = 0;
  const feed = async () => report(1, ++looks === 3 ? "compared" : looks === 1 ? "loaded" : "current");
  expect(await followed(200_000, () => 1, feed)).toEqual(["0 fed 1", "120000 fed 1"]);
  expect(looks).toBe(4);
});

test("a_failure_is_tried_again_ever_slower_and_then_as_fast_as_ever", async () => {
  const feed = async (now: number) => {
    if (now < 200_000) throw new Error("knotd is away");
    return report(now < 300_000 ? 1 : 2);
  };
  const told = await followed(350_000, (now) => (now < 300_000 ? 1 : 2), feed);
  const pauses = [1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => `failed, again after ${seconds * 1_000}`);
  expect(told.slice(0, 9).map((line) => line.replace(/^\d+ /, ""))).toEqual(pauses);
  expect(told.slice(9)).toEqual(["243000 fed 1", "300000 fed 2"]);
});
