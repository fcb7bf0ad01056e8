import fc from "fast-check";
import { expect, test } from "vitest";
import { buildIndex, layIndex } from "../../../src/protocol/index-file/build.ts";
import {
  checkBytes,
  fingerprintBytes,
  firstSlot,
  newFingerprint,
  STORED,
} from "../../../src/protocol/index-file/fingerprint.ts";
import type { IndexEntry } from "../../../src/protocol/index-file/format.ts";
import { AT, HEADER_BYTES, RECORD_WORDS } from "../../../src/protocol/index-file/layout.ts";
import { openIndex } from "../../../src/protocol/index-file/read.ts";
import { recordsInOrder } from "../../../src/protocol/index-file/records-in-order.ts";
import { spliceEntries, type TouchedTarget } from "../../../src/protocol/index-file/splice.ts";
import { sortKey } from "../../../src/protocol/sort-key.ts";
import { inListOrder, targetKey } from "../generated-lists.ts";
import { CATEGORIES, indexEntries, inputOf, order } from "./generated-index.ts";

const ORDERS = [order("1"), order("2")];
const MOVED = [0, 1];
/** So few that many targets share one: equal ones stand in list order. */
const fewPrefixes = (text: string): number => text.length % 3;
const indexOf = (entries: readonly IndexEntry[]) => buildIndex(inputOf(entries, ORDERS), fewPrefixes);

function spliced(earlier: readonly IndexEntry[], touched: readonly TouchedTarget[]): Uint8Array {
  const options = { sha256Prefix: fewPrefixes, categories: CATEGORIES };
  const records = recordsInOrder(indexOf(earlier).buffer);
  const { packed, sections, slots } = spliceEntries(records, MOVED, { orders: ORDERS, touched }, options);
  return layIndex(inputOf([], ORDERS), packed, sections, slots);
}

const touchedOf = (entry: IndexEntry, stays: boolean): TouchedTarget => ({
  sortKey: sortKey(entry.value),
  value: entry.value,
  scope: entry.scope,
  entry: stays ? entry : undefined,
});

test("an index spliced from an earlier one is the one that is built from nothing, to the byte", () => {
  fc.assert(
    fc.property(indexEntries, indexEntries, fc.infiniteStream(fc.boolean()), (earlier, others, choice) => {
      const before = new Map(earlier.map((entry) => [targetKey(entry), entry]));
      const taken = new Set(earlier.map(({ id }) => id));
      const touches = new Map<string, TouchedTarget>();
      for (const entry of earlier) if (choice.next().value) touches.set(targetKey(entry), touchedOf(entry, false));
      for (const other of others) {
        const same = before.get(targetKey(other));
        // One that stands again keeps its id, or has a new one.
        const id = same !== undefined && choice.next().value ? same.id : other.id;
        if (id !== same?.id && taken.has(id)) continue;
        taken.add(id);
        touches.set(targetKey(other), touchedOf({ ...other, id }, true));
      }
      const now = new Map(before);
      for (const [key, { entry }] of touches) {
        if (entry === undefined) now.delete(key);
        else now.set(key, entry);
      }
      const made = spliced(earlier, inListOrder(touches.values()));
      expect(Buffer.from(made).equals(indexOf(inListOrder(now.values())))).toBe(true);
      const { slots } = recordsInOrder(Uint8Array.from(made).buffer);
      const occupied = Array.from({ length: slots.length / 2 }, (_, at) => (slots[at * 2 + 1] === 0 ? " " : "x")).join(
        "",
      );
      const runs = (occupied + occupied).split(" ").map(({ length }) => length);
      const longest = new DataView(made.buffer, made.byteOffset).getUint32(AT.longestProbe, true);
      expect(longest).toBe(Math.max(1, ...runs) - 1);
    }),
    { numRuns: 300 },
  );
});

