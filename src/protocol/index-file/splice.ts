import { SCOPES, type Scope, targetText } from "../../core/target/target.ts";
import { sortKey } from "../sort-key.ts";
import type { IndexEntry, IndexOrder } from "./format.ts";
import { MAX_CATEGORIES, RECORD_WORDS } from "./layout.ts";
import { type PackedEntries, Packer } from "./packed.ts";
import type { RecordsInOrder } from "./records-in-order.ts";
import { Relocation } from "./relocation.ts";
import type { EarlierSlots } from "./slots.ts";
import { type AddedRecord, mergeSections, type SortedSections } from "./sorted-sections.ts";

/** What became of one target: the entry that stands for it now, or none. */
export type TouchedTarget = {
  /** Of `value` (../sort-key.ts). */
  readonly sortKey: string;
  readonly value: string;
  readonly scope: Scope;
  readonly entry: IndexEntry | undefined;
};

/** What a list holds now: the orders there are, and what became of the targets touched since the earlier index, in list order. */
export type Touched = { readonly orders: readonly IndexOrder[]; readonly touched: readonly TouchedTarget[] };

/** All that an index is laid out from; `slots` when what is copied keeps its check words. */
export type SplicedEntries = {
  readonly packed: PackedEntries;
  readonly sections: SortedSections;
  readonly slots: EarlierSlots | undefined;
};

export type SpliceOptions = {
  /** As for `buildIndex`. */
  readonly sha256Prefix: (text: string) => number;
  /** As for `Packer.finish`. */
  readonly categories?: readonly string[] | undefined;
};

/** Where each order of the earlier index stands now; undefined when one is no more: it is not an index to build upon. */
export function movedOrders(earlier: RecordsInOrder, orders: readonly IndexOrder[]): readonly number[] | undefined {
  const positions = new Map(orders.map(({ id }, position) => [id, position]));
  const moved = earlier.orders.map(({ id }) => positions.get(id));
  return moved.every((position) => position !== undefined) ? moved : undefined;
}

/**
 * The entries of a list from an earlier index and what was touched since: what lies between two touched targets is
 * copied as it is. `moved` is of `movedOrders`.
 */
export function spliceEntries(
  earlier: RecordsInOrder,
  moved: readonly number[],
  { orders, touched }: Touched,
  { sha256Prefix, categories }: SpliceOptions,
): SplicedEntries {
  const copied = { records: earlier, moved, categories: categoryPlaces(earlier, touched) };
  const packer = new Packer(orders, { count: earlier.count + touched.length, earlier: copied });
  const stretches: { from: number; to: number | undefined }[] = [];
  const removed: number[] = [];
  const added: AddedRecord[] = [];
  let from = 0;
  const copyUpto = (to: number): void => {
    if (to === from) return;
    stretches.push({ from: earlier.handles[from] as number, to: packer.words });
    packer.copy(from, to);
  };
  for (const target of touched) {
    const { at, present } = placeOf(earlier, target, from);
    copyUpto(at);
    from = at;
    if (present) {
      const handle = earlier.handles[at] as number;
      stretches.push({ from: handle, to: undefined });
      removed.push(handle);
      from++;
    }
    if (target.entry === undefined) continue;
    added.push({ handle: packer.words, prefix: sha256Prefix(targetText(target.entry)) });
    packer.add(target.entry);
  }
  copyUpto(earlier.count);
  const packed = packer.finish(categories);
  const relocation = new Relocation(stretches, earlier.words.length);
  const same = packer.sameOrders && earlier.categories.every((slug, at) => packed.categories[at] === slug);
  return {
    packed,
    sections: mergeSections(earlier, relocation, added, packed),
    slots: same ? { earlier, relocation, removed, added: added.map(({ handle }) => handle) } : undefined,
  };
}

/**
 * What the positions in the earlier index's records speak of: its categories, and where there is no room for those that
 * come, they stand in the places of those that no entry has any more.
 */
function categoryPlaces(earlier: RecordsInOrder, touched: readonly TouchedTarget[]): readonly string[] {
  const known = new Set(earlier.categories);
  const coming = new Set(touched.flatMap(({ entry }) => (entry && !known.has(entry.category) ? [entry.category] : [])));
  if (known.size + coming.size <= MAX_CATEGORIES) return earlier.categories;
  const used = new Set(touched.map(({ entry }) => entry?.category));
  let from = 0;
  const noteUpto = (to: number): void => {
    for (; from < to; from++) {
      const shape = earlier.words[(earlier.handles[from] as number) + 2] as number;
      used.add(earlier.categories[shape >>> 24]);
    }
  };
  for (const target of touched) {
    const { at, present } = placeOf(earlier, target, from);
    noteUpto(at);
    if (present) from++;
  }
  noteUpto(earlier.count);
  const waiting = coming.values();
  return earlier.categories.map((slug) => (used.has(slug) ? slug : (waiting.next().value ?? slug)));
}

/** The first place from `from` on that is not before the target in list order, and whether the target stands there. */
function placeOf(
  { count, handles, words, bytes }: RecordsInOrder,
  target: TouchedTarget,
  from: number,
): { at: number; present: boolean } {
  const scope = SCOPES.indexOf(target.scope);
  let low = from;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const handle = handles[middle] as number;
    const shape = words[handle + 2] as number;
    const start = (handle + RECORD_WORDS) * 4;
    const key = sortKey(String.fromCharCode(...bytes.subarray(start, start + (shape & 0xffff))));
    const order = key === target.sortKey ? ((shape >>> 16) & 0xff) - scope : key < target.sortKey ? -1 : 1;
    if (order === 0) return { at: middle, present: true };
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return { at: low, present: false };
}
