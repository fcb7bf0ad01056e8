import type { OrderEvent, OrderRecord } from "../core/order/order.ts";
import type { Db } from "../storage/database.ts";
import { addClearances, removeEntries } from "../storage/entries.ts";

/** The entries of a withdrawal go; what was cleared is remembered until `clearedUntil`. Returns how many went. */
export function takeOffList(
  db: Db,
  happened: Extract<OrderEvent, { kind: "withdrawn" }>,
  event: number,
  order: OrderRecord,
  clearedUntil: number,
): number {
  const removed = removeEntries(db, order.id, order.terms.list, happened.items, event);
  if (happened.cleared) addClearances(db, event, clearedUntil);
  return removed;
}
