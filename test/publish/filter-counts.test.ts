import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyDelta, changedValues, formatDelta } from "../../src/protocol/delta.ts";
import { type BloomFile, FilterFilling } from "../../src/protocol/filter.ts";
import { createHasher, type KeyHasher } from "../../src/protocol/key-hash.ts";
import { readLines } from "../../src/protocol/list.ts";
import { applied, countsOf, type FilterCounts, filterOf } from "../../src/publish/filter-counts.ts";
import { decodeCounts, encodeCounts } from "../../src/publish/filter-counts-file.ts";
import { bytesOf, category, inListOrder, targetKey } from "../protocol/generated-lists.ts";

const hasher = await createHasher();
const RATE = { falsePositiveRate: 1e-4 };

function filled(values: Iterable<string>, hash: KeyHasher = hasher): { filter: BloomFile; counts: FilterCounts } {
  const filling = new FilterFilling(hash, RATE);
  for (const value of values) filling.add(bytesOf(value));
  return { filter: filling.finish(), counts: countsOf(filling) };
}

/** Names that always stand: so many that a filter keeps its size while eight come or go. */
const STANDING = Array.from({ length: 1_032 }, (_, at) => `n${1_000 + at}.standing.example\tdomain\tx\n`).join("");

/** Few, so that they come again and leave, and one value under two scopes. */
const target = fc.constantFrom(
  ...(["a.pk", "b.a.pk", "c.pk"] as const).flatMap((value) => [
    { value, scope: "domain" as const },
    { value, scope: "host" as const },
    { value: `${value}/x`, scope: "url" as const },
  ]),
);
const touch = fc.tuple(target, fc.option(category, { nil: undefined, freq: 2 }));
const history = fc.array(fc.array(touch, { maxLength: 9 }), { minLength: 1, maxLength: 8 });

describe("counts carried on from release to release", () => {
  test("give the filter that is filled from nothing, bit for bit, whatever came and went under whatever scope", () => {
    let carried = 0;
    let leaving = 0;
    fc.assert(
      fc.property(history, (releases) => {
        let list = bytesOf(STANDING);
        let counts: FilterCounts | undefined = filled(valuesOf(list)).counts;
        for (const touches of releases) {
          const last = new Map(touches.map(([one, slug]) => [targetKey(one), { ...one, category: slug }]));
          const delta = bytesOf(
            formatDelta(
              inListOrder(last.values()).map(({ value, scope, category: slug }) =>
                slug === undefined
                  ? { kind: "drop", value, scope }
                  : { kind: "put", line: { value, scope, category: slug } },
              ),
            ),
          );
          const changed = changedValues(list, delta);
          const { bitCount } = counts;
          counts = applied(counts, changed, hasher);
          list = applyDelta(list, delta);
          const anew = filled(valuesOf(list));
          if (counts !== undefined) {
            carried++;
            leaving += changed.removed.length;
            expect(filterOf(counts)).toEqual(anew.filter);
            expect(counts).toEqual(anew.counts);
          } else expect(anew.filter.bitCount).not.toBe(bitCount);
          counts ??= anew.counts;
        }
      }),
      { numRuns: 60 },
    );
    expect(carried).toBeGreaterThan(100);
    expect(leaving).toBeGreaterThan(40);
  });

  test("leave those that they were made from as they were", () => {
    const { counts } = filled(["a.pk", "b.pk", "c.pk"]);
    const before = structuredClone(counts);
    expect(applied(counts, { added: [bytesOf("d.pk")], removed: [bytesOf("a.pk")] }, hasher)).toBeDefined();
    expect(applied(counts, { added: [bytesOf("d.pk")], removed: [bytesOf("e.pk")] }, hasher)).toBeUndefined();
    expect(counts).toEqual(before);
  });

  test("end where the filter gets another size", () => {
    const { counts } = filled(Array.from({ length: 127 }, (_, at) => `n${at}.example`));
    const added = ["a.pk", "b.pk"].map(bytesOf);
    expect(applied(counts, { added: added.slice(1), removed: [] }, hasher)).toBeUndefined();
    const { counts: more } = filled(Array.from({ length: 129 }, (_, at) => `n${at}.example`));
    expect(applied(more, { added: added.slice(1), removed: [] }, hasher)).toBeDefined();
    expect(applied(more, { added, removed: [] }, hasher)).toBeUndefined();
  });

  test("end where a value leaves that they never held", () => {
    // One whose bits lie far from each other: no cell is taken from twice.
    const apart: KeyHasher = (_, key, out, at) => out.set(key[0] === 0x61 ? [0, 200] : [2_000, 1], at);
    const { counts } = filled(
      Array.from({ length: 200 }, (_, at) => `b${at}`),
      apart,
    );
    const added = [bytesOf("bn")];
    expect(applied(counts, { added, removed: [bytesOf("a0")] }, apart)).toBeUndefined();
  });

  test("end where a value leaves a cell that holds no number, and only there", () => {
    // Keys that begin alike set the same bits, the two kinds of them none together.
    const byLetter: KeyHasher = (_, key, out, at) => out.set([key[0] === 0x61 ? 0 : 2_000, 1], at);
    const alike = (letter: string, count: number) => Array.from({ length: count }, (_, at) => letter + at);
    const [removed, added] = [[bytesOf("a0")], [bytesOf("an")]];
    const fourteen = filled([...alike("a", 14), ...alike("b", 200)], byLetter);
    const fifteen = filled([...alike("a", 15), ...alike("b", 200)], byLetter);
    expect(applied(fourteen.counts, { added, removed }, byLetter)).toEqual(fourteen.counts);
    expect(applied(fifteen.counts, { added, removed }, byLetter)).toBeUndefined();
    const grown = applied(fifteen.counts, { added, removed: [] }, byLetter);
    expect(grown).toEqual(filled([...alike("a", 16), ...alike("b", 200)], byLetter).counts);
  });
});