/** Of some hundreds of names, in list order: every third slot of the table is at its end or begins a run of several. */
const named = (numbers: Iterable<number>): IndexEntry[] =>
  inListOrder(
    [...numbers].map((number) => {
      const value = `n${number}.example`;
      return { id: number + 1, value, scope: "domain", category: CATEGORIES[number % 2] as string, order: number % 2 };
    }),
  );

const slotCountOf = (file: Uint8Array): number =>
  new DataView(file.buffer, file.byteOffset).getUint32(AT.slotCount, true);

test("a table taken over from an earlier index is the one that is filled from nothing, whoever came and went", () => {
  let carried = 0;
  const numbers = fc.uniqueArray(fc.nat(2_000), { minLength: 300, maxLength: 600 });
  const few = fc.uniqueArray(fc.nat(2_000), { maxLength: 40 });
  fc.assert(
    fc.property(numbers, few, fc.nat(60), (standing, coming, going) => {
      const gone = standing.slice(0, going);
      const came = coming.filter((number) => !standing.includes(number));
      const touched = [
        ...named(gone).map((entry) => touchedOf(entry, false)),
        ...named(came).map((entry) => touchedOf(entry, true)),
      ];
      const made = spliced(named(standing), inListOrder(touched));
      const whole = indexOf(named([...standing.slice(going), ...came]));
      expect(Buffer.from(made).equals(whole)).toBe(true);
      if (slotCountOf(made) === slotCountOf(indexOf(named(standing)))) carried++;
    }),
    { numRuns: 200 },
  );
  // A table of another size is filled from nothing.
  expect(carried).toBeGreaterThan(10);
});

/** As it was laid out before 2026-11-28: each entry at the first empty slot, in list order. */
function inOldOrder(file: Uint8Array): ArrayBuffer {
  const { buffer } = Uint8Array.from(file);
  const { handles, words, bytes, slots } = recordsInOrder(buffer);
  const count = slots.length / 2;
  const print = newFingerprint();
  slots.fill(0);
  for (const handle of handles) {
    const shape = words[handle + 2] as number;
    const start = (handle + RECORD_WORDS) * 4;
    fingerprintBytes(0, (shape >>> 16) & 0xff, bytes, start, start + (shape & 0xffff), print);
    let slot = firstSlot(print, count);
    while (slots[slot * 2 + 1] !== 0) slot = (slot + 1) % count;
    slots[slot * 2] = print[STORED] as number;
    slots[slot * 2 + 1] = handle + 1;
  }
  const head = new DataView(buffer);
  head.setUint32(AT.slotOrder, 0, true);
  const metaEnd = head.getUint32(AT.slots, true);
  const checked = checkBytes(new Uint8Array(buffer, 0, AT.check));
  head.setUint32(AT.check, checkBytes(new Uint8Array(buffer, HEADER_BYTES, metaEnd - HEADER_BYTES), checked), true);
  return buffer;
}

test("a table in the order of earlier versions is not taken over: a name could be lost behind one that went", () => {
  const standing = named(Array(128).keys());
  const old = inOldOrder(indexOf(standing));
  for (const { scope, value } of standing) expect(openIndex(old).find(scope, value), value).toBeGreaterThanOrEqual(0);
  const [gone, ...rest] = standing as [IndexEntry, ...IndexEntry[]];
  const came = named([128])[0] as IndexEntry;
  const touched = inListOrder([touchedOf(gone, false), touchedOf(came, true)]);
  const options = { sha256Prefix: fewPrefixes, categories: CATEGORIES };
  const { packed, sections, slots } = spliceEntries(recordsInOrder(old), MOVED, { orders: ORDERS, touched }, options);
  const made = layIndex(inputOf([], ORDERS), packed, sections, slots);
  expect(Buffer.from(made).equals(indexOf(inListOrder([...rest, came])))).toBe(true);
});

