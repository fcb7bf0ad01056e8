/** A zone's serial counts modulo 2^32; releases are numbered 1, 2, 3 …, so for 4 billion of them the two are the same. */
const MODULUS = 2 ** 32;

export const serialOf = (release: number): number => release % MODULUS;

/**
 * Whether a secondary that has `serial` takes `next` for newer (RFC 1982, 3.2). Two serials exactly half the circle apart
 * are neither newer nor older than each other.
 */
export function isNewer(next: number, serial: number): boolean {
  const ahead = (next - serial + MODULUS) % MODULUS;
  return ahead > 0 && ahead < MODULUS / 2;
}
