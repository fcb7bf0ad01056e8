import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliDecompress, zstdDecompress } from "node:zlib";
import { applyDelta, type Change, formatDelta, overlayDelta } from "../protocol/delta.ts";
import { recordsInOrder } from "../protocol/index-file/records-in-order.ts";
import { movedOrders, type SplicedEntries, spliceEntries, type Touched } from "../protocol/index-file/splice.ts";
import { MAX_DELTA_BYTES, MAX_LIST_BYTES } from "../protocol/limits.ts";
import { sha256Prefix } from "./sha256-prefix.ts";

const unzstd = promisify(zstdDecompress);
const unbrotli = promisify(brotliDecompress);

/** A file: where it lies, and what it hashes to. */
export type HashedFile = { readonly file: string; readonly sha256: string };
/** The files of the release before that the next one can be made from, and the last event that release holds. */
export type PreviousRelease = {
  readonly release: number;
  readonly watermark: number;
  readonly index: HashedFile;
  readonly snapshot: HashedFile;
  readonly deltas: readonly (HashedFile & { readonly base: number })[];
};

/** A list comes out in one piece: in many, it would wait for this thread, which has the index to read meanwhile. */
const LIST_CHUNK = 2 ** 25;
const DELTA_CHUNK = 2 ** 20;

/** A build is as quick from nothing when so many entries came or went. */
export const MOST_TOUCHED = 50_000;

/** Gives the same entries that the database gives when all of it is read, in a fraction of the time. */
export type Splicing = () => SplicedEntries;

/**
 * What a release is made of, from the release before and what was touched since: the same that the database gives when all
 * of it is read.
 */
export type FromPrevious = {
  /** The list's text (protocol README 4). */
  readonly list: Uint8Array;
  readonly entries: Splicing;
  /** The delta from the release before, or from a base that it has one from itself; undefined from any other. */
  readonly delta: (base: number) => Promise<Uint8Array | undefined>;
};

/** Undefined when the index or the list is not there, is not what was published, or is not one to build upon. */
export async function fromPrevious(previous: PreviousRelease, touched: Touched): Promise<FromPrevious | undefined> {
  const earlier = listBefore(previous);
  const entries = await spliceIndex(previous.index, touched);
  const before = await earlier;
  if (entries === undefined || before === undefined) return undefined;
  const newest = new TextEncoder().encode(formatDelta(touched.touched.map(changeOf)));
  const delta = async (base: number): Promise<Uint8Array | undefined> => {
    if (base === previous.release) return newest;
    const bytes = await readHashed(previous.deltas.find((each) => each.base === base));
    if (bytes === undefined) return undefined;
    return overlayDelta(await unbrotli(bytes, { maxOutputLength: MAX_DELTA_BYTES, chunkSize: DELTA_CHUNK }), newest);
  };
  return { list: applyDelta(before, newest), entries, delta };
}

async function listBefore({ snapshot }: PreviousRelease): Promise<Uint8Array | undefined> {
  const bytes = await readHashed(snapshot);
  return bytes && unzstd(bytes, { maxOutputLength: MAX_LIST_BYTES, chunkSize: LIST_CHUNK });
}

const changeOf = ({ value, scope, entry }: Touched["touched"][number]): Change =>
  entry === undefined
    ? { kind: "drop", value, scope }
    : { kind: "put", line: { value, scope, category: entry.category } };

/**
 * Undefined when the index is not there, is not the file that was published, or is not one to build upon. `categories`:
 * in the order the index is to have them.
 */
export async function spliceIndex(
  index: HashedFile,
  touched: Touched,
  categories?: readonly string[],
): Promise<Splicing | undefined> {
  const bytes = await readHashed(index);
  if (bytes === undefined) return undefined;
  const earlier = recordsInOrder(wholeBuffer(bytes));
  const moved = movedOrders(earlier, touched.orders);
  return moved && (() => spliceEntries(earlier, moved, touched, { sha256Prefix, categories }));
}

/** Undefined as well when it is not the file that was published. */
async function readHashed(wanted: HashedFile | undefined): Promise<Buffer<ArrayBuffer> | undefined> {
  const bytes = wanted && (await readFile(wanted.file).catch(() => undefined));
  return bytes && createHash("sha256").update(bytes).digest("hex") === wanted?.sha256 ? bytes : undefined;
}

/** The sections are read as words, from the first byte of a buffer that is theirs; the file is not copied where it lies so. */
function wholeBuffer(bytes: Buffer<ArrayBuffer>): ArrayBuffer {
  const { buffer } = bytes;
  return buffer.byteLength === bytes.length ? buffer : new Uint8Array(bytes).buffer;
}
