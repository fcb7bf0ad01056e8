import { DEFAULT_FALSE_POSITIVE_RATE, FilterFilling } from "../protocol/filter.ts";
import { encodeFilter } from "../protocol/filter-file.ts";
import type { KeyHasher } from "../protocol/key-hash.ts";
import { LF, TAB } from "../protocol/line-bytes.ts";
import { sha256Prefix } from "./sha256-prefix.ts";

/** What a release needs to have hashed of every entry: it is half of the work, so it can run on another thread. */
export type KeyDigest = {
  /** The first bits of SHA-256 of each target text, in list order (protocol/index-file). */
  readonly prefixes: Promise<Uint32Array>;
  readonly filter: Promise<FilterDigest>;
};

/** The filter file, and of how many lines of the list it was made. */
export type FilterDigest = { readonly file: Uint8Array; readonly lines: number };

/** Takes the list's text in pieces that end at line ends, then gives the digests. */
export type KeyDigester = {
  readonly add: (lines: Uint8Array) => void;
  readonly finish: () => KeyDigest;
};

/** Without prefixes there are none, for who has them from the release before. */
export type NewDigester = (withPrefixes: boolean) => KeyDigester;

/** Digests on the calling thread, each piece when it comes. */
export const keyDigester =
  (hash: KeyHasher): NewDigester =>
  (withPrefixes) => {
    const prefixes: Uint32Array[] = [];
    const filling = new FilterFilling(hash, { falsePositiveRate: DEFAULT_FALSE_POSITIVE_RATE });
    let count = 0;
    return {
      add(lines) {
        if (withPrefixes) prefixes.push(Uint32Array.from(prefixesOf(lines)));
        // Not by indexOf: a call for every line costs as much as the hash.
        let end = 0;
        for (let start = 0; start < lines.length; start = end + 1) {
          for (end = start; lines[end] !== TAB && end < lines.length; ) end++;
          filling.add(lines.subarray(start, end));
          while (lines[end] !== LF && end < lines.length) end++;
          count++;
        }
      },
      finish() {
        const all = new Uint32Array(prefixes.reduce((sum, { length }) => sum + length, 0));
        let at = 0;
        for (const part of prefixes) {
          all.set(part, at);
          at += part.length;
        }
        const filter = Promise.resolve().then(() => ({ file: encodeFilter(filling.finish()), lines: count }));
        return { prefixes: Promise.resolve(all), filter };
      },
    };
  };

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