describe("the file of the counts", () => {
  const { counts } = filled(Array.from({ length: 50 }, (_, at) => `n${at}.example`));
  const [mine, other] = ["mine", "other"].map((text) => createHash("sha256").update(text).digest("hex")) as [
    string,
    string,
  ];
  const file = encodeCounts(counts, mine);

  test("gives back what was written, wherever its bytes lie in memory", () => {
    expect(decodeCounts(file, mine)).toEqual(counts);
    const shifted = new Uint8Array(file.length + 1);
    shifted.set(file, 1);
    expect(decodeCounts(shifted.subarray(1), mine)).toEqual(counts);
  });

  test("is not believed when a byte of it is another, is missing or is too much, or it belongs to another filter", () => {
    expect(decodeCounts(file, other)).toBeUndefined();
    for (let length = 0; length < file.length; length++) {
      expect(decodeCounts(file.subarray(0, length), mine), `${length} bytes`).toBeUndefined();
      const damaged = Uint8Array.from(file, (byte, at) => (at === length ? byte ^ 1 : byte));
      expect(decodeCounts(damaged, mine), `byte ${length}`).toBeUndefined();
    }
    expect(decodeCounts(Uint8Array.of(...file, 0), mine)).toBeUndefined();
  });

  test("is not believed when filters were made with another seed or rate, or it has another form", () => {
    expect(decodeCounts(encodeCounts({ ...counts, seed: 7 }, mine), mine)).toBeUndefined();
    expect(decodeCounts(encodeCounts({ ...counts, falsePositiveRate: 1e-3 }, mine), mine)).toBeUndefined();
    expect(decodeCounts(encodeCounts({ ...counts, bitCount: counts.bitCount + 8 }, mine), mine)).toBeUndefined();
    const renamed = Buffer.from(file.subarray(0, -32));
    renamed[7] = 0x32;
    const closing = createHash("sha256").update(renamed).digest();
    expect(decodeCounts(Buffer.concat([renamed, closing]), mine)).toBeUndefined();
  });
});

function* valuesOf(list: Uint8Array): Generator<string> {
  for (const { value } of readLines(list)) yield value;
}
