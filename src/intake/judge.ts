import type { GuardOutcome } from "../core/guard/guard.ts";
import { canonicalise } from "../core/target/canonicalise.ts";
import { type Target, targetText } from "../core/target/target.ts";
import type { Item } from "../storage/items.ts";
import type { ReceivedItem } from "./formats/received-item.ts";

/** What became of one received item. Only what may come onto the list has a target. */
export type Fate = Pick<Item, "outcome" | "code" | "notes" | "target">;

type Judged = Exclude<ReceivedItem, { kind: "ignored" }>;

export type AskGuard = (target: Target, terminated: boolean) => GuardOutcome;

/**
 * Decides, one after the other, what becomes of the items of one upload: what is no address is refused, what came before
 * is a duplicate (its code names the line of this upload, or the item of an earlier one), what the guards stop is refused
 * or held, the rest is accepted. `earlier`: what the order has already.
 */
export function openJudge(guard: AskGuard, earlier: Iterable<Item> = []): (received: Judged) => Fate {
  /** Where each target stood first: its line in this upload, or the item of an earlier one as a negative number. */
  const seen = new Map<string, number>();
  for (const { seq, target, code } of earlier)
    if (target !== null && code?.includes("unterminated") !== true) seen.set(targetText(target), -seq);

  return (received) => {
    if (received.kind !== "candidate") return fate(received.kind, received.code);
    const result = canonicalise(received.target);
    if (result.kind === "refused")
      // Cut short, it may have been anything: somebody has to look at it, whatever is left of it.
      return received.terminated ? fate("refused", result.code) : fate("held", "unterminated");
    const { target } = result;
    const notes = result.notes.length === 0 ? null : result.notes.join(",");
    const text = targetText(target);
    const first = seen.get(text);
    if (first !== undefined) return fate("duplicate", first < 0 ? `item_${-first}` : `line_${first}`, notes);
    const outcome = guard(target, received.terminated);
    if (outcome.kind === "refuse") return fate("refused", outcome.code, notes);
    // A name that may be cut short says nothing about the lines before or after it.
    if (received.terminated) seen.set(text, received.line);
    if (outcome.kind === "hold") return { outcome: "held", code: outcome.reasons.join(","), notes, target };
    return { outcome: "accepted", code: null, notes, target };
  };
}

function fate(outcome: Item["outcome"], code: string, notes: string | null = null): Fate {
  return { outcome, code, notes, target: null };
}
