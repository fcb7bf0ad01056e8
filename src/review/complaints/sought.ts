import { nearnessTexts } from "../../core/complaint/nearness.ts";
import { type ReferenceKind, readReference } from "../../core/complaint/reference.ts";
import type { ListName } from "../../core/list-name.ts";
import { canonicalise } from "../../core/target/canonicalise.ts";
import type { Near } from "../../storage/cases/complaint-queries.ts";
import type { Seal } from "../../storage/cases/seal.ts";

/** What somebody looks for on a desk. */
export type Sought =
  | { readonly kind: "everything" }
  | { readonly kind: "reference"; readonly reference: string }
  | { readonly kind: "near"; readonly near: Near }
  /** What no case can be found by. */
  | { readonly kind: "nothing" };

/**
 * Reads what was typed into the desk's search: a reference, or an address, which is compared by its keyed digests. On the
 * sealed desk only references are looked for: a search stands in the address of its page, where no sealed name may stand.
 */
export function readSought(seal: Seal, desk: ListName, kind: ReferenceKind, text: string | undefined): Sought {
  if (text === undefined || text.trim() === "") return { kind: "everything" };
  const reference = readReference(kind, text);
  if (reference !== undefined) return { kind: "reference", reference };
  if (desk === "sealed") return { kind: "nothing" };
  const read = canonicalise(text.trim());
  if (read.kind === "refused") return { kind: "nothing" };
  const { host, parent } = nearnessTexts(read.target);
  const everythingUnder = host === parent;
  return {
    kind: "near",
    near: { host: everythingUnder ? null : seal.print("host", host), parent: seal.print("parent", parent) },
  };
}
