/**
 * The 64-bit fingerprint of a target as two words, in plain 32-bit arithmetic (README 8.3): no BigInt, because a lookup
 * does this for every candidate. PLACE chooses the slot, STORED stands in it. The caller owns the two words and reuses
 * them, so that a lookup allocates nothing.
 */
export type Fingerprint = Int32Array;
export const PLACE = 0;
export const STORED = 1;

const A = 0x9e3779b1;
const B = 0x5f356495;

export function newFingerprint(): Fingerprint {
  return new Int32Array(2);
}

/** Of a text. Its character codes are its bytes: one with a code above 127 is on no list and is found nowhere. */
export function fingerprintText(seed: number, scope: number, value: string, print: Fingerprint): void {
  let a = Math.imul(seed ^ scope, A);
  let b = Math.imul(~seed ^ scope, B);
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    a = Math.imul((a ^ code) + (a >>> 15), A);
    b = Math.imul((b ^ code) + (b >>> 13), B);
  }
  print[PLACE] = mix(a ^ (b >>> 16));
  print[STORED] = mix(b ^ (a >>> 16));
}

/** The same of the value's bytes. */
export function fingerprintBytes(
  seed: number,
  scope: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  print: Fingerprint,
): void {
  let a = Math.imul(seed ^ scope, A);
  let b = Math.imul(~seed ^ scope, B);
  for (let at = start; at < end; at++) {
    const code = bytes[at] as number;
    a = Math.imul((a ^ code) + (a >>> 15), A);
    b = Math.imul((b ^ code) + (b >>> 13), B);
  }
  print[PLACE] = mix(a ^ (b >>> 16));
  print[STORED] = mix(b ^ (a >>> 16));
}

/**
 * The check word of a record: its fingerprint and its three words, so that a damaged record is missed, not believed.
 */
export function recordCheck(print: Fingerprint, id: number, order: number, shape: number): number {
  let check = Math.imul((print[PLACE] as number) ^ id, A);
  check = Math.imul((check ^ (check >>> 15)) + order, B);
  check = Math.imul((check ^ (check >>> 13)) + shape, A);
  return mix(check ^ (print[STORED] as number));
}

/** The slot where the search for a fingerprint begins. */
export function firstSlot(print: Fingerprint, slotCount: number): number {
  // 31 bits: the division stays one of small integers in every JavaScript engine.
  return ((print[PLACE] as number) >>> 1) % slotCount;
}

/** FNV-1a, 32 bits, of `bytes`, going on from `check`. */
export function checkBytes(bytes: Uint8Array, check = 0x811c9dc5): number {
  let result = check;
  for (let at = 0; at < bytes.length; at++) result = Math.imul(result ^ (bytes[at] as number), 0x01000193);
  return result >>> 0;
}

/** The finishing mix of MurmurHash3 (public domain), signed: every input bit reaches every output bit. */
function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
