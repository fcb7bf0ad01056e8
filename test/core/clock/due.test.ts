import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CLOCK_NAMES,
  type Clock,
  DEFAULT_CLOCKS,
  startClock,
  stopClock,
  tellAt,
} from "../../../src/core/clock/clock.ts";
import { dueClocks } from "../../../src/core/clock/due.ts";

const HOUR = 3_600;
const START = 1_000_000;
const timed = (clock: Clock) => ({ clock });
const levels = (clock: Clock, now: number) => dueClocks([timed(clock)], now).map(({ level }) => level);

test("limits_of_the_law_are_the_defaults", () => {
  const hours = Object.fromEntries(CLOCK_NAMES.map((name) => [name, DEFAULT_CLOCKS[name].limit / HOUR]));
  expect(hours).toMatchObject({ normal: 48, emergency: 12, child_abuse: 2, review: 720, high_court: 720 });
});

test("limits_are_configuration", () => {
  const clocks = { ...DEFAULT_CLOCKS, normal: { limit: 100, warning: 0.5 } };
  expect(startClock("normal", START, clocks)).toMatchObject({ warnAt: START + 50, dueAt: START + 100 });
});

describe("somebody_is_told_before_the_breach", () => {
  const clock = startClock("child_abuse", START, DEFAULT_CLOCKS);
  test("nothing_before_the_warning", () => expect(levels(clock, START + HOUR - 1)).toEqual([]));
  test("warning_at_its_time", () => expect(levels(clock, START + HOUR)).toEqual(["warning"]));
  test("warning_once", () => expect(levels({ ...clock, told: "warning" }, START + 2 * HOUR - 1)).toEqual([]));
  test("breach_at_its_time", () => expect(levels({ ...clock, told: "warning" }, START + 2 * HOUR)).toEqual(["breach"]));
  test("a_late_look_says_breach_at_once", () => expect(levels(clock, START + 9 * HOUR)).toEqual(["breach"]));
  test("breach_once", () => expect(levels({ ...clock, told: "breach" }, START + 99 * HOUR)).toEqual([]));
  test("a_stopped_clock_is_quiet", () => expect(levels(stopClock(clock, START + 1), START + 99 * HOUR)).toEqual([]));
});

test("the_earliest_end_comes_first", () => {
  const cases = [
    { name: "late", clock: startClock("normal", START, DEFAULT_CLOCKS) },
    { name: "soon", clock: startClock("child_abuse", START + HOUR, DEFAULT_CLOCKS) },
  ];
  expect(dueClocks(cases, START + 60 * HOUR).map(({ timed: { name } }) => name)).toEqual(["soon", "late"]);
});

test("tell_at_is_the_first_moment_at_which_something_is_due", () => {
  const clockArbitrary = fc.record({
    name: fc.constantFrom(...CLOCK_NAMES),
    told: fc.constantFrom(null, "warning" as const, "breach" as const),
    isStopped: fc.boolean(),
  });
  fc.assert(
    fc.property(clockArbitrary, ({ name, told, isStopped }) => {
      const started = { ...startClock(name, START, DEFAULT_CLOCKS), told };
      const clock = isStopped ? stopClock(started, START + 5) : started;
      const at = tellAt(clock);
      const far = START + 10 * DEFAULT_CLOCKS[name].limit;
      if (at === null) return levels(clock, far).length === 0;
      return levels(clock, at - 1).length === 0 && levels(clock, at).length === 1;
    }),
  );
});
