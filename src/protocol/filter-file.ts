import { HifazatError } from "../core/errors.ts";
import { type BloomFile, MAX_HASH_COUNT } from "./filter.ts";
import { MAX_FILTER_BYTES } from "./limits.ts";

const MAGIC = "HIFZBLM1";
const HEADER_BYTES = 40;
/** Byte offsets of the header's little-endian fields (README 7.4). */
const AT = {
  magic: 0,
  bitCount: 8,
  hashCount: 12,
  seedLow: 16,
  seedHigh: 20,
  count: 24,
  reserved: 28,
  rate: 32,
} as const;

/** The filter file's bytes: the header, then the bits. */
export function encodeFilter(filter: BloomFile): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(HEADER_BYTES + filter.bits.length);
  const header = new DataView(file.buffer);
  for (let at = 0; at < MAGIC.length; at++) file[at] = MAGIC.charCodeAt(at);
  header.setUint32(AT.bitCount, filter.bitCount, true);
  header.setUint32(AT.hashCount, filter.hashCount, true);
  header.setUint32(AT.seedLow, filter.seed >>> 0, true);
  header.setUint32(AT.seedHigh, Math.floor(filter.seed / 2 ** 32), true);
  header.setUint32(AT.count, filter.count, true);
  header.setFloat64(AT.rate, filter.falsePositiveRate, true);
  file.set(filter.bits, HEADER_BYTES);
  return file;
}

/** Reads a filter file; `bits` is a view of it. Throws filter_malformed. */
export function decodeFilter(file: Uint8Array): BloomFile {
  if (file.length < HEADER_BYTES || file.length > MAX_FILTER_BYTES) throw malformed("has an impossible size");
  const header = new DataView(file.buffer, file.byteOffset, HEADER_BYTES);
  for (let at = 0; at < MAGIC.length; at++) {
    if (file[at] !== MAGIC.charCodeAt(at)) throw malformed("does not begin as one");
  }
  const bitCount = header.getUint32(AT.bitCount, true);
  const hashCount = header.getUint32(AT.hashCount, true);
  const seed = header.getUint32(AT.seedHigh, true) * 2 ** 32 + header.getUint32(AT.seedLow, true);
  const bits = file.subarray(HEADER_BYTES);
  if (hashCount < 1 || hashCount > MAX_HASH_COUNT || !Number.isSafeInteger(seed + 2))
    throw malformed("has wrong parameters");
  if (header.getUint32(AT.reserved, true) !== 0) throw malformed("has wrong parameters");
  if (bitCount < 1 || bits.length !== Math.ceil(bitCount / 8)) throw malformed("is cut short or too long");
  const spare = bits.length * 8 - bitCount;
  if ((bits.at(-1) as number) >> (8 - spare) !== 0) throw malformed("has bits beyond its last");
  const falsePositiveRate = header.getFloat64(AT.rate, true);
  if (!(falsePositiveRate > 0 && falsePositiveRate < 1)) throw malformed("has wrong parameters");
  return { count: header.getUint32(AT.count, true), falsePositiveRate, seed, bitCount, hashCount, bits };
}

/** What npm `bloom-filters` 3.0.4 writes with `saveAsJSON` and reads with `BloomFilter.fromJSON`. */
export type BloomFiltersJson = {
  readonly type: "BloomFilter";
  readonly _size: number;
  readonly _nbHashes: number;
  readonly _filter: { readonly size: number; readonly content: string };
  readonly _seed: number;
};

export function toBloomFiltersJson(filter: BloomFile): BloomFiltersJson {
  return {
    type: "BloomFilter",
    _size: filter.bitCount,
    _nbHashes: filter.hashCount,
    // The package rounds the bit set's size up to whole bytes.
    _filter: { size: filter.bits.length * 8, content: base64(filter.bits) },
    _seed: filter.seed,
  };
}

function base64(bytes: Uint8Array): string {
  let text = "";
  // A multiple of 3 encodes without padding, so the pieces can be joined.
  const piece = 3 * 4096;
  for (let at = 0; at < bytes.length; at += piece) text += btoa(String.fromCharCode(...bytes.subarray(at, at + piece)));
  return text;
}

function malformed(what: string): HifazatError {
  return new HifazatError("filter_malformed", `the filter file ${what}`);
}
