import type { OrderRecord, Proposal } from "../core/order/order.ts";
import type { Db } from "../storage/database.ts";
import { decideOrder } from "./decide-order.ts";

/** An officer asks that an order, or some of its items, be withdrawn, or that it last longer. Another one confirms. */
export function propose(db: Db, reference: string, proposal: Proposal, officer: string, now: number): OrderRecord {
  return decideOrder(db, reference, { kind: "propose", proposal }, officer, now);
}
