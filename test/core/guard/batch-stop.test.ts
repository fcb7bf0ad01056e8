import { expect, test } from "vitest";
import { batchStop } from "../../../src/core/guard/batch-stop.ts";

test("a small list may change by 2,000 entries, a large one by half a percent", () => {
  expect(batchStop({ listSize: 0, added: 2_000, removed: 0 })).toEqual({ kind: "pass", allowed: 2_000 });
  expect(batchStop({ listSize: 0, added: 2_001, removed: 0 })).toEqual({
    kind: "stop",
    allowed: 2_000,
    over: ["added"],
  });
  expect(batchStop({ listSize: 983_089, added: 4_915, removed: 4_915 })).toEqual({ kind: "pass", allowed: 4_915 });
  expect(batchStop({ listSize: 983_089, added: 4_916, removed: 0 }).kind).toBe("stop");
});

test("removing too much stops as well, so that a feed gone wrong does not unblock everything", () => {
  expect(batchStop({ listSize: 10_000, added: 0, removed: 10_000 })).toMatchObject({ kind: "stop", over: ["removed"] });
  expect(batchStop({ listSize: 10_000, added: 9_000, removed: 9_000 })).toMatchObject({ over: ["added", "removed"] });
});

test("the limits are configuration", () => {
  expect(batchStop({ listSize: 100, added: 2, removed: 0 }, { share: 0.01, floor: 0 }).kind).toBe("stop");
  expect(batchStop({ listSize: 100, added: 1, removed: 0 }, { share: 0.01, floor: 0 }).kind).toBe("pass");
});
