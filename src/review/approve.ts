import type { ApprovalCommand } from "../core/order/command.ts";
import type { HeldDecision, OrderRecord } from "../core/order/order.ts";
import type { Db } from "../storage/database.ts";
import { checkHeld } from "./check-held.ts";
import { decideOrder } from "./decide-order.ts";
import { enterOnList } from "./enter-on-list.ts";

export type Approval = Omit<Extract<ApprovalCommand, { kind: "approve" }>, "kind" | "senior" | "held"> & {
  /** Who let the held items in, when that is not decided apart (decide-held.ts). */
  readonly senior?: string | null;
  readonly held?: HeldDecision;
};

/** A second officer approves what the digest names; its accepted items become entries. Returns how many. */
export function approve(
  db: Db,
  reference: string,
  { digest, reasons, senior = null, held = { kind: "none" } }: Approval,
  officer: string,
  now: number,
): { readonly order: OrderRecord; readonly entries: number } {
  let entries = 0;
  const command = { kind: "approve", digest, reasons, senior, held } as const;
  const checked = (order: OrderRecord) => {
    checkHeld(db, order, [held]);
    return command;
  };
  const order = decideOrder(db, reference, checked, officer, now, (_, event, record) => {
    entries = enterOnList(db, event, record, now);
  });
  return { order, entries };
}
