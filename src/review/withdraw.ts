import type { OrderCommand } from "../core/order/command.ts";
import type { OrderRecord } from "../core/order/order.ts";
import type { Db } from "../storage/database.ts";
import { decideOrder } from "./decide-order.ts";
import { takeOffList } from "./take-off-list.ts";

export type Withdrawal = Omit<Extract<OrderCommand, { kind: "withdraw" }>, "kind">;

/** Two officers, both present, take an order, or some of its items, off the list. Returns how many entries went. */
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
  const command = { kind: "withdraw", ...withdrawal } as const;
  const order = decideOrder(db, reference, command, officer, now, (happened, event, record) => {
    if (happened.kind === "withdrawn") removed = takeOffList(db, happened, event, record, now + clearanceSeconds);
  });
  return { order, removed };
}
