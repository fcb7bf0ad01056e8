/** Unpredictable bytes: from `node:crypto`, or a counter in tests. */
export type Random = (bytes: number) => Uint8Array;

/** Crockford's base32: no letter that looks like another. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** `C` complaint, `A` appeal. */
export type ReferenceKind = "C" | "A";

/** `C-7K3M-9Q2X`. Random, because a running number would tell how many complaints there are. */
export function newReference(kind: ReferenceKind, random: Random): string {
  return `${kind}-${letters(random, 4)}-${letters(random, 4)}`;
}

/** The code that opens a case to whoever sent it, shown once: 100 random bits. */
export function newFollowUpCode(random: Random): string {
  return Array.from({ length: 4 }, () => letters(random, 5)).join("-");
}

/** The same reference or code however it was typed. */
export function plainLetters(text: string): string {
  return text
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
}

/** A reference as it is stored, or undefined when the text cannot be one. */
export function readReference(kind: ReferenceKind, text: string): string | undefined {
  if (text.length > 40) return undefined;
  const plain = plainLetters(text);
  const found = /^([CA])([0-9A-HJKMNP-TV-Z]{4})([0-9A-HJKMNP-TV-Z]{4})$/.exec(plain);
  return found?.[1] === kind ? `${kind}-${found[2]}-${found[3]}` : undefined;
}

function letters(random: Random, count: number): string {
  return [...random(count)].map((byte) => LETTERS[byte % 32]).join("");
}
