import fc from "fast-check";
import { expect, test } from "vitest";
import { targetText } from "../../src/core/target/target.ts";
import { bucketSuffixes, bucketTexts } from "../../src/lookup/bucket.ts";
import { openIndex } from "../../src/protocol/index-file/read.ts";
import { type FixtureEntry, indexOf, sha256 } from "../fixtures/repository.ts";

const entries: FixtureEntry[] = Array.from({ length: 3_000 }, (_, at) => ({
  value: `n${at}.example`,
  scope: at % 3 === 0 ? "host" : "domain",
}));
const digests = new Set(entries.map((entry) => sha256(targetText(entry))));
const open = (release: number) => openIndex(indexOf(release, entries).bytes.buffer);
const index = open(1);
const suffixesOf = (release: ReturnType<typeof open>, prefix: string) =>
  bucketSuffixes(bucketTexts(release, prefix), prefix, release.header.release);

test("every listed target is found by five digits of its hash", async () => {
  for (const entry of entries.slice(0, 200)) {
    const digest = sha256(targetText(entry));
    expect(await suffixesOf(index, digest.slice(0, 5))).toContain(digest.slice(5));
  }
});

test("a bucket holds every real suffix, at least one invented, sixteen or a multiple, sorted", async () => {
  const prefix = fc.oneof(
    fc.constantFrom(...[...digests].map((digest) => digest.slice(0, 5))),
    fc.integer({ min: 0, max: 0xfffff }).map((number) => number.toString(16).padStart(5, "0")),
  );
  await fc.assert(
    fc.asyncProperty(prefix, async (digits) => {
      const suffixes = await suffixesOf(index, digits);
      const real = suffixes.filter((suffix) => digests.has(digits + suffix));
      expect(real.length).toBe([...digests].filter((digest) => digest.startsWith(digits)).length);
      expect(suffixes.length).toBeGreaterThan(real.length);
      expect(suffixes.length % 16).toBe(0);
      expect(suffixes).toEqual([...suffixes].sort());
      expect(suffixes.every((suffix) => /^[0-9a-f]{59}$/.test(suffix))).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test("asking twice gives the same inventions, another release others", async () => {
  const [first] = digests;
  const prefix = (first ?? "").slice(0, 5);
  expect(await suffixesOf(index, prefix)).toEqual(await suffixesOf(open(1), prefix));
  const later = await suffixesOf(open(2), prefix);
  const shared = later.filter((suffix) => digests.has(prefix + suffix));
  expect((await suffixesOf(index, prefix)).filter((suffix) => later.includes(suffix))).toEqual(shared);
});
