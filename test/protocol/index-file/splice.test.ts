import fc from "fast-check";
import { expect, test } from "vitest";
import { buildIndex, layIndex } from "../../../src/protocol/index-file/build.ts";
import type { IndexEntry } from "../../../src/protocol/index-file/format.ts";
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
  const { packed, sections } = spliceEntries(records, MOVED, { orders: ORDERS, touched }, options);
  return layIndex(inputOf([], ORDERS), packed, sections);
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
    }),
    { numRuns: 300 },
  );
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
