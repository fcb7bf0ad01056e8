import { targetText } from "../core/target/target.ts";
import type { IndexReader } from "../protocol/index-file/read.ts";
import { toHex } from "./hex.ts";

/** Hexadecimal digits of the SHA-256 of `targetText` that a caller gives away. */
export const PREFIX_DIGITS = 5;
/** Every answer has a multiple of this many suffixes, so that its size says nothing about what was asked. */
const PADDED_TO = 16;

/** The target texts of the entries whose hash begins with `prefix` (5 digits), and perhaps of some others. */
export function bucketTexts(index: IndexReader, prefix: string): string[] {
  return index.bucket(Number.parseInt(prefix, 16)).map((handle) => targetText(index.entry(handle)));
}

/**
 * Private lookup: the suffixes (59 digits) of those of `texts` whose hash begins with `prefix` (5 digits, lower case),
 * sorted, among at least one invented suffix. Inventions follow from prefix and release, so that asking twice tells nothing
 * more.
 */
export async function bucketSuffixes(texts: readonly string[], prefix: string, release: number): Promise<string[]> {
  const suffixes: string[] = [];
  for (const text of texts) {
    const digest = await sha256Hex(text);
    if (digest.startsWith(prefix)) suffixes.push(digest.slice(PREFIX_DIGITS));
  }
  const padded = (Math.floor(suffixes.length / PADDED_TO) + 1) * PADDED_TO;
  for (let made = suffixes.length; made < padded; made++) {
    const invented = await sha256Hex(`padding of ${prefix} in release ${release}, ${made}`);
    suffixes.push(invented.slice(PREFIX_DIGITS));
  }
  return suffixes.sort();
}

async function sha256Hex(text: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}
