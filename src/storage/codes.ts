import { LIST_NAMES, type ListName } from "../core/list-name.ts";
import type { ItemOutcome } from "../core/order/order.ts";
import { SCOPES, type Scope } from "../core/target/target.ts";

// How closed sets stand in the database: small integers, in the order of their declaration, which for scopes is also
// the order of the published list (bytewise by name). A new member goes to the end, never in between.

const ITEM_OUTCOMES = [
  "accepted",
  "held",
  "refused",
  "duplicate",
  "skipped",
  "removed",
] as const satisfies readonly ItemOutcome[];

export const listCode = (list: ListName): number => LIST_NAMES.indexOf(list);
export const scopeCode = (scope: Scope): number => SCOPES.indexOf(scope);
export const outcomeCode = (outcome: ItemOutcome): number => ITEM_OUTCOMES.indexOf(outcome);

export function scopeOf(code: number): Scope {
  return member(SCOPES, code);
}
export function outcomeOf(code: number): ItemOutcome {
  return member(ITEM_OUTCOMES, code);
}

function member<T>(set: readonly T[], code: number): T {
  const found = set[code];
  if (found === undefined) throw new RangeError(`no member ${code}`);
  return found;
}
