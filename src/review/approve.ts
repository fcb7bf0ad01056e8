import type { OrderCommand } from "../core/order/decide.ts";
import type { OrderRecord } from "../core/order/order.ts";
import type { Db } from "../storage/database.ts";
import { addEntries, setTerm } from "../storage/entries.ts";
import { decideOrder } from "./decide-order.ts";

export type Approval = Omit<Extract<OrderCommand, { kind: "approve" }>, "kind">;

/** A second officer approves what the digest names; its accepted items become entries. Returns how many. */
export function approve(
  db: Db,
  reference: string,
  approval: Approval,
  officer: string,
  now: number,
): { readonly order: OrderRecord; readonly entries: number } {
  let entries = 0;
  const order = decideOrder(db, reference, { kind: "approve", ...approval }, officer, now, (_, event, record) => {
    const { list, reviewAt, expiresAt } = record.terms;
    setTerm(db, record.id, event, { since: now, reviewAt, expiresAt });
    entries = addEntries(db, record.id, list, approval.held, event);
  });
  return { order, entries };
}
