import { HifazatError } from "../core/errors.ts";
import { named } from "../core/order/held.ts";
import type { HeldDecision, OrderRecord } from "../core/order/order.ts";
import type { Db } from "../storage/database.ts";
import { countHeld } from "../storage/items.ts";

/** Throws when an item is named that the order does not hold: a slip of the pen must not pass for a decision. */
export function checkHeld(db: Db, order: OrderRecord, decisions: readonly HeldDecision[]): void {
  const items = new Set(decisions.flatMap((decision) => named(decision)));
  if (items.size === 0) return;
  if (countHeld(db, order.id, [...items]) !== items.size)
    throw new HifazatError("bad_request", "Not all of the named items are held items of the order.");
}
