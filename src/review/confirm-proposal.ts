import type { OrderRecord, Proposal } from "../core/order/order.ts";
import type { Db } from "../storage/database.ts";
import { decideOrder } from "./decide-order.ts";
import { writeTerm } from "./enter-on-list.ts";
import { takeOffList } from "./take-off-list.ts";

/** A second officer confirms what is proposed: it is withdrawn, or lasts longer. Returns how many entries went. */
export function confirmProposal(
  db: Db,
  reference: string,
  what: Proposal["kind"],
  officer: string,
  now: number,
  /** How long a cleared name stays held if it is ordered again, in seconds. */
  clearanceSeconds: number,
): { readonly order: OrderRecord; readonly removed: number } {
  let removed = 0;
  const order = decideOrder(db, reference, { kind: "confirm", what }, officer, now, (happened, event, record) => {
    if (happened.kind === "extended") writeTerm(db, event, record);
    if (happened.kind === "withdrawn") removed = takeOffList(db, happened, event, record, now + clearanceSeconds);
  });
  return { order, removed };
}
