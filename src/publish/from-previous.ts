import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import { type Change, formatDelta, overlayDelta } from "../protocol/delta.ts";
import { recordsInOrder } from "../protocol/index-file/records-in-order.ts";
import { movedOrders, type SplicedEntries, spliceEntries, type Touched } from "../protocol/index-file/splice.ts";
import { MAX_DELTA_BYTES } from "../protocol/limits.ts";
import { type HashedFile, readHashed } from "./hashed-file.ts";
import type { ListDigest, ListDigester } from "./list-digest.ts";
import { sha256Prefix } from "./sha256.ts";

const unbrotli = promisify(brotliDecompress);

/** The files of the release before that the next one can be made from, and the last event that release holds. */
export type PreviousRelease = {
  readonly release: number;
  readonly watermark: number;
  readonly index: HashedFile;
  readonly snapshot: HashedFile;
  readonly filter: HashedFile;
  readonly deltas: readonly (HashedFile & { readonly base: number })[];
};

const DELTA_CHUNK = 2 ** 20;

/** A build is as quick from nothing when so many entries came or went. */
export const MOST_TOUCHED = 50_000;

/**
 * What a release is made of, from the release before and what was touched since: the same that the database gives when all
 * of it is read.
 */
export type FromPrevious = SplicedEntries & {
  readonly digest: ListDigest;
  /** The delta from the release before, or from a base that it has one from itself; undefined from any other. */
  readonly delta: (base: number) => Promise<Uint8Array | undefined>;
};

/**
 * The list is `digester`'s work, the index this thread's. Undefined when the index or the list is not there, is not what was
 * published, or is not one to build upon.
 */
export async function fromPrevious(
  previous: PreviousRelease,
  touched: Touched,
  digester: ListDigester,
): Promise<FromPrevious | undefined> {
  const newest = new TextEncoder().encode(formatDelta(touched.touched.map(changeOf)));
  const [digest, entries] = await Promise.all([digester.apply(previous, newest), spliceIndex(previous.index, touched)]);
  if (digest === undefined || entries === undefined) return undefined;
  const delta = async (base: number): Promise<Uint8Array | undefined> => {
    if (base === previous.release) return newest;
    const bytes = await readHashed(previous.deltas.find((each) => each.base === base));
    if (bytes === undefined) return undefined;
    return overlayDelta(await unbrotli(bytes, { maxOutputLength: MAX_DELTA_BYTES, chunkSize: DELTA_CHUNK }), newest);
  };
  return { ...entries, digest, delta };
}

const changeOf = ({ value, scope, entry }: Touched["touched"][number]): Change =>
  entry === undefined
    ? { kind: "drop", value, scope }
    : { kind: "put", line: { value, scope, category: entry.category } };

/**
 * The same entries that the database gives when all of it is read, in a fraction of the time. Undefined when the index is not
 * there, is not the file that was published, or is not one to build upon. `categories`: in the order the index is to have them.
 */
export async function spliceIndex(
  index: HashedFile,
  touched: Touched,
  categories?: readonly string[],
): Promise<SplicedEntries | undefined> {
  const bytes = await readHashed(index);
  if (bytes === undefined) return undefined;
  const earlier = recordsInOrder(wholeBuffer(bytes));
  const moved = movedOrders(earlier, touched.orders);
  return moved && spliceEntries(earlier, moved, touched, { sha256Prefix, categories });
}

/** The sections are read as words, from the first byte of a buffer that is theirs; the file is not copied where it lies so. */
function wholeBuffer(bytes: Buffer<ArrayBuffer>): ArrayBuffer {
  const { buffer } = bytes;
  return buffer.byteLength === bytes.length ? buffer : new Uint8Array(bytes).buffer;
}
