import { targetText } from "../../core/target/target.ts";
import { MAX_ENTRIES, MAX_INDEX_BYTES } from "../limits.ts";
import { checkBytes } from "./fingerprint.ts";
import type { IndexInput, IndexOrder } from "./format.ts";
import { AT, BUCKET_BITS, HEADER_BYTES, type IndexMeta, LITTLE_ENDIAN, MAGIC, MAX_CATEGORIES } from "./layout.ts";
import { Records, refusal } from "./records.ts";
import { fillSlots, slotCountFor } from "./slots.ts";
import { sortBy } from "./sort-by.ts";

/**
 * The index file of a release: the same input gives the same bytes. `sha256Prefix` gives the first 20 bits of the
 * SHA-256 of a target text as a number; it is called once for each entry, in order. Throws index_malformed for an entry
 * that the format cannot hold, or one given twice.
 */
export function buildIndex(input: IndexInput, sha256Prefix: (text: string) => number): Uint8Array<ArrayBuffer> {
  if (!LITTLE_ENDIAN) throw refusal("this machine is big-endian");
  return assemble(collect(input, sha256Prefix));
}

/** Every entry read once, in list order: its record, and what the tables need of it. */
type Collected = {
  readonly meta: IndexMeta;
  readonly records: Records;
  readonly handles: Uint32Array;
  readonly ids: Uint32Array;
  readonly prefixes: Uint32Array;
};

function collect(input: IndexInput, sha256Prefix: (text: string) => number): Collected {
  const { list, release, previous, publishedAt, identity, count, categories, orders, entries } = input;
  if (count > MAX_ENTRIES) throw refusal("there are too many entries");
  if (categories.length > MAX_CATEGORIES) throw refusal("there are too many categories");
  const categoryAt = new Map(categories.map((slug, at) => [slug, at]));
  const counts = categories.map(() => 0);
  const orderCounts = orders.map(() => 0);
  const records = new Records(count);
  const [handles, ids, prefixes] = [new Uint32Array(count), new Uint32Array(count), new Uint32Array(count)];
  let written = 0;
  for (const entry of entries) {
    const category = categoryAt.get(entry.category);
    if (category === undefined) throw refusal("a category is not in the categories");
    if (written === count) throw refusal("there are more entries than announced");
    const prefix = sha256Prefix(targetText(entry));
    if (prefix !== prefix >>> 0 || prefix >= 2 ** BUCKET_BITS) throw refusal("a prefix has more than 20 bits");
    handles[written] = records.append(entry, category, orders.length);
    ids[written] = entry.id;
    prefixes[written] = prefix;
    counts[category] = (counts[category] as number) + 1;
    orderCounts[entry.order] = (orderCounts[entry.order] as number) + 1;
    written++;
  }
  if (written !== count) throw refusal("there are fewer entries than announced");
  const header = { list, release, previous, publishedAt, identity, count };
  const meta = { ...header, categories, counts, orders: orders.map(pick), orderCounts };
  return { meta, records, handles, ids, prefixes };
}

/** Exactly the published members, in one order: the file is public, and the same orders must give the same bytes. */
function pick(order: IndexOrder): IndexOrder {
  const { id, number, authority, law, ground, provision, since, reviewAt, expiresAt } = order;
  return { id, number, authority, law, ground, provision, since, reviewAt, expiresAt };
}

/** Lays the file out and fills the sections where they lie in it. */
function assemble({ meta, records, handles, ids, prefixes }: Collected): Uint8Array<ArrayBuffer> {
  const { count } = meta;
  const json = new TextEncoder().encode(JSON.stringify(meta));
  const slotCount = slotCountFor(count);
  let fileBytes = HEADER_BYTES;
  const sections = [
    { at: AT.meta, bytes: (json.length + 7) & ~7 },
    { at: AT.slots, bytes: slotCount * 8 },
    { at: AT.ids, bytes: count * 4 },
    { at: AT.buckets, bytes: count * 8 },
    { at: AT.records, bytes: records.length * 4 },
  ].map(({ at, bytes }) => {
    const offset = fileBytes;
    fileBytes += bytes;
    return { at, offset, bytes };
  });
  if (fileBytes > MAX_INDEX_BYTES) throw refusal("the file would be too large");
  const file = new Uint8Array(fileBytes);
  const header = new DataView(file.buffer, 0, HEADER_BYTES);
  for (const { at, offset, bytes } of sections) {
    header.setUint32(at, offset, true);
    header.setUint32(at + 4, bytes, true);
  }
  const offsetOf = (at: number): number => header.getUint32(at, true);

  const slots = new Int32Array(file.buffer, offsetOf(AT.slots), slotCount * 2);
  const { seed, longestProbe } = fillSlots(slots, records, handles);
  fillIds(new Uint32Array(file.buffer, offsetOf(AT.ids), count), ids, handles);
  fillBuckets(new Uint32Array(file.buffer, offsetOf(AT.buckets), count * 2), prefixes, handles);
  file.set(records.bytes.subarray(0, records.length * 4), offsetOf(AT.records));
  file.fill(0x20, HEADER_BYTES, offsetOf(AT.slots));
  file.set(json, HEADER_BYTES);

  for (let at = 0; at < MAGIC.length; at++) file[AT.magic + at] = MAGIC.charCodeAt(at);
  header.setUint32(AT.fileBytes, fileBytes, true);
  header.setUint32(AT.count, count, true);
  header.setUint32(AT.seed, seed, true);
  header.setUint32(AT.slotCount, slotCount, true);
  header.setUint32(AT.longestProbe, longestProbe, true);
  const checked = checkBytes(file.subarray(0, AT.check));
  header.setUint32(AT.check, checkBytes(file.subarray(HEADER_BYTES, offsetOf(AT.slots)), checked), true);
  return file;
}

function fillIds(section: Uint32Array, ids: Uint32Array, handles: Uint32Array): void {
  let previous = -1;
  let at = 0;
  for (const position of sortBy(ids, 32)) {
    const id = ids[position] as number;
    if (id === previous) throw refusal("an id is given twice");
    section[at++] = handles[position] as number;
    previous = id;
  }
}

function fillBuckets(section: Uint32Array, prefixes: Uint32Array, handles: Uint32Array): void {
  let at = 0;
  for (const position of sortBy(prefixes, BUCKET_BITS)) {
    section[at] = prefixes[position] as number;
    section[prefixes.length + at++] = handles[position] as number;
  }
}
