import { SCOPES, type Scope, targetText } from "../../core/target/target.ts";
import { sortKey } from "../sort-key.ts";
import type { IndexEntry, IndexOrder } from "./format.ts";
import { RECORD_WORDS } from "./layout.ts";
import { type PackedEntries, Packer } from "./packed.ts";
import type { RecordsInOrder } from "./records-in-order.ts";
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

/** All that an index is laid out from. */
export type SplicedEntries = { readonly packed: PackedEntries; readonly sections: SortedSections };

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
  const most = earlier.count + touched.length;
  const packer = new Packer(orders, { count: most });
  const movedTo = new Uint32Array((earlier.words.length >>> 2) + 1);
  const added: AddedRecord[] = [];
  let from = 0;
  const copyUpto = (to: number): void => {
    const shift = packer.words - (earlier.handles[from] ?? 0) + 1;
    for (let at = from; at < to; at++) {
      const handle = earlier.handles[at] as number;
      movedTo[handle >>> 2] = handle + shift;
    }
    packer.copy(earlier, from, to, moved);
  };
  for (const target of touched) {
    const { at, present } = placeOf(earlier, target, from);
    copyUpto(at);
    from = present ? at + 1 : at;
    if (target.entry === undefined) continue;
    added.push({ handle: packer.words, prefix: sha256Prefix(targetText(target.entry)) });
    packer.add(target.entry);
  }
  copyUpto(earlier.count);
  const packed = packer.finish(categories);
  return { packed, sections: mergeSections(earlier, movedTo, added, packed) };
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
