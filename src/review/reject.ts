import type { OrderRecord } from "../core/order/order.ts";
import type { Db } from "../storage/database.ts";
import { decideOrder } from "./decide-order.ts";

/** An officer refuses a submitted order, with reasons. */
export function reject(db: Db, reference: string, reasons: string, officer: string, now: number): OrderRecord {
  return decideOrder(db, reference, { kind: "reject", reasons }, officer, now);
}
