import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { withPublishLock } from "../../src/publish/lock.ts";
import { publish } from "../../src/publish/publish.ts";
import { startNode } from "../fixtures/command.ts";
import { approved } from "../fixtures/orders.ts";
import { newRegistry, temporaryFolder } from "./registry.ts";
import { downloadFrom } from "./tree.ts";

test("second_publisher_waits_for_the_first", async () => {
  const lock = join(temporaryFolder(), "publish.lock");
  const order: string[] = [];
  const begun = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const first = withPublishLock(lock, async () => {
    order.push("first begins");
    begun.resolve();
    await release.promise;
    order.push("first ends");
  });
  await begun.promise;
  const second = withPublishLock(lock, async () => void order.push("second"));
  // Time in which a second one that does not wait would be through.
  await setTimeout(120);
  release.resolve();
  await Promise.all([first, second]);
  expect(order).toEqual(["first begins", "first ends", "second"]);
});

test("publisher_that_waits_too_long_says_who_is_in_the_way", async () => {
  const lock = join(temporaryFolder(), "publish.lock");
  await withPublishLock(lock, async () => {
    await expect(withPublishLock(lock, async () => "never", 0)).rejects.toMatchObject({ code: "publisher_busy" });
  });
  expect(await withPublishLock(lock, async () => "free", 0)).toBe("free");
});

test("failure_releases_the_lock", async () => {
  const lock = join(temporaryFolder(), "publish.lock");
  await expect(withPublishLock(lock, () => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
  expect(await withPublishLock(lock, async () => "free", 0)).toBe("free");
});

/** Another process that holds the lock until it is killed, by work that nothing refers to; it collects its garbage. */
async function holderOf(lock: string): Promise<ChildProcess> {
  const module = new URL("../../src/publish/lock.ts", import.meta.url).href;
  const script = `const { withPublishLock } = await import(${JSON.stringify(module)});
    const work = () => { setTimeout(() => { gc(); console.log("held"); }, 10); return new Promise(() => {}); };
    setInterval(() => {}, 1000);
    await withPublishLock(${JSON.stringify(lock)}, work);`;
  const child = startNode(["--expose-gc", "--input-type=module", "--eval", script]);
  await once(child.stdout, "data");
  return child;
}

test("lock_is_held_as_long_as_the_process_lives_and_free_at_once_when_it_is_killed", async () => {
  const lock = join(temporaryFolder(), "publish.lock");
  const holder = await holderOf(lock);
  await expect(withPublishLock(lock, async () => "never", 0)).rejects.toMatchObject({ code: "publisher_busy" });
  holder.kill("SIGKILL");
  await once(holder, "exit");
  expect(await withPublishLock(lock, async () => "free", 0)).toBe("free");
});

test("two_publishers_at_once_make_one_release_of_each_decision", async () => {
  const { root, db, publishing } = await newRegistry();
  approved(db, ["a.example"]);
  const kinds = (await Promise.all([publish(publishing), publish(publishing)])).map(({ kind }) => kind);
  expect(kinds.sort()).toEqual(["published", "unchanged"]);
  expect((await downloadFrom(root))?.manifest.release).toBe(1);
});
