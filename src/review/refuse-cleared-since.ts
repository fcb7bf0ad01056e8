import { HifazatError } from "../core/errors.ts";
import { recentlyCleared } from "../core/guard/cleared.ts";
import type { OrderRecord } from "../core/order/order.ts";
import type { Db } from "../storage/database.ts";
import { clearances, enteredBy } from "../storage/entries.ts";
import { firstOrderEvent } from "../storage/orders.ts";

/** Item numbers in a message; the rest are counted. */
const NAMED = 10;

/**
 * Intake holds a name that was cleared on appeal, but an order can have been entered before that and approved after: then
 * nobody would have been told. Throws `cleared_since`, which undoes the transaction of the event that made entries of
 * such names. Items are named by number only, because the order may be a sealed one. `now` in seconds since the epoch.
 */
export function refuseClearedSince(db: Db, event: number, order: OrderRecord, now: number): void {
  const since = clearances(db, now, firstOrderEvent(db, order.id));
  if (since.length === 0) return;
  const isCleared = recentlyCleared(since, now);
  const items: number[] = [];
  for (const [seq, code, target] of enteredBy(db, order.id, order.terms.list, event))
    if (code?.split(",").includes("recently_cleared") !== true && isCleared(target)) items.push(seq);
  if (items.length === 0) return;
  const more = items.length > NAMED ? ` and ${items.length - NAMED} more` : "";
  throw new HifazatError(
    "cleared_since",
    `Cleared on appeal after they were entered: item ${items.slice(0, NAMED).join(", ")}${more}. Take them out, or enter them anew: they are held then, and a senior officer decides.`,
  );
}
