import { hash } from "node:crypto";
import { DEFAULT_FALSE_POSITIVE_RATE, fillFilter } from "../protocol/filter.ts";
import { encodeFilter } from "../protocol/filter-file.ts";
import { BUCKET_BITS } from "../protocol/index-file/layout.ts";

/** What a release needs to have hashed of every entry: it is half of the work, so it can run on another thread. */
export type KeyDigest = {
  /** The first bits of SHA-256 of each target text, in list order (protocol/index-file). */
  readonly prefixes: Promise<Uint32Array>;
  /** The filter file. */
  readonly filter: Promise<Uint8Array>;
};

/** Takes the list's text in pieces that end at line ends, then gives the digests. */
export type KeyDigester = {
  readonly add: (lines: Uint8Array) => void;
  readonly finish: () => KeyDigest;
};

/** Digests on the calling thread. */
export function keyDigester(): KeyDigester {
  const values: string[] = [];
  const prefixes: number[] = [];
  return {
    add(lines) {
      const text = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength).toString("latin1");
      for (let start = 0; start < text.length; ) {
        const tab = text.indexOf("\t", start);
        const value = text.slice(start, tab);
        // core/target: the text of a `host` target is `=value`, of the others the value.
        prefixes.push(bucketOf(text.startsWith("host\t", tab + 1) ? `=${value}` : value));
        values.push(value);
        start = text.indexOf("\n", tab) + 1;
      }
    },
    finish() {
      const filled = fillFilter(values, values.length, { falsePositiveRate: DEFAULT_FALSE_POSITIVE_RATE });
      return { prefixes: Promise.resolve(Uint32Array.from(prefixes)), filter: filled.then(encodeFilter) };
    },
  };
}

function bucketOf(targetText: string): number {
  return Number.parseInt(hash("sha256", targetText).slice(0, BUCKET_BITS / 4), 16);
}
