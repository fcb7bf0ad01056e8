import { targetText } from "../core/target/target.ts";
import type { IndexReader } from "../protocol/index-file/read.ts";
import { toHex } from "./hex.ts";

/** Hexadecimal digits of the SHA-256 of `targetText` that a caller gives away. */
export const PREFIX_DIGITS = 5;
/** Every answer has a multiple of this many suffixes, so that its size says nothing about what was asked. */
const PADDED_TO = 16;

/**
 * Private lookup: the suffixes (59 digits) of every entry whose hash begins with `prefix` (5 digits, lower case), sorted,
 * among at least one invented suffix. Inventions follow from prefix and release, so that asking twice tells nothing more.
 */
export async function bucketSuffixes(index: IndexReader, prefix: string): Promise<string[]> {
  const suffixes: string[] = [];
  for (const handle of index.bucket(Number.parseInt(prefix, 16))) {
    const digest = await sha256Hex(targetText(index.entry(handle)));
    if (digest.startsWith(prefix)) suffixes.push(digest.slice(PREFIX_DIGITS));
  }
  const padded = (Math.floor(suffixes.length / PADDED_TO) + 1) * PADDED_TO;
  for (let made = suffixes.length; made < padded; made++) {
    const invented = await sha256Hex(`padding of ${prefix} in release ${index.header.release}, ${made}`);
    suffixes.push(invented.slice(PREFIX_DIGITS));
  }
  return suffixes.sort();
}

async function sha256Hex(text: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}
