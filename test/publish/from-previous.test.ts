import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createHasher } from "../../src/protocol/key-hash.ts";
import { databaseSource } from "../../src/publish/database-source.ts";
import { fromPrevious, type PreviousIndex } from "../../src/publish/from-previous.ts";
import { keyDigester } from "../../src/publish/key-digest.ts";
import { prepareRelease } from "../../src/publish/prepare.ts";
import type { ReleaseRequest } from "../../src/publish/release-request.ts";
import { threadedPrepare } from "../../src/publish/threaded-build.ts";
import type { Db } from "../../src/storage/database.ts";
import { eventWatermark } from "../../src/storage/log.ts";
import { touchedEntries } from "../../src/storage/published-entries.ts";
import { Registry } from "../distribute/zone-transfer/registry.ts";
import { approved, memoryDatabase, NOW } from "../fixtures/orders.ts";
import { newRegistry, temporaryFolder } from "./registry.ts";

const GATE = { since: undefined, listSize: 0, unchanged: true, limits: { share: 1, floor: 100 }, released: true };

const request = (release: number, watermark: number): ReleaseRequest => ({
  list: "general",
  release,
  previous: release - 1,
  watermark,
  publishedAt: NOW,
  bases: [],
});

/** A release of all that was decided up to the watermark: read whole, or from the index of one before where it can be. */
async function release(db: Db, number: number, watermark: number, previous?: PreviousIndex) {
  const touched = previous && touchedEntries(db, "general", previous.watermark, watermark);
  const splicing = previous && touched && (await fromPrevious(previous, touched));
  const source = { ...databaseSource(db), fromPrevious: async () => splicing };
  const prepared = await prepareRelease(source, request(number, watermark), GATE, keyDigester(await createHasher()));
  if (prepared.kind !== "built") throw new Error("nothing was built");
  return { ...prepared.release, quick: splicing !== undefined };
}

const target = fc.constantFrom(
  "a.pk",
  "=a.pk",
  "b.a.pk",
  "a.pk/x",
  "c.pk",
  "c.pk/y?z=1",
  "=d.c.pk",
  "e.example",
  "f-1.pk",
);
const decision = fc.oneof(
  { weight: 4, arbitrary: fc.uniqueArray(target, { minLength: 1 }) },
  { weight: 3, arbitrary: fc.nat(5).map((order) => ({ unlist: order })) },
  { weight: 1, arbitrary: fc.nat(3).map((release) => ({ turn: release })) },
  { weight: 2, arbitrary: fc.constantFrom("additions", "removals", "out").map((hold) => ({ hold }) as const) },
);

test("a release made from the index of one before is the one that the whole database gives, file for file", async () => {
  const folder = temporaryFolder();
  let quick = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(decision, { maxLength: 4 }), { minLength: 1, maxLength: 4 }), async (rounds) => {
      const registry = new Registry();
      const { db } = registry;
      const orders: string[] = [];
      let previous: PreviousIndex | undefined;
      for (const [at, round] of rounds.entries()) {
        for (const one of round) {
          if (Array.isArray(one)) orders.push(registry.list(...one));
          else if ("turn" in one) registry.turn(one.turn);
          else if ("hold" in one) registry.hold(one.hold);
          else for (const order of orders.splice(one.unlist, 1)) registry.unlist(order);
        }
        const { watermark } = registry.release();
        const whole = await release(db, at + 1, watermark);
        if (previous !== undefined) {
          const made = await release(db, at + 1, watermark, previous);
          expect(made.manifest).toEqual(whole.manifest);
          expect(made.files.map(({ sha256 }) => sha256)).toEqual(whole.files.map(({ sha256 }) => sha256));
          if (made.quick) quick++;
        }
        const { name: _, sha256, bytes } = whole.files.find(({ name }) => name.endsWith("index.bin")) ?? whole.files[0];
        const file = join(folder, "index.bin");
        writeFileSync(file, bytes);
        previous = { file, sha256, watermark };
      }
      db.sqlite.close();
    }),
    { numRuns: 60 },
  );
  // Most of them: while a rollback holds, all is read.
  expect(quick).toBeGreaterThan(20);
});

test("an index that is gone, or is not what was published, is not built upon", async () => {
  const db = memoryDatabase();
  approved(db, ["a.pk"]);
  const watermark = eventWatermark(db);
  const { files } = await release(db, 1, watermark);
  const index = files.find(({ name }) => name.endsWith("index.bin")) ?? files[0];
  const file = join(temporaryFolder(), "index.bin");
  const touched = touchedEntries(db, "general", watermark, watermark);
  if (touched === undefined) throw new Error("no rollback holds");
  const from = (sha256: string) => fromPrevious({ file, sha256 }, touched);
  expect(await from(index.sha256)).toBeUndefined();
  writeFileSync(file, index.bytes);
  expect(await from(index.sha256)).toBeDefined();
  expect(await from("0".repeat(64))).toBeUndefined();
});

test("while a rollback holds, and for the release that ends it, all is read", () => {
  const registry = new Registry();
  const { db } = registry;
  const touched = (after: number, upto: number) => touchedEntries(db, "general", after, upto);
  registry.list("a.pk");
  const first = registry.release().watermark;
  registry.list("b.pk");
  const second = registry.release().watermark;
  expect(touched(first, second)?.touched).toHaveLength(1);
  registry.turn(1);
  const turned = registry.release().watermark;
  expect(touched(second, turned)).toBeUndefined();
  registry.list("c.pk");
  const under = registry.release().watermark;
  expect(touched(turned, under)).toBeUndefined();
  registry.turn(0);
  const ended = registry.release().watermark;
  expect(touched(under, ended)).toBeUndefined();
  registry.list("d.pk");
  expect(touched(ended, registry.release().watermark)?.touched).toHaveLength(1);
});

test("threads give the same bytes from the index of the release before as none without it", async () => {
  const { root, db, publishing } = await newRegistry();
  approved(db, ["a.example", "=b.example", "c.example/x?y=1"]);
  const first = publishing.ledger.watermark();
  const one = await publishing.prepare(request(1, first), GATE);
  if (one.kind !== "built") throw new Error("nothing was built");
  const index = one.release.files.find(({ name }) => name.endsWith("index.bin")) ?? one.release.files[0];
  const file = join(temporaryFolder(), "index.bin");
  writeFileSync(file, index.bytes);
  approved(db, ["d.example"], { number: "PTA/2026/2" });
  const next = request(2, publishing.ledger.watermark());
  const previous = { file, sha256: index.sha256, watermark: first };
  const threaded = await threadedPrepare(join(root, "hifazat.db"))(next, GATE, undefined, previous);
  const here = await publishing.prepare(next, GATE);
  if (here.kind !== "built" || threaded.kind !== "built") throw new Error("nothing was built");
  expect(threaded.release.files.map(({ sha256 }) => sha256)).toEqual(here.release.files.map(({ sha256 }) => sha256));
});
