import { rmSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { databaseSource } from "../../src/publish/database-source.ts";
import { fromPrevious, type PreviousRelease } from "../../src/publish/from-previous.ts";
import type { ListDigest } from "../../src/publish/list-digest.ts";
import { prepareRelease } from "../../src/publish/prepare.ts";
import { threadedPreparing } from "../../src/publish/threaded-build.ts";
import { eventWatermark } from "../../src/storage/log.ts";
import { touchedEntries } from "../../src/storage/published-entries.ts";
import { Registry } from "../distribute/zone-transfer/registry.ts";
import { approved, memoryDatabase } from "../fixtures/orders.ts";
import { carryingDigester, digester, GATE, laidOut, release, request, standing } from "./from-files.ts";
import { newRegistry } from "./registry.ts";

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

/** Names that always stand, long enough that no delta is larger than the snapshot. */
const STANDING = standing(60);

test("a release made from the one before is the one that the whole database gives, file for file", async () => {
  let quick = 0;
  let deltas = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(decision, { maxLength: 4 }), { minLength: 1, maxLength: 9 }), async (rounds) => {
      const registry = new Registry();
      const { db } = registry;
      registry.list(...STANDING);
      const orders: string[] = [];
      const watermarks: number[] = [];
      let previous: PreviousRelease | undefined;
      const carrying = carryingDigester();
      for (const [at, round] of rounds.entries()) {
        for (const one of round) {
          if (Array.isArray(one)) orders.push(registry.list(...one));
          else if ("turn" in one) registry.turn(one.turn);
          else if ("hold" in one) registry.hold(one.hold);
          else for (const order of orders.splice(one.unlist, 1)) registry.unlist(order);
        }
        const { watermark } = registry.release();
        const wanted = request(at + 1, watermark, watermarks);
        const whole = await release(db, wanted);
        if (previous !== undefined) {
          const made = await release(db, wanted, previous, carrying);
          await carrying.keep();
          expect(made.manifest).toEqual(whole.manifest);
          expect(made.files.map(({ sha256 }) => sha256)).toEqual(whole.files.map(({ sha256 }) => sha256));
          if (made.quick) quick++;
          if (made.quick) deltas += made.manifest.deltas.filter(({ base }) => base !== at).length;
        }
        watermarks.push(watermark);
        previous = laidOut(whole, watermark);
      }
      db.sqlite.close();
    }),
    { numRuns: 40 },
  );
  // Most of them: while a rollback holds, all is read.
  expect(quick).toBeGreaterThan(20);
  expect(deltas).toBeGreaterThan(20);
});

test("files that are gone, or are not what was published, are not built upon", async () => {
  const db = memoryDatabase();
  approved(db, ["a.pk"]);
  const watermark = eventWatermark(db);
  const previous = laidOut(await release(db, request(1, watermark)), watermark);
  const touched = touchedEntries(db, "general", watermark, watermark);
  if (touched === undefined) throw new Error("no rollback holds");
  const made = await fromPrevious(previous, touched, digester);
  // Nothing was touched since; from releases that it has no delta from, the database is read.
  expect(await made?.delta(1)).toEqual(new Uint8Array(0));
  expect(await made?.delta(7)).toBeUndefined();
  for (const file of ["index", "snapshot"] as const) {
    const other = { ...previous[file], sha256: "0".repeat(64) };
    expect(await fromPrevious({ ...previous, [file]: other }, touched, digester), file).toBeUndefined();
    rmSync(previous[file].file);
    expect(await fromPrevious(previous, touched, digester), file).toBeUndefined();
  }
});

test("a text that is not that of the entries is never published", async () => {
  const db = memoryDatabase();
  approved(db, ["a.pk"]);
  const watermark = eventWatermark(db);
  const wanted = request(1, watermark);
  const touched = touchedEntries(db, "general", watermark, watermark);
  const previous = laidOut(await release(db, wanted), watermark);
  const made = touched && (await fromPrevious(previous, touched, digester));
  if (made === undefined) throw new Error("no rollback holds");
  const build = (delta: string) => {
    const digest = digester.apply(previous, new TextEncoder().encode(delta));
    const fromOther = async () => ({ ...made, digest: (await digest) as ListDigest });
    return prepareRelease({ ...databaseSource(db), fromPrevious: fromOther }, wanted, GATE, digester);
  };
  expect((await build("")).kind).toBe("built");
  await expect(build("+b.pk\tdomain\tdecency\n")).rejects.toMatchObject({ code: "internal" });
});

test("a delta that is gone or damaged is read from the database again", async () => {
  const db = memoryDatabase();
  approved(db, STANDING);
  const watermarks: number[] = [];
  let previous: PreviousRelease | undefined;
  for (const number of [1, 2, 3]) {
    approved(db, [`n${number}.pk`], { number: `N/${number}` });
    const watermark = eventWatermark(db);
    previous = laidOut(await release(db, request(number, watermark, watermarks)), watermark);
    watermarks.push(watermark);
  }
  approved(db, ["n4.pk"], { number: "N/4" });
  const wanted = request(4, eventWatermark(db), watermarks);
  const whole = await release(db, wanted);
  expect(whole.manifest.deltas.map(({ base }) => base)).toEqual([3, 2]);
  const delta = previous?.deltas.find(({ base }) => base === 2);
  if (previous === undefined || delta === undefined) throw new Error("release 3 has a delta from release 2");
  for (const damage of [() => {}, () => writeFileSync(delta.file, "damaged"), () => rmSync(delta.file)]) {
    damage();
    const made = await release(db, wanted, previous);
    expect(made.quick).toBe(true);
    expect(made.manifest).toEqual(whole.manifest);
  }
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

test("threads give the same bytes from the release before as none without it", async () => {
  const { db, publishing } = await newRegistry();
  approved(db, ["a.example", "=b.example", "c.example/x?y=1"]);
  const first = publishing.ledger.watermark();
  const one = await publishing.prepare(request(1, first), GATE);
  if (one.kind !== "built") throw new Error("nothing was built");
  approved(db, ["d.example"], { number: "PTA/2026/2" });
  const next = request(2, publishing.ledger.watermark(), [first]);
  const previous = laidOut(one.release, first);
  const threads = threadedPreparing(publishing.folder);
  const threaded = await threads.prepare(next, GATE, undefined, previous);
  await threads.settle();
  const here = await publishing.prepare(next, GATE);
  if (here.kind !== "built" || threaded.kind !== "built") throw new Error("nothing was built");
  expect(threaded.release.files.map(({ sha256 }) => sha256)).toEqual(here.release.files.map(({ sha256 }) => sha256));
});
