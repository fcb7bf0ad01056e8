import { candidates } from "../core/target/candidates.ts";
import type { RefusalCode } from "../core/target/refusal.ts";
import { type Target, targetText } from "../core/target/target.ts";
import type { IndexReader } from "../protocol/index-file/read.ts";

/** What a release says of a text: a blocked one names the entry that decided (a handle of that index). */
export type Decision =
  | { readonly kind: "refused"; readonly code: RefusalCode }
  | { readonly kind: "clear"; readonly canonical: string }
  | {
      readonly kind: "blocked";
      readonly canonical: string;
      readonly handle: number;
      /** The spelling that is on the list, when only it is and not the one asked for (DESIGN 3, Urdu). */
      readonly variant?: string;
    };

/** The first candidate on the list decides; each hit is exact, byte for byte. Other spellings only when none hits. */
export function decide(index: IndexReader, query: string): Decision {
  const asked = candidates(query);
  if (asked.kind === "refused") return asked;
  const canonical = targetText(asked.canonical);
  const handle = firstOnList(index, asked.targets);
  if (handle !== -1) return { kind: "blocked", canonical, handle };
  for (const variant of asked.variants) {
    const found = firstOnList(index, variant.targets);
    if (found !== -1) return { kind: "blocked", canonical, handle: found, variant: targetText(variant.canonical) };
  }
  return { kind: "clear", canonical };
}

function firstOnList(index: IndexReader, targets: readonly Target[]): number {
  for (const { scope, value } of targets) {
    const handle = index.find(scope, value);
    if (handle !== -1) return handle;
  }
  return -1;
}
