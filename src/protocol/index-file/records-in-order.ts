import type { IndexOrder } from "./format.ts";
import { RECORD_WORDS } from "./layout.ts";
import { malformed, openSections } from "./open.ts";

/** An index file read from end to end: its records in list order, and its sections. */
export type RecordsInOrder = {
  readonly count: number;
  readonly categories: readonly string[];
  readonly orders: readonly IndexOrder[];
  /** Where the record of each entry begins in `words`. */
  readonly handles: Uint32Array;
  readonly seed: number;
  readonly slots: Int32Array;
  readonly slotsInOrder: boolean;
  /** As in SortedSections. */
  readonly ids: Int32Array;
  readonly prefixes: Int32Array;
  readonly buckets: Int32Array;
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
};

/**
 * For who builds the next index from this one. The file must be known to be undamaged, by its hash: only its shape is
 * checked here. Throws index_malformed.
 */
export function recordsInOrder(buffer: ArrayBuffer): RecordsInOrder {
  const { meta, seed, slots, slotsInOrder, ids, prefixes, ...sections } = openSections(buffer);
  const { bucketHandles: buckets, records: words, recordBytes: bytes } = sections;
  const { count, categories, orders } = meta;
  const handles = new Uint32Array(count);
  let handle = 0;
  for (let at = 0; at < count; at++) {
    if (handle + RECORD_WORDS > words.length) throw malformed("has fewer records than entries");
    handles[at] = handle;
    handle += RECORD_WORDS + ((((words[handle + 2] as number) & 0xffff) + 3) >> 2);
  }
  if (handle !== words.length) throw malformed("has records of no entry");
  return { count, categories, orders, handles, seed, slots, slotsInOrder, ids, prefixes, buckets, words, bytes };
}
