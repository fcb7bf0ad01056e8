import { createReadStream } from "node:fs";
import { HifazatError } from "../core/errors.ts";

/** What a file can be received as: a path, its bytes, or a stream of them (an upload, a fetched body). */
export type FileSource = string | Uint8Array | AsyncIterable<Uint8Array>;

/** In bytes. Large enough that a batch of lines is worth its overhead, small enough to hold many files at once. */
export const BLOCK_BYTES = 256 * 1024;

/**
 * The bytes in blocks of exactly `BLOCK_BYTES`, the last one shorter: what is read does not depend on how a network cut
 * it, and one byte at a time costs no more than one block. Throws `too_large` beyond `maxBytes`.
 */
export async function* blocks(source: FileSource, maxBytes: number): AsyncGenerator<Uint8Array, void> {
  let block = new Uint8Array(BLOCK_BYTES);
  let filled = 0;
  let total = 0;
  for await (const chunk of chunks(source)) {
    total += chunk.length;
    if (total > maxBytes) throw new HifazatError("too_large", `the file is larger than ${maxBytes} bytes`);
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + BLOCK_BYTES - filled);
      block.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled === BLOCK_BYTES) {
        yield block;
        block = new Uint8Array(BLOCK_BYTES);
        filled = 0;
      }
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}

function chunks(source: FileSource): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (typeof source === "string") return createReadStream(source, { highWaterMark: BLOCK_BYTES });
  return source instanceof Uint8Array ? [source] : source;
}
