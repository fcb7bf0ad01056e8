import { targetText } from "../../core/target/target.ts";
import { MAX_INDEX_BYTES } from "../limits.ts";
import { checkBytes } from "./fingerprint.ts";
import type { IndexHeader, IndexInput, IndexOrder } from "./format.ts";
import { AT, BUCKET_BITS, HEADER_BYTES, type IndexMeta, LITTLE_ENDIAN, MAGIC, SLOTS_IN_ORDER } from "./layout.ts";
import { type PackedEntries, Packer, refusal } from "./packed.ts";
import { carrySlots, type EarlierSlots, fillSlots, slotCountFor } from "./slots.ts";
import { type SortedSections, sortSections } from "./sorted-sections.ts";

/**
 * The index file of a release: the same input gives the same bytes. `sha256Prefix` gives the first 20 bits of the
 * SHA-256 of a target text as a number; it is called once for each entry, in order. Throws index_malformed for an entry
 * that the format cannot hold, or one given twice.
 */
export function buildIndex(input: IndexInput, sha256Prefix: (text: string) => number): Uint8Array<ArrayBuffer> {
  const { list, release, previous, publishedAt, identity, count, categories, orders, entries } = input;
  const packer = new Packer(orders, { count });
  const prefixes = new Uint32Array(count);
  for (const entry of entries) {
    if (packer.count === count) throw refusal("there are more entries than announced");
    const prefix = sha256Prefix(targetText(entry));
    if (prefix !== prefix >>> 0 || prefix >= 2 ** BUCKET_BITS) throw refusal("a prefix has more than 20 bits");
    prefixes[packer.count] = prefix;
    packer.add(entry);
  }
  if (packer.count !== count) throw refusal("there are fewer entries than announced");
  const packed = packer.finish(categories);
  return layIndex({ list, release, previous, publishedAt, identity }, packed, sortSections(packed, prefixes));
}

/** Exactly the published members, in one order: the file is public, and the same orders must give the same bytes. */
function pick(order: IndexOrder): IndexOrder {
  const { id, number, authority, law, ground, provision, since, reviewAt, expiresAt } = order;
  return { id, number, authority, law, ground, provision, since, reviewAt, expiresAt };
}

/**
 * Lays the file of packed entries out; quicker with the slots of an earlier one. The check words are written into the packed
 * records too. Throws index_malformed for a target given twice.
 */
export function layIndex(
  { list, release, previous, publishedAt, identity }: Omit<IndexHeader, "count">,
  packed: PackedEntries,
  sections: SortedSections,
  earlier?: EarlierSlots,
): Uint8Array<ArrayBuffer> {
  if (!LITTLE_ENDIAN) throw refusal("this machine is big-endian");
  const { count, categories, counts, orders, orderCounts } = packed;
  const header = { list, release, previous, publishedAt, identity, count };
  const meta: IndexMeta = { ...header, categories, counts, orders: orders.map(pick), orderCounts };
  const json = new TextEncoder().encode(JSON.stringify(meta));
  const slotCount = slotCountFor(count);
  let fileBytes = HEADER_BYTES;
  const places = [
    { at: AT.meta, bytes: (json.length + 7) & ~7 },
    { at: AT.slots, bytes: slotCount * 8 },
    { at: AT.ids, bytes: count * 4 },
    { at: AT.buckets, bytes: count * 8 },
    { at: AT.records, bytes: packed.bytes.length },
  ].map(({ at, bytes }) => {
    const offset = fileBytes;
    fileBytes += bytes;
    return { at, offset, bytes };
  });
  if (fileBytes > MAX_INDEX_BYTES) throw refusal("the file would be too large");
  const file = new Uint8Array(fileBytes);
  const head = new DataView(file.buffer, 0, HEADER_BYTES);
  for (const { at, offset, bytes } of places) {
    head.setUint32(at, offset, true);
    head.setUint32(at + 4, bytes, true);
  }
  const offsetOf = (at: number): number => head.getUint32(at, true);

  const slots = new Int32Array(file.buffer, offsetOf(AT.slots), slotCount * 2);
  const { seed, longestProbe } = (earlier && carrySlots(slots, packed, earlier)) ?? fillSlots(slots, packed);
  const words = new Uint32Array(file.buffer, offsetOf(AT.ids), count * 3);
  for (const [place, section] of [sections.ids, sections.prefixes, sections.buckets].entries()) {
    if (section.length !== count) throw refusal("a section is not as long as the list");
    words.set(section, place * count);
  }
  file.set(packed.bytes, offsetOf(AT.records));
  file.fill(0x20, HEADER_BYTES, offsetOf(AT.slots));
  file.set(json, HEADER_BYTES);

  for (let at = 0; at < MAGIC.length; at++) file[AT.magic + at] = MAGIC.charCodeAt(at);
  head.setUint32(AT.fileBytes, fileBytes, true);
  head.setUint32(AT.count, count, true);
  head.setUint32(AT.seed, seed, true);
  head.setUint32(AT.slotCount, slotCount, true);
  head.setUint32(AT.longestProbe, longestProbe, true);
  head.setUint32(AT.slotOrder, SLOTS_IN_ORDER, true);
  const checked = checkBytes(file.subarray(0, AT.check));
  head.setUint32(AT.check, checkBytes(file.subarray(HEADER_BYTES, offsetOf(AT.slots)), checked), true);
  return file;
}
