import type { OrderRecord } from "../core/order/order.ts";
import type { Db } from "../storage/database.ts";
import { decideOrder } from "./decide-order.ts";
import { enterOnList } from "./enter-on-list.ts";

type Emergency = { readonly digest: string; readonly reasons: string };

/** One senior officer lets an emergency out alone; it ends in seven days unless confirmed (DESIGN 5). */
export function approveEmergency(
  db: Db,
  reference: string,
  { digest, reasons }: Emergency,
  senior: string,
  now: number,
): { readonly order: OrderRecord; readonly entries: number } {
  let entries = 0;
  const command = { kind: "approve_emergency", digest, reasons } as const;
  const order = decideOrder(db, reference, command, senior, now, (_, event, record) => {
    entries = enterOnList(db, event, record, now);
  });
  return { order, entries };
}
