import type { StoredAddress } from "../../core/complaint/complaint.ts";
import { nearnessTexts } from "../../core/complaint/nearness.ts";
import { canonicalise } from "../../core/target/canonicalise.ts";
import { addressPlace } from "../../storage/cases/places.ts";
import type { Seal } from "../../storage/cases/seal.ts";

/** The addresses of a case in clear, as they were written. */
export function openAddresses(seal: Seal, reference: string, addresses: readonly StoredAddress[]): string[] {
  return addresses.map(({ sealed }, index) => seal.open(sealed, addressPlace(reference, index + 1)));
}

/** Everything by which somebody could name one of these addresses: as written, canonical, and its registered name. */
export function namesOf(texts: readonly string[]): string[] {
  return texts.flatMap((text) => {
    const read = canonicalise(text);
    return read.kind === "refused" ? [text] : [text, read.target.value, nearnessTexts(read.target).parent];
  });
}
