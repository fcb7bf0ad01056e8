import { MAX_LABEL_LENGTH, MAX_NAME_LENGTH } from "./limits.ts";

const DOT = 46;
const LETTER_A = 97;
const LETTER_Z = 122;

const NAME_CODES = new Uint8Array(128);
for (const character of "abcdefghijklmnopqrstuvwxyz0123456789-_") NAME_CODES[character.charCodeAt(0)] = 1;

/**
 * True when the text is a canonical name of two labels or more that no further rule can change or refuse, except the
 * public suffix list. One pass without allocation: nearly every line of a large list takes this path. Last labels that
 * might be numbers and RPZ triggers (`32.1.2.0.192.rpz-ip`) are left to the full rules.
 */
export function isPlainName(text: string): boolean {
  const length = text.length;
  if (length > MAX_NAME_LENGTH) return false;
  let start = 0;
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === DOT) {
      if (!hasLabelLength(start, index)) return false;
      start = index + 1;
    } else if (code > 127 || NAME_CODES[code] !== 1) {
      return false;
    }
  }
  if (start === 0 || !hasLabelLength(start, length)) return false;
  const first = text.charCodeAt(start);
  return first >= LETTER_A && first <= LETTER_Z && !text.startsWith("rpz-", start);
}

function hasLabelLength(start: number, end: number): boolean {
  return end > start && end - start <= MAX_LABEL_LENGTH;
}

/** True when every character may stand in a canonical label: lower-case ASCII letters, digits, hyphen, underscore. */
export function isLabelText(label: string): boolean {
  for (let index = 0; index < label.length; index += 1) {
    const code = label.charCodeAt(index);
    if (code > 127 || NAME_CODES[code] !== 1) return false;
  }
  return true;
}
