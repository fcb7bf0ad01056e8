import { setImmediate as othersFirst } from "node:timers/promises";
import { zstdDecompressSync } from "node:zlib";
import { applyDelta, changedValues } from "../protocol/delta.ts";
import { DEFAULT_FALSE_POSITIVE_RATE, FilterFilling } from "../protocol/filter.ts";
import { encodeFilter } from "../protocol/filter-file.ts";
import type { KeyHasher } from "../protocol/key-hash.ts";
import { MAX_LIST_BYTES } from "../protocol/limits.ts";
import { countLineFeeds, LF, TAB } from "../protocol/line-bytes.ts";
import type { Manifest } from "../protocol/manifest.ts";
import { compressSnapshot } from "./compress.ts";
import { applied, countsOf, type FilterCounts, filterOf } from "./filter-counts.ts";
import type { CountsFolder } from "./filter-counts-folder.ts";
import { type HashedFile, readHashed } from "./hashed-file.ts";
import { sha256, sha256Prefix } from "./sha256.ts";

/** What a release has of the list's text (protocol README 4): it is half of the work, so it can run on another thread. */
export type ListDigest = {
  readonly identity: Promise<Manifest["identity"]>;
  /** The snapshot file. */
  readonly snapshot: Promise<Uint8Array>;
  readonly filter: Promise<FilterDigest>;
};

/** The filter file, and of how many lines of the list it was made. */
export type FilterDigest = { readonly file: Uint8Array; readonly lines: number };

/** What was published of the list before. */
export type ListBefore = { readonly snapshot: HashedFile; readonly filter: { readonly sha256: string } };

export type ListDigester = {
  /** Of the list before with a delta applied; undefined when its snapshot is not there or not what was published. */
  readonly apply: (before: ListBefore, delta: Uint8Array) => Promise<ListDigest | undefined>;
  /** Of a list that comes in pieces, each digested when it comes. */
  readonly begin: () => ListPieces;
  /**
   * Keeps the counts of the filter made last, so that the next is made of it instead of from nothing. For when the release is
   * out, and the last thing that is asked. Keeping them may fail: they are only there to save time.
   */
  readonly keep: () => Promise<void>;
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

/** A filter, how its counts are come by, and from which filter's they were made. */
type MadeFilter = {
  readonly sha256: string;
  readonly counts: () => FilterCounts;
  readonly madeFrom?: string;
};

/** Digests on the calling thread. Without a folder of counts, every filter is filled from nothing. */
export function listDigester(hash: KeyHasher, folder?: CountsFolder): ListDigester {
  let last: MadeFilter | undefined;

  function filled(keys: KeyDigest): FilterDigest {
    const digest = keys.filter();
    last = { sha256: sha256(digest.file), counts: () => keys.counts() };
    return digest;
  }

  return {
    async apply({ snapshot, filter }, delta) {
      const [bytes, counts] = await Promise.all([readHashed(snapshot), folder?.read(filter.sha256)]);
      if (bytes === undefined) return undefined;
      const before = zstdDecompressSync(bytes, { maxOutputLength: MAX_LIST_BYTES, chunkSize: LIST_CHUNK });
      const text = applyDelta(before, delta);
      return textDigest(text, () => {
        const next = counts && applied(counts, changedValues(before, delta), hash);
        if (next === undefined) {
          const keys = new KeyDigest(hash);
          keys.add(text);
          return filled(keys);
        }
        const file = encodeFilter(filterOf(next));
        last = { sha256: sha256(file), counts: () => next, madeFrom: filter.sha256 };
        return { file, lines: countLineFeeds(text) };
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
          ...textDigest(Buffer.concat(pieces), () => filled(keys)),
        }),
      };
    },
    async keep() {
      if (last === undefined || last.sha256 === last.madeFrom) return;
      await folder?.keep(last.sha256, last.counts(), last.madeFrom).catch(() => {});
    },
  };
}

/** The filter comes last, when whoever waits for the identity has it. */
function textDigest(text: Uint8Array, filter: () => FilterDigest): ListDigest {
  const snapshot = compressSnapshot(text);
  const identity = { sha256: sha256(text), bytes: text.length };
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

  counts(): FilterCounts {
    return countsOf(this.#filling);
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