test.each([
  ["order", [order("0"), ...ORDERS], [1, 2], CATEGORIES],
  ["category", ORDERS, MOVED, ["a-new-one", ...CATEGORIES]],
])("records whose %s stands elsewhere now are checked anew", (_, orders, moved, categories) => {
  const standing = named(Array(300).keys());
  const records = recordsInOrder(indexOf(standing).buffer);
  const { packed, sections, slots } = spliceEntries(
    records,
    moved,
    { orders, touched: [] },
    { sha256Prefix: fewPrefixes, categories },
  );
  const made = layIndex(inputOf([], orders), packed, sections, slots);
  const entries = standing.map((entry) => ({ ...entry, order: moved[entry.order] as number }));
  const whole = buildIndex({ ...inputOf(entries, orders), categories }, fewPrefixes);
  expect(Buffer.from(made).equals(whole)).toBe(true);
});

/** An entry of one of many categories: where it stands in the list says nothing about which. */
const categorised = (category: number, name: string): IndexEntry => ({
  id: category * 2 + 1,
  value: `${name}.example`,
  scope: "domain",
  category: `category-${category}`,
  order: 0,
});

test("of 256 categories those that no entry has any more give up their places to those that come", () => {
  const MOST = 256;
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{6}$/), { minLength: MOST + 5, maxLength: MOST + 5 });
  const numbers = fc.uniqueArray(fc.nat(MOST - 1), { maxLength: 5 });
  const outcomes = new Set<string>();
  fc.assert(
    fc.property(names, numbers, fc.nat(5), fc.nat(1), (name, going, coming, room) => {
      const of = (category: number): IndexEntry => categorised(category, name[category] as string);
      const standing = Array.from({ length: MOST - room }, (_, category) => of(category));
      const came = Array.from({ length: coming }, (_, at) => of(MOST + at));
      const isGone = ({ category }: IndexEntry): boolean => going.some((gone) => category === `category-${gone}`);
      const slugs = (entries: readonly IndexEntry[]) => [...new Set(entries.map(({ category }) => category))].sort();
      const whole = (entries: readonly IndexEntry[]): Uint8Array<ArrayBuffer> => {
        const input = inputOf(inListOrder(entries), ORDERS);
        return buildIndex({ ...input, categories: slugs(entries) }, fewPrefixes);
      };
      const touched = inListOrder([
        ...standing.filter(isGone).map((entry) => touchedOf(entry, false)),
        ...came.map((entry) => touchedOf(entry, true)),
      ]);
      const now = [...standing.filter((entry) => !isGone(entry)), ...came];
      const made = (): Uint8Array => {
        const records = recordsInOrder(whole(standing).buffer);
        const next = { orders: ORDERS, touched };
        const { packed, sections, slots } = spliceEntries(records, MOVED, next, { sha256Prefix: fewPrefixes });
        return layIndex(inputOf([], ORDERS), packed, sections, slots);
      };
      if (now.length > MOST) {
        outcomes.add("refused");
        expect(made).toThrow("there are too many categories");
        return;
      }
      outcomes.add(standing.length + coming > MOST ? "in the place of another" : "in a place that was free");
      expect(Buffer.from(made()).equals(whole(now))).toBe(true);
    }),
    { numRuns: 100 },
  );
  expect(outcomes.size).toBe(3);
});

test("an id that the earlier index has is not given to another entry", () => {
  const entry = (id: number, value: string): IndexEntry => ({ id, value, scope: "domain", category: "x", order: 0 });
  const earlier = [entry(1, "a.pk"), entry(7, "c.pk")];
  for (const id of [1, 7])
    expect(() => spliced(earlier, [touchedOf(entry(id, "b.pk"), true)])).toThrow("an id is given twice");
  expect(() => spliced(earlier, [touchedOf(entry(9, "b.pk"), true), touchedOf(entry(9, "d.pk"), true)])).toThrow(
    "an id is given twice",
  );
  expect(spliced(earlier, [touchedOf(entry(9, "b.pk"), true)])).toHaveLength(
    indexOf([...earlier, entry(9, "b.pk")]).length,
  );
});
