import type { ApprovalCommand } from "../core/order/command.ts";
import type { OrderRecord } from "../core/order/order.ts";
import type { Db } from "../storage/database.ts";
import { checkHeld } from "./check-held.ts";
import { decideOrder } from "./decide-order.ts";
import { enterHeld } from "./enter-on-list.ts";

export type HeldReview = Omit<Extract<ApprovalCommand, { kind: "decide_held" }>, "kind">;

/** A senior officer lets held items in, or keeps them out; of an approved order they become entries at once. */
export function decideHeld(
  db: Db,
  reference: string,
  review: HeldReview,
  senior: string,
  now: number,
): { readonly order: OrderRecord; readonly entries: number } {
  let entries = 0;
  const checked = (order: OrderRecord) => {
    checkHeld(db, order, [review.accept, review.reject]);
    return { kind: "decide_held", ...review } as const;
  };
  const order = decideOrder(db, reference, checked, senior, now, (_, event, after, before) => {
    entries = enterHeld(db, event, after, review.accept, before, now);
  });
  return { order, entries };
}
