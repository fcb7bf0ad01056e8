import type { IndexHeader, IndexOrder } from "./format.ts";

/**
 * The index file (README 8): one little-endian file that is also the lookup table in memory.
 *
 *   header   HEADER_BYTES: magic, counts and the section table
 *   meta     JSON: release, categories, orders, counts; padded with spaces
 *   slots    open addressing: u32 stored half of the fingerprint, u32 handle + 1 (0: empty)
 *   ids      u32 handles, ascending by entry id
 *   buckets  u32 20-bit SHA-256 prefixes ascending, then as many u32 handles
 *   records  the packed entries in list order
 *
 * A handle is a record's offset in the records section, in words of 4 bytes.
 */
export const MAGIC = "HIFZIDX1";
export const HEADER_BYTES = 80;

/** Byte offsets of the header's fields; each section is a u32 offset followed by a u32 length, both in bytes. */
export const AT = {
  magic: 0,
  fileBytes: 8,
  count: 12,
  seed: 16,
  slotCount: 20,
  meta: 24,
  slots: 32,
  ids: 40,
  buckets: 48,
  records: 56,
  longestProbe: 64,
  /** SLOTS_IN_ORDER, or 0 in files made before 2026-11-28. */
  slotOrder: 68,
  reserved: 72,
  /** `checkBytes` of the header before this field and of the meta section. */
  check: 76,
} as const;

/**
 * Words of a record before its value: id; order; shape = length | scope << 16 | category << 24; check. The value's
 * bytes follow, padded with zeros to whole words. `scope` is a position in SCOPES, `category` one in the meta's
 * categories.
 */
export const RECORD_WORDS = 4;
/** The slots stand as README 8.9 says: the next table can be made of this one. */
export const SLOTS_IN_ORDER = 1;
/** Slots for one entry: a load of 0.625 keeps a miss at about four neighbouring slots. */
export const SLOTS_PER_ENTRY = 1.6;
/** A builder takes the next seed while the longest probe is above this. */
export const PROBE_LIMIT = 512;
/** Seeds a builder tries before it settles for the last one. */
export const SEED_TRIES = 8;
/** Most categories: a record has 8 bits for one. */
export const MAX_CATEGORIES = 256;

/**
 * Sections are read and written as the machine's own words: every machine that runs Node or Workers is little-endian.
 */
export const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** Bits of SHA-256(targetText) that choose a bucket: 5 hexadecimal digits. */
export const BUCKET_BITS = 20;

/** The meta section's JSON. */
export type IndexMeta = IndexHeader & {
  readonly categories: readonly string[];
  /** Entries of each category, in the order of `categories`. */
  readonly counts: readonly number[];
  readonly orders: readonly IndexOrder[];
  /** Entries of each order, in the order of `orders`; files made before 2026-11-26 lack it. */
  readonly orderCounts?: readonly number[];
};
