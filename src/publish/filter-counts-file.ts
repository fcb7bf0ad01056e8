import { createHash } from "node:crypto";
import { DEFAULT_FALSE_POSITIVE_RATE, DEFAULT_SEED } from "../protocol/filter.ts";
import { LITTLE_ENDIAN } from "../protocol/index-file/layout.ts";
import type { FilterCounts } from "./filter-counts.ts";

/**
 * The publisher's own file of a filter's counts. It is never published and may be thrown away at any time. All integers are
 * little-endian; the magic changes whenever a file would mean something else.
 */
const MAGIC = Buffer.from("HIFZCNT1", "latin1");
const HASH_BYTES = 32;
/** Byte offsets: the filter file's SHA-256, m, k, the seed and the rate as doubles, n, nothing, the cells; last a SHA-256. */
const AT = { filter: 8, bitCount: 40, hashCount: 44, seed: 48, rate: 56, count: 64, cells: 72 } as const;

/** `filterSha256`: of the filter file that was counted, in hexadecimal. The closing hash is of everything before it. */
export function encodeCounts(counts: FilterCounts, filterSha256: string): Uint8Array {
  const { cells } = counts;
  const end = AT.cells + cells.byteLength;
  const file = Buffer.alloc(end + HASH_BYTES);
  MAGIC.copy(file);
  file.write(filterSha256, AT.filter, "hex");
  file.writeUInt32LE(counts.bitCount, AT.bitCount);
  file.writeUInt32LE(counts.hashCount, AT.hashCount);
  file.writeDoubleLE(counts.seed, AT.seed);
  file.writeDoubleLE(counts.falsePositiveRate, AT.rate);
  file.writeUInt32LE(counts.count, AT.count);
  file.set(new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength), AT.cells);
  file.set(sha256(file.subarray(0, end)), end);
  return file;
}

/**
 * Undefined for anything but the whole counts of that very filter, made with what filters are made with now; `cells` may be
 * a view of the file.
 */
export function decodeCounts(bytes: Uint8Array, filterSha256: string): FilterCounts | undefined {
  const end = bytes.length - HASH_BYTES;
  if (!LITTLE_ENDIAN || end < AT.cells) return undefined;
  // Words are read where they lie only from a multiple of four.
  const file = bytes.byteOffset % 4 === 0 ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) : aligned(bytes);
  if (!file.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  if (file.toString("hex", AT.filter, AT.filter + HASH_BYTES) !== filterSha256) return undefined;
  if (!sha256(file.subarray(0, end)).equals(file.subarray(end))) return undefined;
  const header = {
    count: file.readUInt32LE(AT.count),
    falsePositiveRate: file.readDoubleLE(AT.rate),
    seed: file.readDoubleLE(AT.seed),
    bitCount: file.readUInt32LE(AT.bitCount),
    hashCount: file.readUInt32LE(AT.hashCount),
  };
  if (header.seed !== DEFAULT_SEED || header.falsePositiveRate !== DEFAULT_FALSE_POSITIVE_RATE) return undefined;
  const words = Math.ceil(header.bitCount / 8);
  if (end - AT.cells !== words * 4) return undefined;
  return { ...header, cells: new Uint32Array(file.buffer, file.byteOffset + AT.cells, words) };
}

function aligned(bytes: Uint8Array): Buffer {
  const { buffer } = Uint8Array.from(bytes);
  return Buffer.from(buffer);
}

const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();
