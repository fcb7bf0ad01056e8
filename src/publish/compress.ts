import { promisify } from "node:util";
import { brotliCompress, constants, zstdCompress } from "node:zlib";

// Levels by measurement (Node 24.21; CPU time of one core).

/**
 * For a list of 983,089 entries (31 MB): zstd 3 takes 0.15 s and gives 5.2 MB, 9 0.6 s and 4.6 MB, 19 19 s and 4.1 MB.
 * Every release pays for it, and only a client that is new or far behind downloads it.
 */
const SNAPSHOT_LEVEL = 3;
/**
 * Everybody downloads deltas, so small ones get brotli's best: a text of 33 kB (1,000 changes) takes 36 ms and is 6 %
 * smaller than at 5, one of 131 kB would take 170 ms and hold up the release; 9 is no smaller than 5 here.
 */
const BEST_QUALITY_UPTO_BYTES = 64 * 1024;
const BEST_QUALITY = 11;
const QUICK_QUALITY = 5;
/** Log2 of the largest window brotli may use (RFC 7932 allows 24). */
const DELTA_WINDOW = 24;

const zstd = promisify(zstdCompress);
const brotli = promisify(brotliCompress);

/** Compresses a list, off the thread. */
export async function compressSnapshot(text: Uint8Array): Promise<Uint8Array> {
  return zstd(text, {
    pledgedSrcSize: text.length,
    chunkSize: inOnePiece(text),
    params: { [constants.ZSTD_c_compressionLevel]: SNAPSHOT_LEVEL, [constants.ZSTD_c_checksumFlag]: 1 },
  });
}

/** Compresses a delta, off the thread. */
export async function compressDelta(text: Uint8Array): Promise<Uint8Array> {
  const quality = text.length <= BEST_QUALITY_UPTO_BYTES ? BEST_QUALITY : QUICK_QUALITY;
  return brotli(text, {
    chunkSize: inOnePiece(text),
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: DELTA_WINDOW,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });
}

/**
 * Bytes that come out at a time: all. By default it is 16 kB, and for each the other thread waits until this one, which has an
 * index to build, is free.
 */
const inOnePiece = (text: Uint8Array): number => Math.max(65_536, text.length);
