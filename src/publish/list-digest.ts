import { createHash } from "node:crypto";
import { setImmediate as othersFirst } from "node:timers/promises";
import { zstdDecompressSync } from "node:zlib";
import { applyDelta } from "../protocol/delta.ts";
import { DEFAULT_FALSE_POSITIVE_RATE, FilterFilling } from "../protocol/filter.ts";
import { encodeFilter } from "../protocol/filter-file.ts";
import type { KeyHasher } from "../protocol/key-hash.ts";
import { MAX_LIST_BYTES } from "../protocol/limits.ts";
import { LF, TAB } from "../protocol/line-bytes.ts";
import type { Manifest } from "../protocol/manifest.ts";
import { compressSnapshot } from "./compress.ts";
import { type HashedFile, readHashed } from "./hashed-file.ts";
import { sha256Prefix } from "./sha256-prefix.ts";

/** What a release has of the list's text (protocol README 4): it is half of the work, so it can run on another thread. */
export type ListDigest = {
  readonly identity: Promise<Manifest["identity"]>;
  /** The snapshot file. */
  readonly snapshot: Promise<Uint8Array>;
  readonly filter: Promise<FilterDigest>;
};

/** The filter file, and of how many lines of the list it was made. */
export type FilterDigest = { readonly file: Uint8Array; readonly lines: number };

export type ListDigester = {
  /** Of the list before with a delta applied; undefined when its snapshot is not there or not what was published. */
  readonly apply: (snapshot: HashedFile, delta: Uint8Array) => Promise<ListDigest | undefined>;
  /** Of a list that comes in pieces, each digested when it comes. */
  readonly begin: () => ListPieces;
};

/** Pieces end at line ends, and belong to whoever digests them. */
export type ListPieces = {
  readonly add: (lines: Uint8Array<ArrayBuffer>) => void;
  readonly finish: () => ListDigest & {
    /** The first bits of SHA-256 of each target text, in list order (protocol/index-file). */
    readonly prefixes: Promise<Uint32Array<ArrayBuffer>>;
  };
};

/** The list comes out in one piece: its chunks would have to be put together. */
const LIST_CHUNK = 2 ** 25;

/** Digests on the calling thread. */
export const listDigester = (hash: KeyHasher): ListDigester => ({
  async apply(snapshot, delta) {
    const bytes = await readHashed(snapshot);
    if (bytes === undefined) return undefined;
    const before = zstdDecompressSync(bytes, { maxOutputLength: MAX_LIST_BYTES, chunkSize: LIST_CHUNK });
    const text = applyDelta(before, delta);
    const keys = new KeyDigest(hash);
    return textDigest(text, () => {
      keys.add(text);
      return keys.filter();
    });
  },
  begin() {
    const pieces: Uint8Array[] = [];
    const prefixes: Uint32Array[] = [];
    const keys = new KeyDigest(hash);
    return {
      add(lines) {
        pieces.push(lines);
        prefixes.push(Uint32Array.from(prefixesOf(lines)));
        keys.add(lines);
      },
      finish: () => ({
        prefixes: Promise.resolve(joined(prefixes)),
        ...textDigest(Buffer.concat(pieces), () => keys.filter()),
      }),
    };
  },
});

/** The filter comes last, when whoever waits for the identity has it. */
function textDigest(text: Uint8Array, filter: () => FilterDigest): ListDigest {
  const snapshot = compressSnapshot(text);
  const identity = { sha256: createHash("sha256").update(text).digest("hex"), bytes: text.length };
  return { identity: Promise.resolve(identity), snapshot, filter: othersFirst().then(filter) };
}

/** The keys of a list's lines, as they go into its filter. */
class KeyDigest {
  readonly #filling: FilterFilling;
  #lines = 0;

  constructor(hash: KeyHasher) {
    this.#filling = new FilterFilling(hash, { falsePositiveRate: DEFAULT_FALSE_POSITIVE_RATE });
  }

  add(lines: Uint8Array): void {
    // Not by indexOf: a call for every line costs as much as the hash.
    let end = 0;
    for (let start = 0; start < lines.length; start = end + 1) {
      for (end = start; lines[end] !== TAB && end < lines.length; ) end++;
      this.#filling.add(lines.subarray(start, end));
      while (lines[end] !== LF && end < lines.length) end++;
      this.#lines++;
    }
  }

  filter(): FilterDigest {
    return { file: encodeFilter(this.#filling.finish()), lines: this.#lines };
  }
}

function joined(parts: readonly Uint32Array[]): Uint32Array<ArrayBuffer> {
  const all = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function* prefixesOf(lines: Uint8Array): Generator<number> {
  const text = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength).toString("latin1");
  for (let start = 0; start < text.length; start = text.indexOf("\n", start) + 1) {
    const tab = text.indexOf("\t", start);
    const value = text.slice(start, tab);
    // core/target: the text of a `host` target is `=value`, of the others the value.
    const targetText = text.startsWith("host\t", tab + 1) ? `=${value}` : value;
    yield sha256Prefix(targetText);
  }
}
