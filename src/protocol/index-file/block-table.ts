import { HifazatError } from "../../core/errors.ts";
import { MAX_INDEX_BYTES } from "../limits.ts";

/**
 * The table of an index file's blocks (README 8.10): what each block of it hashes to, so that a reader can take the
 * file in parts and believe each of them.
 *
 *   header   16 bytes: magic, u32 bytes of a block, u32 bytes of the index file
 *   digests  SHA-256 of each block in turn, 32 bytes; the last block ends with the file
 */
export type BlockTable = {
  /** Bytes of the index file. */
  readonly fileBytes: number;
  readonly count: number;
  readonly digest: (block: number) => Uint8Array;
};

const MAGIC = "HIFZBLK1";
const HEADER_BYTES = 16;
const DIGEST_BYTES = 32;
/** Bytes of every block but the last. To read one costs a store hardly more than to read a byte. */
export const BLOCK_BYTES = 65_536;

/** The table of a file. `sha256` is called for each block, in order. */
export function buildBlockTable(file: Uint8Array, sha256: (block: Uint8Array) => Uint8Array): Uint8Array<ArrayBuffer> {
  const count = Math.ceil(file.length / BLOCK_BYTES);
  const table = new Uint8Array(tableBytes(file.length));
  for (let at = 0; at < MAGIC.length; at++) table[at] = MAGIC.charCodeAt(at);
  const header = new DataView(table.buffer);
  header.setUint32(8, BLOCK_BYTES, true);
  header.setUint32(12, file.length, true);
  for (let block = 0; block < count; block++) {
    const bytes = file.subarray(block * BLOCK_BYTES, (block + 1) * BLOCK_BYTES);
    table.set(sha256(bytes), HEADER_BYTES + block * DIGEST_BYTES);
  }
  return table;
}

/** Bytes of the table of a file of so many bytes. */
export const tableBytes = (fileBytes: number): number =>
  HEADER_BYTES + Math.ceil(fileBytes / BLOCK_BYTES) * DIGEST_BYTES;

/** Opens a table where it lies. Throws index_malformed for one that is not as specified or of another file's length. */
export function openBlockTable(table: Uint8Array, fileBytes: number): BlockTable {
  if (table.length < HEADER_BYTES) throw malformed("is cut short");
  for (let at = 0; at < MAGIC.length; at++) {
    if (table[at] !== MAGIC.charCodeAt(at)) throw malformed("does not begin as one");
  }
  const header = new DataView(table.buffer, table.byteOffset, HEADER_BYTES);
  if (header.getUint32(8, true) !== BLOCK_BYTES) throw malformed("has blocks of another size");
  if (header.getUint32(12, true) !== fileBytes || fileBytes > MAX_INDEX_BYTES)
    throw malformed("is that of another file");
  if (table.length !== tableBytes(fileBytes)) throw malformed("is cut short or too long");
  return {
    fileBytes,
    count: Math.ceil(fileBytes / BLOCK_BYTES),
    digest: (block) => table.subarray(HEADER_BYTES + block * DIGEST_BYTES).subarray(0, DIGEST_BYTES),
  };
}

const malformed = (what: string): HifazatError =>
  new HifazatError("index_malformed", `the table of the index file's blocks ${what}`);
