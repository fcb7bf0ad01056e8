import { createHash, timingSafeEqual } from "node:crypto";
import { plainLetters } from "../../core/complaint/reference.ts";

/** How a code is stored. A plain hash is enough for 100 random bits. */
export const followUpHash = (code: string): string =>
  createHash("sha256")
    .update(`follow-up\n${plainLetters(code)}`)
    .digest("hex");

/** Stands where there is no case, so that an unknown reference takes as long as a wrong code. */
const NO_HASH = "0".repeat(64);

/** Whether the code opens what is stored, in a time that does not depend on where they differ. */
export function opensWith(code: string, stored: string | undefined): boolean {
  const same = timingSafeEqual(Buffer.from(followUpHash(code.slice(0, 100))), Buffer.from(stored ?? NO_HASH));
  return same && stored !== undefined;
}
