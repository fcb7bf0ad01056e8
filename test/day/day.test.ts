import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Tally } from "./caller.ts";
import { checkDay } from "./check.ts";
import { scriptedDay } from "./day.ts";
import { registryOn } from "./registry.ts";
import { SMALL_DAY } from "./sizes.ts";

/** Jobs run at full minutes, so on a machine that is busy a minute or two pass by waiting. */
const TIME = { timeout: 600_000 };

test("after_a_day_every_state_is_explained_by_the_events_and_every_count_is_equal_by_all_routes", TIME, async () => {
  const folder = mkdtempSync(join(tmpdir(), "hifazat-day-"));
  const registry = registryOn(join(folder, "data"));
  const tally: Tally = { requests: 0, refused: new Map(), waited: 0 };
  try {
    const day = await scriptedDay(registry, SMALL_DAY, tally);
    const { faults, counts } = await checkDay(registry, day, folder);
    expect(faults).toEqual([]);
    expect(counts.length).toBeGreaterThan(10);
    // What the rules refuse was tried.
    for (const code of ["author_cannot_approve", "digest_mismatch", "officer_not_independent"])
      expect(tally.refused.get(code), code).toBeGreaterThan(0);
  } finally {
    await registry.stop().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  }
});
