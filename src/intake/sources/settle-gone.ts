import { HifazatError } from "../../core/errors.ts";
import { decide } from "../../core/order/decide.ts";
import { MAX_NAMED_ITEMS } from "../../core/order/held.ts";
import { type Source, sourceActor } from "../../core/source/source.ts";
import { type Db, transaction } from "../../storage/database.ts";
import { appendOrderEvent, findOrder } from "../../storage/orders.ts";
import { dropGone, goneItems, ordersWithGone, standingItems } from "../../storage/sources/marks.ts";
import { removeItems } from "../remove-items.ts";

const REASONS = "Its source no longer lists it.";

/**
 * Does what follows from lines that the source no longer lists: out of an order that nobody has approved they are taken,
 * of a standing order their withdrawal is proposed, for two officers to decide. Where another proposal waits, or there are
 * more than one proposal can name, the rest waits for the next fetch. Answers how many items it was about.
 */
export function settleGone(db: Db, source: Source, now: number): number {
  return transaction(db, () =>
    ordersWithGone(db, source.id)
      .map((order) => settleOrder(db, source, order, now))
      .reduce((total, settled) => total + settled, 0),
  );
}

function settleOrder(db: Db, source: Source, id: number | null, now: number): number {
  if (id === null) {
    dropGone(db, source.id, id, null);
    return 0;
  }
  const order = findOrder(db, `o${id}`);
  const gone = goneItems(db, source.id, id);
  switch (order.state) {
    case "draft":
    case "submitted":
      if (gone.length > 0) removeItems(db, `o${id}`, { kind: "items", items: gone }, sourceActor(source), now);
      dropGone(db, source.id, id, null);
      return gone.length;
    case "approved":
    case "in_force":
      return order.proposal === null ? proposeWithdrawal(db, source, id, gone, now) : 0;
    case "rejected":
    case "withdrawn":
    case "expired":
      dropGone(db, source.id, id, null);
      return 0;
  }
}

function proposeWithdrawal(db: Db, source: Source, id: number, gone: readonly number[], now: number): number {
  const order = findOrder(db, `o${id}`);
  const wanted = new Set(gone);
  const standing = standingItems(db, id);
  const going = standing.filter((item) => wanted.has(item));
  // Held items that are not decided would end with the order.
  const whole = going.length === standing.length && order.counts.held === 0;
  const items = whole ? null : going.slice(0, MAX_NAMED_ITEMS);
  dropGone(db, source.id, id, whole || items?.length === going.length ? null : items);
  if (going.length === 0) return 0;
  const proposal = { kind: "withdraw", items, cleared: false, reasons: REASONS } as const;
  const decision = decide(order, { kind: "propose", proposal }, sourceActor(source), now);
  if (decision.kind === "refusal") throw new HifazatError(decision.code, decision.message);
  appendOrderEvent(db, id, order, { at: now, actor: sourceActor(source), event: decision.event });
  return items?.length ?? going.length;
}
