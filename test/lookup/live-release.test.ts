import { expect, test } from "vitest";
import { liveRelease } from "../../src/lookup/live-release.ts";
import { loadedRelease } from "../fixtures/public-api.ts";

const LONG = 60_000;
const never = new AbortController().signal;

test("who waits for a newer release is answered when it comes, and who has it at once", async () => {
  const live = liveRelease();
  live.swap(loadedRelease(3, []));
  await live.wait(2, LONG, never);
  const three = live.wait(3, LONG, never);
  const four = live.wait(4, LONG, never);
  live.swap(loadedRelease(4, []));
  expect(await three).toBe("answer");
  expect(live.waiting()).toBe(1);
  live.swap(loadedRelease(5, []));
  expect(await four).toBe("answer");
  expect(live.current()?.manifest.release).toBe(5);
});

test("who waits is answered when the release is published, while answers are still given from the one before", async () => {
  const live = liveRelease();
  live.swap(loadedRelease(3, []));
  const three = live.wait(3, LONG, never);
  live.announce(loadedRelease(4, []));
  expect(await three).toBe("answer");
  expect(live.published()?.manifest.release).toBe(4);
  expect(live.current()?.manifest.release).toBe(3);
  const four = live.wait(4, LONG, never);
  live.swap(loadedRelease(4, []));
  // Announced once more, by an attempt to read the index that failed.
  live.announce(loadedRelease(4, []));
  expect(live.waiting()).toBe(1);
  live.close();
  await four;
});

test("an older release that was put back is the published one; who has the newer is not woken when that comes again", async () => {
  const live = liveRelease();
  live.swap(loadedRelease(3, []));
  live.announce(loadedRelease(4, []));
  live.swap(loadedRelease(3, []));
  expect(live.published()?.manifest.release).toBe(3);
  const three = live.wait(3, LONG, never);
  const four = live.wait(4, LONG, never);
  expect(live.waiting()).toBe(2);
  live.announce(loadedRelease(4, []));
  expect(await three).toBe("answer");
  expect(live.waiting()).toBe(1);
  live.close();
  await four;
});

test("a timestamp signed anew wakes nobody", async () => {
  const live = liveRelease();
  live.swap(loadedRelease(3, []));
  const waited = live.wait(3, LONG, never);
  live.swap(loadedRelease(3, []));
  expect(live.waiting()).toBe(1);
  live.close();
  await waited;
});

test("a wait ends with its time, with its caller, and with the server", async () => {
  const live = liveRelease();
  expect(await live.wait(0, 1, never)).toBe("answer");
  const caller = new AbortController();
  const left = live.wait(0, LONG, caller.signal);
  const stays = live.wait(0, LONG, never);
  caller.abort();
  await left;
  expect(live.waiting()).toBe(1);
  live.close();
  await stays;
  expect(live.waiting()).toBe(0);
  expect(await live.wait(0, LONG, never)).toBe("answer");
});

test("one waiter too many is told so, and a place that became free is given again", async () => {
  const live = liveRelease(1);
  const caller = new AbortController();
  const first = live.wait(0, LONG, caller.signal);
  expect(await live.wait(0, LONG, never)).toBe("too_many");
  caller.abort();
  await first;
  const second = live.wait(0, LONG, never);
  expect(live.waiting()).toBe(1);
  live.close();
  await second;
});
