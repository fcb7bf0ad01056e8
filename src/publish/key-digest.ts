import { DEFAULT_FALSE_POSITIVE_RATE, fillFilter } from "../protocol/filter.ts";
import { encodeFilter } from "../protocol/filter-file.ts";
import { sha256Prefix } from "./from-previous.ts";

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

/** Digests on the calling thread. Without prefixes there are none, for who has them from the release before. */
export function keyDigester(withPrefixes = true): KeyDigester {
  const texts: string[] = [];
  const prefixes: Uint32Array[] = [];
  let count = 0;
  return {
    add(lines) {
      const text = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength).toString("latin1");
      texts.push(text);
      if (withPrefixes) prefixes.push(Uint32Array.from(prefixesOf(text)));
      count += prefixes.at(-1)?.length ?? linesIn(text);
    },
    finish() {
      const all = new Uint32Array(withPrefixes ? count : 0);
      let at = 0;
      for (const part of prefixes) {
        all.set(part, at);
        at += part.length;
      }
      const filled = fillFilter(valuesOf(texts), count, { falsePositiveRate: DEFAULT_FALSE_POSITIVE_RATE });
      return { prefixes: Promise.resolve(all), filter: filled.then(encodeFilter) };
    },
  };
}

function linesIn(text: string): number {
  let lines = 0;
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) lines++;
  return lines;
}

function* prefixesOf(text: string): Generator<number> {
  for (let start = 0; start < text.length; start = text.indexOf("\n", start) + 1) {
    const tab = text.indexOf("\t", start);
    const value = text.slice(start, tab);
    // core/target: the text of a `host` target is `=value`, of the others the value.
    const targetText = text.startsWith("host\t", tab + 1) ? `=${value}` : value;
    yield sha256Prefix(targetText);
  }
}

/** Read back from the text: a million strings kept in the meantime cost the collector more. */
function* valuesOf(texts: readonly string[]): Generator<string> {
  for (const text of texts) {
    for (let start = 0; start < text.length; start = text.indexOf("\n", start) + 1)
      yield text.slice(start, text.indexOf("\t", start));
  }
}
