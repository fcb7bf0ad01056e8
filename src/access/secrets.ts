import { createHash } from "node:crypto";

/** Unpredictable bytes: `node:crypto` randomBytes, or a counter in tests. */
export type Random = (bytes: number) => Uint8Array;

/** A secret for machines: 256 bits. */
export const newSecret = (random: Random): string => Buffer.from(random(32)).toString("base64url");

/** A short public name for something that has a secret beside it: 96 bits. */
export const newId = (random: Random): string => Buffer.from(random(12)).toString("base64url");

/** How a secret is stored. A plain hash is enough, because no secret here has fewer than 80 random bits. */
export const secretHash = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** Follows from the session's secret, which the page never sees, so it needs no storage. */
export const csrfToken = (secret: string): string => createHash("sha256").update(`csrf\n${secret}`).digest("base64url");

/** Crockford's base32: no letter that looks like another. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A code for people to type, in groups of five letters, five bits each. */
export function newCode(random: Random, groups: number): string {
  const letters = [...random(groups * 5)].map((byte) => LETTERS[byte % 32]);
  return Array.from({ length: groups }, (_, group) => letters.slice(group * 5, group * 5 + 5).join("")).join("-");
}

/** The same code however it was typed. */
export const plainCode = (text: string): string =>
  text
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");

export const codeHash = (code: string): string => secretHash(plainCode(code));
