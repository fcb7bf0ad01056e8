import { once } from "node:events";
import { expect, test } from "vitest";
import { finishInterrupted } from "../../src/publish/finish.ts";
import { publish } from "../../src/publish/publish.ts";
import type { PublishStep } from "../../src/publish/publishing.ts";
import { startNode } from "../fixtures/command.ts";
import { approved } from "../fixtures/orders.ts";
import { copyOf, newRegistry, openRegistry } from "./registry.ts";
import { downloadFrom, tornFiles } from "./tree.ts";

const CHILD = new URL("./kill-child.ts", import.meta.url).pathname;
/** As the commands do: most of a child is loading packages, and this is what makes it quick. */
const QUICK = new URL("../../src/storage/quick-modules.ts", import.meta.url).href;

/** Every step, and what clients must have when the publisher is killed right after it. */
const STEPS = {
  read: 1,
  deltas: 1,
  digested: 1,
  index: 1,
  compressed: 1,
  built: 1,
  staged: 1,
  committed: 1,
  "files-published": 1,
  "targets-signed": 1,
  "snapshot-signed": 1,
  "timestamp-signed": 2,
  marked: 2,
  cleaned: 2,
  notified: 2,
} as const satisfies Record<PublishStep, number>;

test("publisher_killed_at_any_step_is_finished_by_the_next_start", async () => {
  const { root, db, publishing } = await newRegistry();
  approved(db, ["a.example"]);
  await publish(publishing);
  approved(db, ["b.example"], { number: "PTA/2026/2" });
  db.sqlite.pragma("wal_checkpoint(TRUNCATE)");

  const survive = async ([step, release]: [string, number]): Promise<void> => {
    const copy = copyOf(root);
    const child = startNode(["--import", QUICK, CHILD, copy, step]);
    expect(await once(child, "exit"), step).toEqual([null, "SIGKILL"]);
    expect(tornFiles(copy), step).toEqual([]);
    expect((await downloadFrom(copy))?.manifest.release, step).toBe(release);

    const next = openRegistry(copy).publishing;
    await finishInterrupted(next);
    await publish(next);
    const download = await downloadFrom(copy);
    expect(download?.manifest, step).toMatchObject({ release: 2, entries: 2 });
    expect(next.ledger.head(), step).toMatchObject({ number: 2, state: "published" });
    expect(tornFiles(copy), step).toEqual([]);
  };
  // Two at a time: most of each is the start of a process.
  const waiting = Object.entries(STEPS).values();
  await Promise.all(
    [1, 2].map(async () => {
      for (const step of waiting) await survive(step);
    }),
  );
});
