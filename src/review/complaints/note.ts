import { HifazatError } from "../../core/errors.ts";
import { notePlace } from "../../storage/cases/places.ts";
import type { Seal } from "../../storage/cases/seal.ts";

/** Characters. */
const LONGEST = 5_000;

/** What an officer wrote, encrypted; "" when it says nothing, which core refuses where reasons are needed. */
export function closeNote(seal: Seal, reference: string, text: string): string {
  const plain = text.trim();
  if (plain.length > LONGEST) throw new HifazatError("bad_request", `A text has at most ${LONGEST} characters.`);
  return plain === "" ? "" : seal.close(plain, notePlace(reference));
}
