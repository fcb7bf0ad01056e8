import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { withFeedLock } from "../../../src/distribute/zone-transfer/feed-lock.ts";

function lockFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "hifazat-lock-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "zone-feed.lock");
}

test("a_second_feed_waits_for_the_first", async () => {
  const file = lockFile();
  const order: string[] = [];
  const begun = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const first = withFeedLock(file, async () => {
    order.push("first begins");
    begun.resolve();
    await finish.promise;
    order.push("first ends");
  });
  await begun.promise;
  const second = withFeedLock(file, async () => void order.push("second"));
  // Time in which a second one that does not wait would be through.
  await setTimeout(120);
  finish.resolve();
  await Promise.all([first, second]);
  expect(order).toEqual(["first begins", "first ends", "second"]);
});

test("a_feed_that_waited_too_long_says_so_and_a_failed_one_leaves_no_lock", async () => {
  const file = lockFile();
  await withFeedLock(file, async () => {
    await expect(withFeedLock(file, async () => {}, 60)).rejects.toMatchObject({ code: "zone_busy" });
  });
  await expect(withFeedLock(file, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await withFeedLock(file, async () => "done", 0)).toBe("done");
});
