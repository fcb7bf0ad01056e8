import { lowerBound } from "./lower-bound.ts";
import { type PackedEntries, refusal } from "./packed.ts";
import type { RecordsInOrder } from "./records-in-order.ts";
import type { Relocation } from "./relocation.ts";
import { sortBy } from "./sort-by.ts";

/** The sections of an index whose handles stand in another order than the list's. */
export type SortedSections = {
  /** Handles, ascending by id. */
  readonly ids: Uint32Array;
  /** The first 20 bits of each target's SHA-256, ascending; the handles that they belong to, equal ones in list order. */
  readonly prefixes: Uint32Array;
  readonly buckets: Uint32Array;
};

/** A record that the earlier index does not have, and the first 20 bits of its target's SHA-256. */
export type AddedRecord = { readonly handle: number; readonly prefix: number };

/** Of all entries; `prefixes`: of each, in list order. Throws index_malformed for an id given twice. */
export function sortSections({ words, handles }: PackedEntries, prefixes: Uint32Array): SortedSections {
  const ids = handles.map((handle) => words[handle] as number);
  const byId = sortBy(ids);
  for (let at = 1; at < byId.length; at++)
    if (ids[byId[at] as number] === ids[byId[at - 1] as number]) throw givenTwice();
  const byPrefix = sortBy(prefixes);
  return {
    ids: byId.map((position) => handles[position] as number),
    prefixes: byPrefix.map((position) => prefixes[position] as number),
    buckets: byPrefix.map((position) => handles[position] as number),
  };
}

/** The same from an earlier index, without sorting. `added` is in list order. */
export function mergeSections(
  earlier: RecordsInOrder,
  relocation: Relocation,
  added: readonly AddedRecord[],
  packed: PackedEntries,
): SortedSections {
  return {
    ids: mergeIds(earlier, relocation, added, packed),
    ...mergeBuckets(earlier, relocation, added, packed.count),
  };
}

function mergeIds(
  earlier: RecordsInOrder,
  relocation: Relocation,
  added: readonly AddedRecord[],
  { words, count }: PackedEntries,
): Uint32Array {
  const idOf = (handle: number): number => (words[handle] as number) >>> 0;
  const idBefore = (place: number): number => (earlier.words[earlier.ids[place] as number] as number) >>> 0;
  const fresh = added.map(({ handle }) => handle).sort((a, b) => idOf(a) - idOf(b));
  const ids = new Uint32Array(count);
  let [at, place] = [0, 0];
  const copyUpto = (end: number): void => {
    for (; place < end; place++) {
      const moved = relocation.of(earlier.ids[place] as number);
      if (moved >= 0) ids[at++] = moved;
    }
  };
  for (const [next, handle] of fresh.entries()) {
    const id = idOf(handle);
    const end = lowerBound(earlier.count, [0, 2 ** 32 - 1], id, idBefore) ?? earlier.count;
    copyUpto(end);
    const stays = end < earlier.count && idBefore(end) === id && relocation.of(earlier.ids[end] as number) >= 0;
    if (stays || (next > 0 && idOf(fresh[next - 1] as number) === id)) throw givenTwice();
    ids[at++] = handle;
  }
  copyUpto(earlier.count);
  return ids;
}

function mergeBuckets(
  earlier: RecordsInOrder,
  relocation: Relocation,
  added: readonly AddedRecord[],
  count: number,
): Pick<SortedSections, "prefixes" | "buckets"> {
  // Handles ascend in list order.
  const fresh = [...added].sort((a, b) => a.prefix - b.prefix || a.handle - b.handle);
  const [prefixes, buckets] = [new Uint32Array(count), new Uint32Array(count)];
  let [at, next] = [0, 0];
  const put = (prefix: number, handle: number): void => {
    prefixes[at] = prefix;
    buckets[at++] = handle;
  };
  let waiting = fresh[next];
  for (let place = 0; place < earlier.count; place++) {
    const moved = relocation.of(earlier.buckets[place] as number);
    if (moved < 0) continue;
    const prefix = earlier.prefixes[place] as number;
    while (
      waiting !== undefined &&
      (waiting.prefix < prefix || (waiting.prefix === prefix && waiting.handle < moved))
    ) {
      put(waiting.prefix, waiting.handle);
      waiting = fresh[++next];
    }
    put(prefix, moved);
  }
  for (const { prefix, handle } of fresh.slice(next)) put(prefix, handle);
  return { prefixes, buckets };
}

const givenTwice = () => refusal("an id is given twice");
