import type { OrderRecord } from "../core/order/order.ts";
import type { Db } from "../storage/database.ts";
import { decideOrder } from "./decide-order.ts";
import { writeTerm } from "./enter-on-list.ts";

/** The second officer of an emergency: from now on it stands as long as its terms say. */
export function confirmEmergency(
  db: Db,
  reference: string,
  { digest, reasons }: { readonly digest: string; readonly reasons: string },
  officer: string,
  now: number,
): OrderRecord {
  const command = { kind: "confirm_emergency", digest, reasons } as const;
  return decideOrder(db, reference, command, officer, now, (_, event, order) => writeTerm(db, event, order));
}
