import { HifazatError } from "../core/errors.ts";
import type { OrderRecord, OrderTerms } from "../core/order/order.ts";
import type { Db } from "../storage/database.ts";
import { orderDigest } from "../storage/items.ts";
import { orderByNumber } from "../storage/orders.ts";
import { decideOrder } from "./decide-order.ts";

/** Changes the terms of an order that nobody has approved. Whoever does it becomes an author. */
export function revise(db: Db, reference: string, terms: OrderTerms, author: string, now: number): OrderRecord {
  const command = (order: OrderRecord) => {
    const other = orderByNumber(db, terms.authority, terms.number);
    if (other !== undefined && other.id !== order.id)
      throw new HifazatError("conflict", `${terms.authority} has an order ${terms.number} already.`);
    const edit = { kind: "revised", terms, digest: orderDigest(terms, order.uploads) } as const;
    return { kind: "edit", edit } as const;
  };
  return decideOrder(db, reference, command, author, now);
}
