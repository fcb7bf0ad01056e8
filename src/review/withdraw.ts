import type { OrderCommand } from "../core/order/decide.ts";
import type { OrderRecord } from "../core/order/order.ts";
import type { Db } from "../storage/database.ts";
import { addClearances, removeEntries } from "../storage/entries.ts";
import { decideOrder } from "./decide-order.ts";

export type Withdrawal = Omit<Extract<OrderCommand, { kind: "withdraw" }>, "kind">;

/** Two officers take an order, or some of its items, off the list. Returns how many entries went. */
export function withdraw(
  db: Db,
  reference: string,
  withdrawal: Withdrawal,
  officer: string,
  now: number,
  /** How long a cleared name stays held if it is ordered again, in seconds. */
  clearanceSeconds: number,
): { readonly order: OrderRecord; readonly removed: number } {
  let removed = 0;
  const order = decideOrder(db, reference, { kind: "withdraw", ...withdrawal }, officer, now, (_, event, record) => {
    removed = removeEntries(db, record.id, record.terms.list, withdrawal.items, event);
    if (withdrawal.cleared) addClearances(db, event, now + clearanceSeconds);
  });
  return { order, removed };
}
