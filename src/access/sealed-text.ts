import { createCipheriv, createDecipheriv } from "node:crypto";
import { HifazatError } from "../core/errors.ts";
import type { Random } from "./secrets.ts";

const CIPHER = "aes-256-gcm";
/** Bytes: NIST SP 800-38D, 8.2.2 (random IV) and 5.2.1.2. */
const IV = 12;
const TAG = 16;

/**
 * Encrypts a text for the database: base64url of IV, tag and ciphertext. `place` says where the result belongs and must
 * be given again to open it, so that one row's text does not open in another.
 */
export function sealText(key: Uint8Array, text: string, place: string, random: Random): string {
  const iv = random(IV);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG }).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url");
}

/** Throws `key_invalid` when the key is another, or the text was changed or moved. */
export function openText(key: Uint8Array, sealed: string, place: string): string {
  const bytes = Buffer.from(sealed, "base64url");
  try {
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV), { authTagLength: TAG });
    decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(IV, IV + TAG));
    return Buffer.concat([decipher.update(bytes.subarray(IV + TAG)), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new HifazatError("key_invalid", "A secret in the database does not open with this account key.", { cause });
  }
}
