import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_FALSE_POSITIVE_RATE, FilterFilling } from "../../src/protocol/filter.ts";
import { countsOf } from "../../src/publish/filter-counts.ts";
import { encodeCounts } from "../../src/publish/filter-counts-file.ts";
import type { PreviousRelease } from "../../src/publish/from-previous.ts";
import { publish } from "../../src/publish/publish.ts";
import { threadedPreparing } from "../../src/publish/threaded-build.ts";
import { eventWatermark } from "../../src/storage/log.ts";
import { Registry } from "../distribute/zone-transfer/registry.ts";
import { approved, memoryDatabase } from "../fixtures/orders.ts";
import { carryingDigester, hash, laidOut, release, request, standing } from "./from-files.ts";
import { newRegistry, temporaryFolder } from "./registry.ts";
import { downloadFrom } from "./tree.ts";

/** So many that a filter keeps its size while seven more come. */
const STANDING = standing(513);

const target = fc.constantFrom("a.pk", "=a.pk", "b.a.pk", "=b.a.pk", "a.pk/x", "c.pk", "=d.c.pk", "e.example");
const decision = fc.oneof(
  fc.uniqueArray(target, { minLength: 1, maxLength: 3 }),
  fc.nat(3).map((order) => ({ unlist: order })),
);

test("filters made each of the one before are those of the whole list, name for name that came or went", async () => {
  let carried = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(decision, { minLength: 2, maxLength: 8 }), async (decisions) => {
      const registry = new Registry();
      const { db } = registry;
      registry.list(...STANDING);
      const orders: string[] = [];
      const carrying = carryingDigester();
      let previous: PreviousRelease | undefined;
      for (const [at, one] of decisions.entries()) {
        if (Array.isArray(one)) orders.push(registry.list(...one));
        else for (const order of orders.splice(one.unlist, 1)) registry.unlist(order);
        const { watermark } = registry.release();
        const wanted = request(at + 1, watermark);
        const made = await release(db, wanted, previous, carrying);
        await carrying.keep();
        expect(made.manifest.filter).toEqual((await release(db, wanted)).manifest.filter);
        previous = laidOut(made, watermark);
      }
      carried += carrying.carried.filter(Boolean).length;
      db.sqlite.close();
    }),
    { numRuns: 10 },
  );
  expect(carried).toBeGreaterThan(5);
});

test("counts that are damaged, cut, gone or another filter's are not believed: the filter is filled from nothing", async () => {
  const db = memoryDatabase();
  approved(db, STANDING);
  const watermark = eventWatermark(db);
  const first = carryingDigester();
  const previous = laidOut(await release(db, request(1, watermark), undefined, first), watermark);
  await first.keep();
  const [name = ""] = readdirSync(first.folder);
  const whole = readFileSync(join(first.folder, name));
  approved(db, ["n2.pk"], { number: "N/2" });
  const wanted = request(2, eventWatermark(db), [watermark]);
  const expected = await release(db, wanted);
  const after = async (change: (file: string) => void) => {
    const folder = temporaryFolder();
    cpSync(first.folder, folder, { recursive: true });
    change(join(folder, name));
    const next = carryingDigester(folder);
    expect((await release(db, wanted, previous, next)).manifest).toEqual(expected.manifest);
    await next.keep();
    return {
      carried: next.carried,
      files: readdirSync(folder),
      name: readdirSync(folder).find((each) => each !== name),
    };
  };
  const good = await after(() => {});
  expect(good.carried).toEqual([true]);
  const second = good.name ?? "";
  expect(good.files.sort()).toEqual([name, second].sort());
  const changes = {
    damaged: (file: string) => writeFileSync(file, whole.with(whole.length >> 1, (whole[whole.length >> 1] ?? 0) ^ 16)),
    cut: (file: string) => writeFileSync(file, whole.subarray(0, whole.length >> 1)),
    gone: (file: string) => rmSync(file),
    // Those of the list without a name, under the name of those that have it.
    "another's": (file: string) => {
      const filling = new FilterFilling(hash, { falsePositiveRate: DEFAULT_FALSE_POSITIVE_RATE });
      for (const key of STANDING.slice(1)) filling.add(Buffer.from(key));
      writeFileSync(file, encodeCounts(countsOf(filling), "0".repeat(64)));
    },
    "of a process that died": (file: string) => {
      rmSync(file);
      writeFileSync(`${file}.partial`, whole);
    },
  };
  for (const [what, change] of Object.entries(changes)) {
    const { carried, files } = await after(change);
    expect(carried, what).toEqual([false]);
    // Nothing of what was not believed stays.
    expect(files, what).toEqual([second]);
  }
});

test("a registry keeps the counts of its last filter and of the one it was made from, after its release is out", async () => {
  const { root, db, publishing } = await newRegistry();
  const threads = threadedPreparing(publishing.folder);
  const kept: string[][] = [];
  const names = () => (existsSync(publishing.folder.counts) ? readdirSync(publishing.folder.counts).sort() : []);
  const onStep = (step: string) => void (step === "notified" && kept.push(names()));
  const filters: string[] = [];
  for (const [at, targets] of [STANDING, ["n1.pk"], ["n2.pk"], []].entries()) {
    if (targets.length > 0) approved(db, targets, { number: `N/${at}` });
    await publish({ ...publishing, ...threads, onStep }, { force: true });
    const manifest = (await downloadFrom(root))?.manifest;
    filters.push(`${manifest?.filter.sha256}.counts`);
    kept.push(names());
  }
  const [first, second, third, same] = filters as [string, string, string, string];
  expect(same).toBe(third);
  const [two, three] = [[first, second].sort(), [second, third].sort()];
  expect(kept).toEqual([[], [first], [first], two, two, three, three, three]);
});
