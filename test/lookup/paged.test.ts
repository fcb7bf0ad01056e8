import { expect, test } from "vitest";
import { answersOf } from "../../src/lookup/answers.ts";
import type { LoadedRelease } from "../../src/lookup/loaded-release.ts";
import { releaseLoader } from "../../src/lookup/loader.ts";
import { pagedIndexes } from "../../src/lookup/paged/open-paged.ts";
import { type Files, type FixtureEntry, newKeys, releaseFiles, sha256 } from "../fixtures/repository.ts";

const BLOCK = 65_536;
const keys = newKeys();
const names = Array.from({ length: 6_000 }, (_, at) => `n${at}.example`);
const entriesOf = (some: readonly string[]): FixtureEntry[] => some.map((value) => ({ value, scope: "domain" }));
const first = releaseFiles({ release: 1, entries: entriesOf(names), keys });
const second = releaseFiles({ release: 2, entries: entriesOf(names.slice(1)), keys });
const indexPath = (files: Files): string => Object.keys(files).find((path) => path.endsWith(".index.bin")) ?? "";
const fileBytes = first[indexPath(first)]?.length ?? 0;
const blocks = Math.ceil(fileBytes / BLOCK);

/** A loader over files, with memory for so many blocks; what it read of indexes, and what failed. */
function open(files: Files, memory: number) {
  const failures: unknown[] = [];
  let read = 0;
  const indexes = pagedIndexes({
    async read(path, offset, length, into) {
      read += length;
      const part = files[path]?.subarray(offset, offset + length);
      if (part === undefined) return undefined;
      new Uint8Array(into).set(part);
      return { buffer: into, length: part.length };
    },
    limit: memory * BLOCK,
    failed: (error) => failures.push(error),
  });
  const load = releaseLoader(
    async (path) => {
      const bytes = files[path];
      return bytes && { buffer: bytes.slice().buffer, sha256: sha256(bytes) };
    },
    async () => files["metadata/1.root.json"],
    indexes.open,
  );
  const answers = async () => answersOf((await load()) as LoadedRelease);
  return { load, answers, indexes, failures, read: () => read };
}

const blocked = async (answers: ReturnType<typeof answersOf>, some: readonly string[]): Promise<number> => {
  let count = 0;
  for (const name of some) count += (await answers.lookup(name)).kind === "blocked" ? 1 : 0;
  return count;
};

test("an index that fits is read once, whole, before it is answered from, and then at once", async () => {
  const { answers, indexes, read } = open({ ...first }, blocks);
  const loaded = await answers();
  expect(loaded.lookup("n1.example")).toMatchObject({ kind: "blocked" });
  expect(await blocked(loaded, names)).toBe(names.length);
  expect(indexes.bytes()).toBe(blocks * BLOCK);
  // Once whole, and its beginning once more.
  expect(read()).toBeLessThan(fileBytes + 3 * BLOCK);
});

test("one that does not fit is answered from all the same, in the memory it was given", async () => {
  const { answers, indexes } = open({ ...first }, 4);
  const loaded = await answers();
  await indexes.swapped();
  expect(await blocked(loaded, names.slice(0, 300))).toBe(300);
  expect(await blocked(loaded, ["m1.example", "x.n1.test"])).toBe(0);
  expect(await loaded.entry("e1")).toMatchObject({ id: "e1" });
  const digest = sha256("n7.example");
  expect(await loaded.bucket(digest.slice(0, 5))).toContain(digest.slice(5));
  await loaded.prepare?.(names.slice(0, 40));
  expect(indexes.bytes()).toBeLessThanOrEqual(4 * BLOCK);
});

