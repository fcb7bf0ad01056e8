import type { Db } from "../storage/database.ts";
import { removeEntries } from "../storage/entries.ts";
import { ordersAtTheirEnd } from "../storage/orders.ts";
import { decideOrder } from "./decide-order.ts";

/** Who stands in the record for what happens by the clock. No account can be called so. */
const SCHEDULER = "scheduler";

export type Expired = { readonly order: string; readonly removed: number };

/**
 * Ends every order whose end has come, emergencies that nobody confirmed among them, each in its own transaction: a run
 * that dies is gone on with by the next. `now` in seconds since the epoch. For the scheduler.
 */
export function expireOrders(db: Db, now: number): Expired[] {
  return ordersAtTheirEnd(db, now).map((id) => {
    const order = `o${id}`;
    let removed = 0;
    decideOrder(db, order, { kind: "expire" }, SCHEDULER, now, (_, event, record) => {
      removed = removeEntries(db, id, record.terms.list, null, event);
    });
    return { order, removed };
  });
}
