import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  DEFAULT_FALSE_POSITIVE_RATE,
  DEFAULT_SEED,
  FilterFilling,
  type FilterParams,
  filterHas,
} from "../../src/protocol/filter.ts";
import { decodeFilter, encodeFilter, toBloomFiltersJson } from "../../src/protocol/filter-file.ts";
import { createHasher, filterIndex } from "../../src/protocol/key-hash.ts";
import { roundedUp } from "../../src/protocol/rounded-up.ts";

async function fillFilter(keys: Iterable<string>, params: FilterParams) {
  const filling = new FilterFilling(await createHasher(), params);
  for (const key of keys) filling.add(new TextEncoder().encode(key));
  return filling.finish();
}

// Required, because vitest and Node disagree about the default import of a CommonJS module.
const { default: BloomFilter }: typeof import("bloom-filters/dist/bloom/bloom-filter.js") = createRequire(
  import.meta.url,
)("bloom-filters/dist/bloom/bloom-filter.js");
const vectors = JSON.parse(readFileSync(new URL("../vectors/filter.json", import.meta.url), "utf8"));
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const fromHex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const keyText = (vector: { keys: { key: string }[] }) => vector.keys.map(({ key }) => key);

/** Thousands of names with the shapes of a real list. */
function names(count: number, suffix = ""): string[] {
  return Array.from({ length: count }, (_, at) => `${(at * 2654435761).toString(36)}${suffix}.example${at % 7}.pk`);
}

describe("the vectors of the specification", () => {
  test("A, B and the indexes of every key", async () => {
    const hash = await createHasher();
    const pair = new Uint32Array(2);
    for (const { seed, bitCount, hashCount, keys } of vectors.filters) {
      for (const { key, a, b, indexes } of keys) {
        hash(seed, new TextEncoder().encode(key), pair, 0);
        expect([...pair], key).toEqual([a, b]);
        expect(Array.from({ length: hashCount }, (_, i) => filterIndex(a, b, i, bitCount))).toEqual(indexes);
      }
    }
  });

  test("the whole file, bit for bit", async () => {
    for (const { file, falsePositiveRate, seed, ...vector } of vectors.filters) {
      const filter = await fillFilter(keyText(vector), { falsePositiveRate, seed });
      expect(hex(encodeFilter(filter))).toBe(file);
    }
  });

  test("a decoded file answers for its keys", async () => {
    const hash = await createHasher();
    for (const vector of vectors.filters) {
      const filter = decodeFilter(fromHex(vector.file));
      expect(filter).toMatchObject({ bitCount: vector.bitCount, hashCount: vector.hashCount, count: vector.count });
      for (const key of keyText(vector)) expect(filterHas(filter, key, hash)).toBe(true);
    }
  });
});

describe("the package bloom-filters", () => {
  test.each([
    [1e-2, undefined],
    [1e-4, undefined],
    [1e-6, 7],
    [0.3, 0],
    [1e-3, 0xffffffff],
    [1e-3, 0xfffffffe],
  ])("makes the same filter at a rate of %d with seed %s", async (falsePositiveRate, seed) => {
    const keys = names(3_000);
    const params = seed === undefined ? { falsePositiveRate } : { falsePositiveRate, seed };
    const filter = await fillFilter(keys, params);
    const theirs = BloomFilter.create(roundedUp(keys.length), falsePositiveRate);
    if (seed !== undefined) theirs.seed = seed;
    for (const key of keys) theirs.add(key);
    expect(toBloomFiltersJson(filter)).toEqual(theirs.saveAsJSON());
  });

  test("makes the same filter of any ASCII keys", async () => {
    const keys = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 80 }), { minLength: 1, maxLength: 50 });
    const rate = fc.constantFrom(0.1, 1e-3, 1e-5);
    await fc.assert(
      fc.asyncProperty(keys, rate, fc.nat(), async (some, falsePositiveRate, seed) => {
        const filter = await fillFilter(some, { falsePositiveRate, seed });
        expect(toBloomFiltersJson(filter)).toEqual(BloomFilter.from(some, falsePositiveRate, seed).saveAsJSON());
      }),
    );
  });

  test("reads ours and gives the same answer for listed and unlisted names", async () => {
    const keys = names(2_000);
    const filter = await fillFilter(keys, { falsePositiveRate: 0.02 });
    const theirs = BloomFilter.fromJSON(JSON.parse(JSON.stringify(toBloomFiltersJson(filter))) as never);
    const hash = await createHasher();
    let perhaps = 0;
    for (const name of [...keys, ...names(4_000, "-unlisted")]) {
      const ours = filterHas(filter, name, hash);
      expect(ours).toBe((theirs as InstanceType<typeof BloomFilter>).has(name));
      if (ours) perhaps++;
    }
    // All keys, and of 4,000 others about 80: the filter does say no.
    expect(perhaps).toBeGreaterThan(2_000);
    expect(perhaps).toBeLessThan(2_000 + 200);
  });
});

