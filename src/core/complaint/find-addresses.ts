import { canonicalise } from "../target/canonicalise.ts";
import { targetText } from "../target/target.ts";
import { MOST_ADDRESSES } from "./submission.ts";

/** Says itself that it is an address. */
const MARKED = /^(?:https?|hxxps?):\/\/|^www\./i;
/** What a sentence puts around an address. */
const BEFORE = new Set("<([{\"'«“‘`*_");
const AFTER = new Set(">)]}\"'»”’`*_.,;:!?،۔؟");
/** Characters of the text that are looked at. */
const MOST_TEXT = 200_000;

/**
 * The addresses in a free text, each once, in order: what is marked as one, and bare names under a known public suffix.
 * A word of a sentence ("see e.g. this.one") is taken for a name only when it could be registered.
 */
export function findAddresses(text: string): string[] {
  const found = new Map<string, string>();
  for (const word of text.slice(0, MOST_TEXT).split(/[\s|]+/u)) {
    const bare = undress(word);
    if (!bare.includes(".") && !MARKED.test(bare)) continue;
    const read = canonicalise(bare);
    if (read.kind === "refused") continue;
    if (!MARKED.test(bare) && read.notes.includes("unknown_suffix")) continue;
    const key = targetText(read.target);
    if (!found.has(key)) found.set(key, bare);
    if (found.size === MOST_ADDRESSES) break;
  }
  return [...found.values()];
}

/** By hand: a pattern for the end of a long word looks at it again from each of its letters. */
function undress(word: string): string {
  let start = 0;
  let end = word.length;
  while (start < end && BEFORE.has(word.charAt(start))) start += 1;
  while (end > start && AFTER.has(word.charAt(end - 1))) end -= 1;
  return word.slice(start, end);
}
