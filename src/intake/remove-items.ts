import { HifazatError } from "../core/errors.ts";
import { decide } from "../core/order/decide.ts";
import type { OrderRecord } from "../core/order/order.ts";
import { type Db, transaction } from "../storage/database.ts";
import { removeItems as markRemoved, orderDigest } from "../storage/items.ts";
import { appendOrderEvent, findOrder } from "../storage/orders.ts";

export type Removal =
  | { readonly kind: "upload"; readonly number: number }
  | { readonly kind: "items"; readonly items: readonly number[] };

/**
 * Takes items, or all of one upload, out of an order that nobody has approved. The lines stay for the record, as removed.
 * Whoever removes becomes an author. Returns the order and how many items went.
 */
export function removeItems(
  db: Db,
  reference: string,
  removal: Removal,
  author: string,
  now: number,
): { readonly order: OrderRecord; readonly removed: number } {
  return transaction(db, () => {
    const order = findOrder(db, reference);
    const changes = order.uploads
      .filter(({ number, first, last }) =>
        removal.kind === "upload"
          ? number === removal.number
          : removal.items.some((item) => item >= first && item <= last),
      )
      .map((upload) => markRemoved(db, order.id, upload, removal.kind === "upload" ? null : removal.items))
      .filter((change) => change.removed > 0);
    const uploads = changes.map(({ removed: _, ...upload }) => upload);
    const changed = new Map(uploads.map((upload) => [upload.number, upload]));
    const digest = orderDigest(
      order.terms,
      order.uploads.map((upload) => changed.get(upload.number) ?? upload),
    );
    const edit = { kind: "items_removed", items: removal, uploads, digest } as const;
    const decision = decide(order, { kind: "edit", edit }, author, now);
    if (decision.kind === "refusal") throw new HifazatError(decision.code, decision.message);
    const { record } = appendOrderEvent(db, order.id, order, { at: now, actor: author, event: decision.event });
    return { order: record, removed: changes.reduce((total, change) => total + change.removed, 0) };
  });
}