describe("the size", () => {
  test.each([
    [0, 0],
    [1, 1],
    [127, 127],
    [128, 128],
    [129, 130],
    [255, 256],
    [256, 256],
    [257, 260],
    [983_089, 991_232],
    [8_388_608, 8_388_608],
    [2 ** 32 - 1, 2 ** 32],
  ])("%d keys have the filter of %d", (count, rounded) => {
    expect(roundedUp(count)).toBe(rounded);
  });

  test("is never too small, at most a 64th too large, and one that was rounded stays", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 - 1 }), (count) => {
        const rounded = roundedUp(count);
        expect(rounded).toBeGreaterThanOrEqual(count);
        expect((rounded - count) * 64).toBeLessThan(count);
        if (rounded < 2 ** 32) expect(roundedUp(rounded)).toBe(rounded);
      }),
    );
  });

  test("stays the same while names come", async () => {
    const sizes = [4_993, 5_056, 5_057].map((count) => fillFilter(names(count), { falsePositiveRate: 1e-4 }));
    const [least, most, beyond] = await Promise.all(sizes);
    expect(most?.bitCount).toBe(least?.bitCount);
    expect(beyond?.bitCount).toBeGreaterThan(most?.bitCount ?? 0);
  });
});

describe("filling", () => {
  test("neighbours that are equal count once, and the filter is sized for what is left", async () => {
    const once = await fillFilter(["a.pk", "b.pk", "c.pk"], { falsePositiveRate: 1e-4 });
    const twice = await fillFilter(["a.pk", "a.pk", "b.pk", "c.pk", "c.pk"], { falsePositiveRate: 1e-4 });
    expect(twice).toEqual(once);
  });

  test("keeps to the size that theory gives", async () => {
    const filter = await fillFilter(names(5_000), { falsePositiveRate: DEFAULT_FALSE_POSITIVE_RATE });
    expect(filter.bitCount / 5_000).toBeLessThan(((65 / 64) * -Math.log2(1e-4)) / Math.LN2);
    expect(filter.seed).toBe(DEFAULT_SEED);
  });

  test("an empty filter has nothing", async () => {
    const filter = await fillFilter([], { falsePositiveRate: 1e-4 });
    const hash = await createHasher();
    expect(names(1_000).filter((name) => filterHas(filter, name, hash))).toEqual([]);
  });

  test.each([
    [{ falsePositiveRate: 0 }],
    [{ falsePositiveRate: 0.9 }],
    [{ falsePositiveRate: Number.NaN }],
    [{ falsePositiveRate: 0.1, seed: -1 }],
    [{ falsePositiveRate: 0.1, seed: 1.5 }],
    [{ falsePositiveRate: 0.1, seed: Number.MAX_SAFE_INTEGER }],
  ])("refuses %j", async (params) => {
    await expect(fillFilter(["a"], params)).rejects.toMatchObject({ code: "filter_malformed" });
  });
});

describe("the filter file", () => {
  test("gives back what was written", async () => {
    const filter = await fillFilter(names(100), { falsePositiveRate: 1e-3, seed: 2 ** 53 - 3 });
    expect(decodeFilter(encodeFilter(filter))).toEqual(filter);
  });

  test("is refused when it is cut short, too long or has another header", async () => {
    const file = encodeFilter(await fillFilter(names(9), { falsePositiveRate: 1e-3 }));
    const malformed = expect.objectContaining({ code: "filter_malformed" });
    for (let length = 0; length < file.length; length++) {
      expect(() => decodeFilter(file.subarray(0, length))).toThrow(malformed);
    }
    expect(() => decodeFilter(Uint8Array.of(...file, 0))).toThrow(malformed);
    const changed = (at: number, byte: number) => file.map((old, position) => (position === at ? byte : old));
    for (const [at, byte] of [
      [0, 0x68],
      [8, 0xff],
      [12, 0],
      [12, 65],
      [23, 0xff],
      [28, 1],
      [39, 0xff],
      [file.length - 1, 0xff],
    ] as const) {
      expect(() => decodeFilter(changed(at, byte)), `byte ${at}`).toThrow(malformed);
    }
  });
});
