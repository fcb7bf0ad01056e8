import type { HeldDecision, OrderRecord } from "./order.ts";

/** How many items one order's decisions may name one by one; more are decided as `all`. */
export const MAX_NAMED_ITEMS = 10_000;

export const NONE: HeldDecision = { kind: "none" };

/** What holds after a further decision of the same kind. */
export function joined(one: HeldDecision, other: HeldDecision): HeldDecision {
  if (one.kind === "none") return other;
  if (other.kind === "none") return one;
  if (one.kind === "all" || other.kind === "all") return { kind: "all" };
  return { kind: "some", items: [...new Set([...one.items, ...other.items])].sort((a, b) => a - b) };
}

export const named = (decision: HeldDecision): readonly number[] => (decision.kind === "some" ? decision.items : []);

/** Whether a held item has been let in: a word about this very item goes before a word about all of them. */
export function isLetIn({ accepted, rejected }: OrderRecord["held"], item: number): boolean {
  return named(accepted).includes(item) || (accepted.kind === "all" && !named(rejected).includes(item));
}

/** Why these decisions cannot be taken together after what was decided before, or undefined. */
export function heldFlaw(held: OrderRecord["held"], accept: HeldDecision, reject: HeldDecision): string | undefined {
  if (accept.kind === "none" && reject.kind === "none") return "Name held items to accept or to reject.";
  if (accept.kind === "all" && reject.kind === "all") return "The items cannot all be accepted and rejected.";
  const items = [...named(accept), ...named(reject)];
  if ([accept, reject].some((decision) => decision.kind === "some" && decision.items.length === 0))
    return "Name at least one item.";
  if (new Set(items).size !== items.length) return "An item is named twice.";
  const before = new Set([...named(held.accepted), ...named(held.rejected)]);
  if (held.accepted.kind === "all" || held.rejected.kind === "all" || items.some((item) => before.has(item)))
    return "An item is decided once: this was decided before.";
  return before.size + items.length > MAX_NAMED_ITEMS
    ? `At most ${MAX_NAMED_ITEMS} items can be named: decide the rest as all.`
    : undefined;
}
