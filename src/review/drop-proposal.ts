import type { OrderRecord } from "../core/order/order.ts";
import type { Db } from "../storage/database.ts";
import { decideOrder } from "./decide-order.ts";

/** An officer, also the one who proposed it, takes a proposal off the table. */
export function dropProposal(db: Db, reference: string, reasons: string, officer: string, now: number): OrderRecord {
  return decideOrder(db, reference, { kind: "drop_proposal", reasons }, officer, now);
}
