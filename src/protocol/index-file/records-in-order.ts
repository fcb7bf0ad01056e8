import type { IndexOrder } from "./format.ts";
import { RECORD_WORDS } from "./layout.ts";
import { malformed, openSections } from "./open.ts";

/** An index file read from end to end: what its builder was given, entry by entry in list order. */
export type RecordsInOrder = {
  readonly count: number;
  readonly categories: readonly string[];
  readonly orders: readonly IndexOrder[];
  /** Of each entry: where its record begins in `words`, and the first 20 bits of its target's SHA-256. */
  readonly handles: Uint32Array;
  readonly prefixes: Uint32Array;
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
};

/**
 * For who builds the next index from this one. The file must be known to be undamaged, by its hash: only its shape is
 * checked here. Throws index_malformed.
 */
export function recordsInOrder(buffer: ArrayBuffer): RecordsInOrder {
  const { meta, prefixes: sorted, bucketHandles, records: words, recordBytes: bytes } = openSections(buffer);
  const { count, categories, orders } = meta;
  const handles = new Uint32Array(count);
  const positions = new Uint32Array(words.length);
  let handle = 0;
  for (let at = 0; at < count; at++) {
    if (handle + RECORD_WORDS > words.length) throw malformed("has fewer records than entries");
    handles[at] = handle;
    positions[handle] = at;
    handle += RECORD_WORDS + ((((words[handle + 2] as number) & 0xffff) + 3) >> 2);
  }
  if (handle !== words.length) throw malformed("has records of no entry");
  const prefixes = new Uint32Array(count);
  for (let at = 0; at < count; at++) prefixes[positions[bucketHandles[at] as number] as number] = sorted[at] as number;
  return { count, categories, orders, handles, prefixes, words, bytes };
}
