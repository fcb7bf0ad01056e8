import { expect, test } from "vitest";
import { Bell } from "../../../src/agent/daemon/bell.ts";
import type { ReleaseAnswer } from "../../../src/agent/registry/ask-release.ts";

/** A registry that answers by script, each answer after some seconds, and a clock that only it and pauses move. */
function scripted(answers: readonly { after: number; answer: ReleaseAnswer }[]) {
  const stop = new AbortController();
  const asked: number[] = [];
  const pauses: number[] = [];
  let now = 0;
  const left = [...answers];
  const bell = new Bell("http://registry", {
    clock: () => new Date(now),
    random: () => 0,
    async sleep(seconds) {
      if (seconds > 0) pauses.push(seconds);
      now += seconds * 1_000;
    },
    async askRelease(_, after) {
      asked.push(after);
      const next = left.shift();
      if (next === undefined) {
        stop.abort();
        return { kind: "away", retryAfterSeconds: undefined };
      }
      now += next.after * 1_000;
      return next.answer;
    },
  });
  return { bell, signal: stop.signal, asked, pauses };
}

const says = (release: number, after = 25) => ({ after, answer: { kind: "release", release } as const });
const away = (retryAfterSeconds?: number, after = 0) => ({
  after,
  answer: { kind: "away", retryAfterSeconds } as const,
});

test("it asks again at once as long as the registry holds the request, and rings for a newer release", async () => {
  const { bell, signal, asked, pauses } = scripted([says(7), says(7), says(8, 3)]);
  expect(await bell.rings(7, signal)).toBe(true);
  expect(asked).toEqual([7, 7, 7]);
  expect(pauses).toEqual([]);
});

test("an older release does not ring", async () => {
  const { bell, signal } = scripted([says(6)]);
  expect(await bell.rings(7, signal)).toBe(false);
});

test("a registry that is away is asked less and less often, and as it says", async () => {
  const { bell, signal, pauses } = scripted([away(), away(), away(30), says(7), says(8)]);
  expect(await bell.rings(7, signal)).toBe(true);
  expect(pauses).toEqual([1, 2, 30, 4]);
});

test("a proxy that cuts off requests after a while leaves no time in which nobody listens", async () => {
  const { bell, signal, asked, pauses } = scripted([
    ...Array.from({ length: 5 }, () => away(undefined, 10)),
    says(8, 3),
  ]);
  expect(await bell.rings(7, signal)).toBe(true);
  expect(asked).toHaveLength(6);
  expect(pauses).toEqual([]);
});

test("one that cuts off sooner is asked less and less often", async () => {
  const { bell, signal, pauses } = scripted([away(undefined, 3), away(undefined, 3), away(undefined, 3), says(8, 3)]);
  expect(await bell.rings(7, signal)).toBe(true);
  expect(pauses).toEqual([1, 2, 4]);
});

test("pauses end at a minute", async () => {
  const { bell, signal, pauses } = scripted(Array.from({ length: 9 }, () => away()));
  await bell.rings(7, signal);
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

test("one that answers at once without news is not asked in a circle", async () => {
  const { bell, signal, pauses } = scripted([says(7, 0), says(7, 0), says(7, 0)]);
  await bell.rings(7, signal);
  expect(pauses).toEqual([1, 2, 4]);
});

test("one that rings for nothing is believed less and less", async () => {
  const { bell, signal, pauses } = scripted([says(9, 0), says(9, 0), says(9, 0), says(9, 0)]);
  for (const somethingNew of [false, false, true, false]) {
    expect(await bell.rings(7, signal)).toBe(true);
    bell.heard(somethingNew);
  }
  expect(pauses).toEqual([1, 2]);
});