test("while two releases do not fit, each answers as itself, and the memory is never exceeded", async () => {
  const files = { ...first };
  const { load, answers, indexes } = open(files, blocks + 1);
  const before = await answers();
  await indexes.swapped();
  Object.assign(files, second);
  const after = answersOf((await load()) as LoadedRelease);
  // A request that began with the release before goes on with it, and the next has the new one, before it is all in memory.
  expect(await blocked(before, ["n0.example", "n5.example"])).toBe(2);
  expect(await blocked(after, ["n0.example", "n5.example"])).toBe(1);
  await indexes.swapped();
  expect(await blocked(after, names)).toBe(names.length - 1);
  expect(await blocked(before, ["n0.example"])).toBe(1);
  expect(indexes.bytes()).toBeLessThanOrEqual((blocks + 1) * BLOCK);
});

/** The file with one bit of a block changed. */
const damaged = (file: Uint8Array<ArrayBuffer> | undefined, block: number): Uint8Array<ArrayBuffer> =>
  (file ?? new Uint8Array()).map((byte, at) => (at === block * BLOCK + 5 ? byte ^ 4 : byte));

test("a damaged index that fits is refused whole, and the release before answers on", async () => {
  const files = { ...first };
  const { load, answers, indexes } = open(files, blocks);
  const before = await answers();
  await indexes.swapped();
  Object.assign(files, second, { [indexPath(second)]: damaged(second[indexPath(second)], blocks - 1) });
  await expect(load()).rejects.toMatchObject({ code: "tuf_mix_and_match" });
  expect(await blocked(before, names)).toBe(names.length);
  Object.assign(files, second);
  expect(await blocked(answersOf((await load()) as LoadedRelease), ["n0.example", "n5.example"])).toBe(1);
});

test("a damaged index that does not fit is refused whole as well, and the release before answers every question", async () => {
  const files = { ...first };
  const { load, answers, indexes, failures } = open(files, 4);
  const before = await answers();
  await indexes.swapped();
  Object.assign(files, second, { [indexPath(second)]: damaged(second[indexPath(second)], blocks - 1) });
  await expect(load()).rejects.toMatchObject({ code: "tuf_mix_and_match" });
  expect(await blocked(before, names.slice(0, 300))).toBe(300);
  expect([failures, indexes.damaged(), indexes.bytes() <= 4 * BLOCK]).toEqual([[], false, true]);
  Object.assign(files, second);
  expect(await blocked(answersOf((await load()) as LoadedRelease), ["n0.example", "n5.example"])).toBe(1);
});

test("with nothing else to answer from, a damaged part is never believed: what needs it is refused, and the damage told", async () => {
  const files = { ...first, [indexPath(first)]: damaged(first[indexPath(first)], blocks - 2) };
  const { answers, indexes, failures } = open(files, 4);
  const loaded = await answers();
  const outcomes = new Map<string, number>();
  for (const name of names.filter((_, at) => at % 20 === 0)) {
    const outcome = await Promise.resolve(loaded.lookup(name)).then(
      ({ kind }) => kind,
      ({ code }: { code: string }) => code,
    );
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  expect([...outcomes.keys()].sort()).toEqual(["blocked", "unavailable"]);
  expect(failures).toHaveLength(outcomes.get("unavailable") ?? 0);
  expect(failures[0]).toMatchObject({ code: "tuf_mix_and_match" });
  expect(indexes.damaged()).toBe(false);
  await indexes.swapped();
  expect(indexes.damaged()).toBe(true);
  // The object is put right: the next look finds it so.
  Object.assign(files, first);
  await indexes.swapped();
  expect(indexes.damaged()).toBe(false);
  expect(await blocked(loaded, names.slice(0, 300))).toBe(300);
});

test("a release without the table, or with another file's, is refused", async () => {
  const old = releaseFiles({ release: 1, entries: entriesOf(names), keys, blocks: "none" });
  await expect(open(old, blocks).load()).rejects.toMatchObject({ code: "manifest_malformed" });
  const table = Object.keys(first).find((path) => path.endsWith("blocks.bin")) ?? "";
  const other = Object.values(second)[1] ?? new Uint8Array();
  await expect(open({ ...first, [table]: other }, blocks).load()).rejects.toMatchObject({ code: "tuf_mix_and_match" });
});
