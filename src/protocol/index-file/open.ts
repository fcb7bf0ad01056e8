import { HifazatError } from "../../core/errors.ts";
import { LIST_NAMES } from "../../core/list-name.ts";
import { MAX_ENTRIES, MAX_INDEX_BYTES } from "../limits.ts";
import { checkBytes } from "./fingerprint.ts";
import type { IndexOrder } from "./format.ts";
import { AT, HEADER_BYTES, type IndexMeta, LITTLE_ENDIAN, MAGIC, MAX_CATEGORIES } from "./layout.ts";

/** The parts of an index file, as views of it. */
export type OpenedIndex = {
  readonly meta: IndexMeta;
  readonly seed: number;
  readonly longestProbe: number;
  readonly slotCount: number;
  readonly slots: Int32Array;
  readonly ids: Int32Array;
  readonly prefixes: Int32Array;
  readonly bucketHandles: Int32Array;
  readonly records: Int32Array;
  readonly recordBytes: Uint8Array;
};

/**
 * Checks everything about a file that can be checked without walking its entries: the header, that the sections lie
 * one after the other and fill the file, the check word of header and meta, every member of the meta. Throws
 * index_malformed.
 */
export function openSections(buffer: ArrayBuffer | SharedArrayBuffer): OpenedIndex {
  if (!LITTLE_ENDIAN) throw malformed("cannot be used on a big-endian machine");
  if (buffer.byteLength < HEADER_BYTES || buffer.byteLength > MAX_INDEX_BYTES)
    throw malformed("has an impossible size");
  const header = new DataView(buffer, 0, HEADER_BYTES);
  for (let at = 0; at < MAGIC.length; at++) {
    if (header.getUint8(AT.magic + at) !== MAGIC.charCodeAt(at)) throw malformed("does not begin as one");
  }
  const u32 = (at: number): number => header.getUint32(at, true);
  const count = u32(AT.count);
  const slotCount = u32(AT.slotCount);
  if (u32(AT.fileBytes) !== buffer.byteLength) throw malformed("is cut short or too long");
  if (count > MAX_ENTRIES || slotCount <= count || u32(AT.longestProbe) >= slotCount)
    throw malformed("has wrong counts");
  const metaBytes = u32(AT.meta + 4);
  let end = HEADER_BYTES;
  for (const [at, bytes] of [
    [AT.meta, metaBytes],
    [AT.slots, slotCount * 8],
    [AT.ids, count * 4],
    [AT.buckets, count * 8],
    [AT.records, u32(AT.records + 4)],
  ] as const) {
    if (u32(at) !== end || u32(at + 4) !== bytes || bytes % 4 !== 0) throw malformed("has sections out of place");
    end += bytes;
  }
  if (end !== buffer.byteLength) throw malformed("has sections out of place");
  // Copied, because a TextDecoder need not read shared memory.
  const metaText = new Uint8Array(new Uint8Array(buffer, HEADER_BYTES, metaBytes));
  const check = checkBytes(metaText, checkBytes(new Uint8Array(buffer, 0, AT.check)));
  if (check !== u32(AT.check)) throw malformed("is damaged");
  const words = (at: number, length: number): Int32Array => new Int32Array(buffer, at, length);
  return {
    meta: parseMeta(metaText, count),
    seed: u32(AT.seed),
    longestProbe: u32(AT.longestProbe),
    slotCount,
    slots: words(u32(AT.slots), slotCount * 2),
    ids: words(u32(AT.ids), count),
    prefixes: words(u32(AT.buckets), count),
    bucketHandles: words(u32(AT.buckets) + count * 4, count),
    records: words(u32(AT.records), u32(AT.records + 4) / 4),
    recordBytes: new Uint8Array(buffer, u32(AT.records), u32(AT.records + 4)),
  };
}

function parseMeta(bytes: Uint8Array, count: number): IndexMeta {
  let meta: Partial<Record<keyof IndexMeta, unknown>>;
  try {
    meta = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new HifazatError("index_malformed", "the index file's meta section is not JSON", { cause });
  }
  const { list, release, previous, publishedAt, identity, categories, counts, orders } = Object(meta);
  const whole = [release, previous, publishedAt, ...(Array.isArray(counts) ? counts : [])];
  const texts = [identity, ...(Array.isArray(categories) ? categories : [])];
  const sound =
    LIST_NAMES.includes(list) &&
    whole.every((value) => Number.isSafeInteger(value) && value >= 0) &&
    texts.every((value) => typeof value === "string") &&
    Array.isArray(categories) &&
    categories.length <= MAX_CATEGORIES &&
    Array.isArray(counts) &&
    counts.length === categories.length &&
    counts.reduce((sum, value) => sum + value, 0) === count &&
    Object(meta).count === count &&
    Array.isArray(orders) &&
    orders.every(isOrder);
  if (!sound) throw malformed("has a malformed meta section");
  return { list, release, previous, publishedAt, identity, count, categories, counts, orders };
}

const ORDER_TEXTS = ["id", "number", "authority", "law", "ground", "provision"] as const;
const ORDER_TIMES = ["since", "reviewAt", "expiresAt"] as const;

function isOrder(order: unknown): order is IndexOrder {
  if (typeof order !== "object" || order === null) return false;
  const members = order as Record<string, unknown>;
  return (
    ORDER_TEXTS.every((name) => typeof members[name] === "string") &&
    ORDER_TIMES.every((name) => Number.isSafeInteger(members[name]))
  );
}

export function malformed(what: string): HifazatError {
  return new HifazatError("index_malformed", `the index file ${what}`);
}
