import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from "node:crypto";
import type { Nearness } from "../../core/complaint/nearness.ts";
import type { Random } from "../../core/complaint/reference.ts";
import { HifazatError } from "../../core/errors.ts";

/**
 * What the key of the cases does. Whoever holds the database without it reads no address and cannot test a guess; whoever
 * holds both reads every complaint: keep the two apart in backups.
 */
export type Seal = {
  /** Base64url of IV, tag and ciphertext. `place` says where the text belongs; it opens nowhere else. */
  readonly close: (text: string, place: string) => string;
  /** Throws `key_invalid` when the key is another, or the text was changed or moved. */
  readonly open: (sealed: string, place: string) => string;
  /** A keyed digest: the same text gives the same print, and without the key a print tells nothing. */
  readonly print: (kind: Nearness | "mail", text: string) => string;
  /** For proofs of work: follows from the key, so that every process of the registry takes every other's challenges. */
  readonly proofSecret: string;
};

const CIPHER = "aes-256-gcm";
/** Bytes: NIST SP 800-38D, 8.2.2 (random IV) and 5.2.1.2. */
const IV = 12;
const TAG = 16;
const KEY = 32;
/** Of a print; two addresses among millions do not meet by chance. */
const PRINT = 16;

/** `key`: 32 random bytes (sealed-key.ts). Each use has a key of its own (RFC 5869). */
export function createSeal(key: Uint8Array, random: Random): Seal {
  if (key.length !== KEY) throw new HifazatError("key_invalid", `The key of the cases has ${KEY} bytes.`);
  const derive = (use: string): Buffer => Buffer.from(hkdfSync("sha256", key, "", `hifazat/cases/${use}`, KEY));
  const textKey = derive("text");
  const printKey = derive("print");
  return {
    close(text, place) {
      const iv = random(IV);
      const cipher = createCipheriv(CIPHER, textKey, iv, { authTagLength: TAG }).setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url");
    },
    open(sealed, place) {
      const bytes = Buffer.from(sealed, "base64url");
      try {
        const decipher = createDecipheriv(CIPHER, textKey, bytes.subarray(0, IV), { authTagLength: TAG });
        decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(IV, IV + TAG));
        return Buffer.concat([decipher.update(bytes.subarray(IV + TAG)), decipher.final()]).toString("utf8");
      } catch (cause) {
        throw new HifazatError("key_invalid", "A text of a case does not open with this key.", { cause });
      }
    },
    print: (kind, text) =>
      createHmac("sha256", printKey).update(`${kind}\n${text}`).digest().subarray(0, PRINT).toString("base64url"),
    proofSecret: derive("proof").toString("hex"),
  };
}
