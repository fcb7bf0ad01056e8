import type { Answers, PublicEntry } from "../../../api/deps.ts";
import type { RefusalCode } from "../../../core/target/refusal.ts";

/** What the list says of a text that somebody typed, as the pages show it. */
export type ShownVerdict =
  | { readonly kind: "refused"; readonly code: RefusalCode }
  | { readonly kind: "clear"; readonly canonical: string }
  | {
      readonly kind: "blocked";
      readonly canonical: string;
      readonly entry: PublicEntry;
      /** The spelling that is on the list, when it is not the one asked for. */
      readonly variant: string | undefined;
    };

/** Asks a release. One of its answers is JSON as programs get it, so that page and interface cannot differ. */
export async function verdictOf(answers: Answers, query: string): Promise<ShownVerdict> {
  const answer = await answers.lookup(query);
  if (answer.kind === "refused") return { kind: "refused", code: answer.code };
  const { canonical, entry, variant } = JSON.parse(answer.json) as {
    canonical: string;
    entry?: { id: string };
    variant?: string;
  };
  const record = entry === undefined ? undefined : await answers.entry(entry.id);
  return record === undefined ? { kind: "clear", canonical } : { kind: "blocked", canonical, entry: record, variant };
}
