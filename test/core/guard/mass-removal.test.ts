import { expect, test } from "vitest";
import { massRemoval } from "../../../src/core/guard/mass-removal.ts";

const removal = (event: number, entries: number, appeal = false) => ({ event, entries, appeal });
const waits = (most: number, ...removals: ReturnType<typeof removal>[]) => [...massRemoval(removals, most)].sort();

test("a_mass_removal_waits_and_no_other", () => {
  expect(waits(2, removal(1, 1), removal(2, 900), removal(3, 1))).toEqual([2]);
  expect(waits(2, removal(1, 2))).toEqual([]);
});

test("of_several_that_are_too_much_together_the_largest_wait_and_of_equal_ones_the_newest", () => {
  expect(waits(6, removal(1, 4), removal(2, 3), removal(3, 2), removal(4, 1))).toEqual([1]);
  expect(waits(2, removal(1, 1), removal(2, 1), removal(3, 1), removal(4, 1))).toEqual([3, 4]);
});

test("an_appeal_does_not_wait_for_removals_decided_before_it_unless_it_is_a_mass_itself", () => {
  expect(waits(2, removal(1, 1), removal(2, 1), removal(3, 2, true))).toEqual([1, 2]);
  expect(waits(2, removal(1, 1), removal(2, 1), removal(3, 3, true))).toEqual([3]);
});
