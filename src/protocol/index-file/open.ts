import { HifazatError } from "../../core/errors.ts";
import { LIST_NAMES } from "../../core/list-name.ts";
import { MAX_ENTRIES, MAX_INDEX_BYTES } from "../limits.ts";
import { checkBytes } from "./fingerprint.ts";
import type { IndexOrder } from "./format.ts";
import { AT, HEADER_BYTES, type IndexMeta, LITTLE_ENDIAN, MAGIC, MAX_CATEGORIES, SLOTS_IN_ORDER } from "./layout.ts";

/** What the beginning of an index file says of all of it. Places are in bytes from the start of the file. */
export type IndexHead = {
  readonly meta: IndexMeta;
  readonly seed: number;
  readonly longestProbe: number;
  readonly slotCount: number;
  /** Whether the slots stand as README 8.9 says; a search does not ask. */
  readonly slotsInOrder: boolean;
  readonly slotsAt: number;
  readonly idsAt: number;
  readonly bucketsAt: number;
  readonly recordsAt: number;
  readonly recordsBytes: number;
};

/** The parts of an index file, as views of it. */
export type OpenedIndex = {
  readonly meta: IndexMeta;
  readonly seed: number;
  readonly longestProbe: number;
  readonly slotCount: number;
  readonly slotsInOrder: boolean;
  readonly slots: Int32Array;
  readonly ids: Int32Array;
  readonly prefixes: Int32Array;
  readonly bucketHandles: Int32Array;
  readonly records: Int32Array;
  readonly recordBytes: Uint8Array;
};

/** Bytes of header and meta section of the file that begins with these HEADER_BYTES. Throws index_malformed. */
export function headBytes(header: Uint8Array): number {
  if (header.length < HEADER_BYTES) throw malformed("has an impossible size");
  return HEADER_BYTES + new DataView(header.buffer, header.byteOffset, HEADER_BYTES).getUint32(AT.meta + 4, true);
}

/**
 * Checks everything about a file that can be checked without walking its entries: the header, that the sections lie
 * one after the other and fill the file, the check word of header and meta, every member of the meta. `head` begins with
 * header and meta section of a file of `fileBytes` bytes. Throws index_malformed.
 */
export function openHead(head: ArrayBuffer | SharedArrayBuffer, fileBytes: number): IndexHead {
  if (!LITTLE_ENDIAN) throw malformed("cannot be used on a big-endian machine");
  if (head.byteLength < HEADER_BYTES || fileBytes > MAX_INDEX_BYTES) throw malformed("has an impossible size");
  const header = new DataView(head, 0, HEADER_BYTES);
  for (let at = 0; at < MAGIC.length; at++) {
    if (header.getUint8(AT.magic + at) !== MAGIC.charCodeAt(at)) throw malformed("does not begin as one");
  }
  const u32 = (at: number): number => header.getUint32(at, true);
  const count = u32(AT.count);
  const slotCount = u32(AT.slotCount);
  if (u32(AT.fileBytes) !== fileBytes) throw malformed("is cut short or too long");
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
  if (end !== fileBytes || head.byteLength < HEADER_BYTES + metaBytes) throw malformed("has sections out of place");
  // Copied, because a TextDecoder need not read shared memory.
  const metaText = new Uint8Array(new Uint8Array(head, HEADER_BYTES, metaBytes));
  const check = checkBytes(metaText, checkBytes(new Uint8Array(head, 0, AT.check)));
  if (check !== u32(AT.check)) throw malformed("is damaged");
  return {
    meta: parseMeta(metaText, count),
    seed: u32(AT.seed),
    longestProbe: u32(AT.longestProbe),
    slotCount,
    slotsInOrder: u32(AT.slotOrder) === SLOTS_IN_ORDER,
    slotsAt: u32(AT.slots),
    idsAt: u32(AT.ids),
    bucketsAt: u32(AT.buckets),
    recordsAt: u32(AT.records),
    recordsBytes: u32(AT.records + 4),
  };
}

/** The head of a whole file, and views of its sections. Throws index_malformed. */
export function openSections(buffer: ArrayBuffer | SharedArrayBuffer): OpenedIndex {
  const { meta, seed, longestProbe, slotCount, slotsInOrder, ...at } = openHead(buffer, buffer.byteLength);
  const { count } = meta;
  const words = (offset: number, length: number): Int32Array => new Int32Array(buffer, offset, length);
  return {
    meta,
    seed,
    longestProbe,
    slotCount,
    slotsInOrder,
    slots: words(at.slotsAt, slotCount * 2),
    ids: words(at.idsAt, count),
    prefixes: words(at.bucketsAt, count),
    bucketHandles: words(at.bucketsAt + count * 4, count),
    records: words(at.recordsAt, at.recordsBytes / 4),
    recordBytes: new Uint8Array(buffer, at.recordsAt, at.recordsBytes),
  };
}

/** The meta section of an index of `count` entries. Throws index_malformed. */
export function parseMeta(bytes: Uint8Array, count: number): IndexMeta {
  let meta: Partial<Record<keyof IndexMeta, unknown>>;
  try {
    meta = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new HifazatError("index_malformed", "the index file's meta section is not JSON", { cause });
  }
  const { list, release, previous, publishedAt, identity, categories, counts, orders, orderCounts } = Object(meta);
  const whole = [release, previous, publishedAt];
  const texts = [identity, ...(Array.isArray(categories) ? categories : [])];
  const sound =
    LIST_NAMES.includes(list) &&
    whole.every((value) => Number.isSafeInteger(value) && value >= 0) &&
    texts.every((value) => typeof value === "string") &&
    Array.isArray(categories) &&
    categories.length <= MAX_CATEGORIES &&
    sharesOut(counts, count, categories.length) &&
    Object(meta).count === count &&
    Array.isArray(orders) &&
    orders.every(isOrder) &&
    (orderCounts === undefined || sharesOut(orderCounts, count, orders.length));
  if (!sound) throw malformed("has a malformed meta section");
  const header = { list, release, previous, publishedAt, identity, count };
  return { ...header, categories, counts, orders, ...(orderCounts !== undefined && { orderCounts }) };
}

/** Whether a member says of each of `among` how many of all entries are its own. */
function sharesOut(counts: unknown, entries: number, among: number): boolean {
  if (!Array.isArray(counts) || counts.length !== among) return false;
  const sound = counts.every((value) => Number.isSafeInteger(value) && value >= 0);
  return sound && counts.reduce((sum, value) => sum + value, 0) === entries;
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
