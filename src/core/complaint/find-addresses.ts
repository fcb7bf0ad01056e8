import { canonicalise } from "../target/canonicalise.ts";
import { type Target, targetText } from "../target/target.ts";
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
    const address = addressIn(word);
    if (address === undefined) continue;
    const key = targetText(address.target);
    if (!found.has(key)) found.set(key, address.text);
    if (found.size === MOST_ADDRESSES) break;
  }
  return [...found.values()];
}

/** The address that a word of a sentence is, without what a sentence puts around it. */
export function addressIn(word: string): { readonly text: string; readonly target: Target } | undefined {
  const text = undress(word);
  if (!text.includes(".") && !MARKED.test(text)) return undefined;
  const read = canonicalise(text);
  if (read.kind === "refused") return undefined;
  if (!MARKED.test(text) && read.notes.includes("unknown_suffix")) return undefined;
  return { text, target: read.target };
}

/** By hand: a pattern for the end of a long word looks at it again from each of its letters. */
function undress(word: string): string {
  let start = 0;
  let end = word.length;
  while (start < end && BEFORE.has(word.charAt(start))) start += 1;
  while (end > start && AFTER.has(word.charAt(end - 1))) end -= 1;
  return word.slice(start, end);
}
