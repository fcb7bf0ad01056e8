import fc from "fast-check";
import { expect, test } from "vitest";
import { waitSeconds } from "../../../src/agent/daemon/pace.ts";

const steady = () => 0;
const wait = (failures: number, pollSeconds = 60, retryAfterSeconds?: number) =>
  waitSeconds({ pollSeconds, failures, retryAfterSeconds }, steady);

test("the registry's poll counts; every failure doubles it, up to 900 seconds", () => {
  expect([0, 1, 2, 3, 4, 5, 50].map((failures) => wait(failures))).toEqual([60, 120, 240, 480, 900, 900, 900]);
});

test("a poll longer than the longest backoff is not shortened by failures", () => {
  expect(wait(3, 3_600)).toBe(3_600);
});

test("Retry-After is waited for, up to an hour", () => {
  expect(wait(1, 60, 300)).toBe(300);
  expect(wait(0, 60, 5)).toBe(60);
  expect(wait(0, 60, 1_000_000)).toBe(3_600);
});

test("jitter only lengthens, by up to a fifth", () => {
  const cases = fc.record({
    poll: fc.integer({ min: 1, max: 86_400 }),
    failures: fc.nat(40),
    random: fc.double({ min: 0, max: 0.999, noNaN: true }),
  });
  fc.assert(
    fc.property(cases, ({ poll, failures, random }) => {
      const pace = { pollSeconds: poll, failures, retryAfterSeconds: undefined };
      const plain = waitSeconds(pace, steady);
      const jittered = waitSeconds(pace, () => random);
      expect(plain).toBeGreaterThanOrEqual(poll);
      expect(jittered).toBeGreaterThanOrEqual(plain);
      expect(jittered).toBeLessThanOrEqual(plain * 1.2);
    }),
  );
});
