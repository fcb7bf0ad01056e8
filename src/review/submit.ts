import type { OrderRecord } from "../core/order/order.ts";
import type { Db } from "../storage/database.ts";
import { decideOrder } from "./decide-order.ts";

/** An officer puts a drafted order forward for approval. `now` in seconds since the epoch. */
export function submit(db: Db, reference: string, officer: string, now: number): OrderRecord {
  return decideOrder(db, reference, { kind: "submit" }, officer, now);
}
