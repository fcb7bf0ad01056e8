import type { StoredAddress } from "../../core/complaint/complaint.ts";
import { nearnessTexts } from "../../core/complaint/nearness.ts";
import { candidates } from "../../core/target/candidates.ts";
import { canonicalise } from "../../core/target/canonicalise.ts";
import type { Target } from "../../core/target/target.ts";
import { addressPlace } from "../../storage/cases/places.ts";
import type { Seal } from "../../storage/cases/seal.ts";

export type ReadAddress = {
  readonly stored: StoredAddress;
  /** Every target that would cover it, in the order in which a lookup tries them; none when it is no address. */
  readonly covering: readonly Target[];
};

/** Reads one address of a case and makes it ready for storage. `seq` from 1. */
export function readAddress(seal: Seal, reference: string, seq: number, text: string): ReadAddress {
  const sealed = seal.close(text, addressPlace(reference, seq));
  const read = canonicalise(text);
  if (read.kind === "refused") return { stored: { sealed, prints: null, code: read.code }, covering: [] };
  const near = nearnessTexts(read.target);
  const prints = {
    target: seal.print("target", near.target),
    host: seal.print("host", near.host),
    parent: seal.print("parent", near.parent),
  };
  const found = candidates(read.target.value);
  const covering = found.kind === "refused" ? [] : [...found.targets, ...found.variants.flatMap((one) => one.targets)];
  return { stored: { sealed, prints, code: null }, covering };
}
