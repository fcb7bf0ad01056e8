import { HifazatError } from "../core/errors.ts";
import type { OrderCommand } from "../core/order/command.ts";
import { decide } from "../core/order/decide.ts";
import type { OrderEvent, OrderRecord } from "../core/order/order.ts";
import { type Db, transaction } from "../storage/database.ts";
import { appendOrderEvent, findOrder } from "../storage/orders.ts";

/** What an event does beside the order's own projection, in the same transaction. `order` is as the event left it. */
export type Effect = (event: OrderEvent, eventId: number, order: OrderRecord, before: OrderRecord) => void;

/**
 * Loads the order, asks core, and appends what was decided with its projection and effect, all in one transaction.
 * Throws HifazatError with the refusal's code when the command is refused; nothing is written then.
 */
export function decideOrder(
  db: Db,
  reference: string,
  command: OrderCommand | ((order: OrderRecord) => OrderCommand),
  actor: string,
  now: number,
  effect: Effect = () => {},
): OrderRecord {
  return transaction(db, () => {
    const before = findOrder(db, reference);
    const decision = decide(before, typeof command === "function" ? command(before) : command, actor, now);
    if (decision.kind === "refusal") throw new HifazatError(decision.code, decision.message);
    const { event, record } = appendOrderEvent(db, before.id, before, { at: now, actor, event: decision.event });
    effect(decision.event, event, record, before);
    return record;
  });
}
