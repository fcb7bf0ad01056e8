import type { Standing } from "../../core/appeal/appeal.ts";
import { isStanding } from "../../core/order/decision.ts";
import type { OrderRecord } from "../../core/order/order.ts";
import { restoreEntries } from "../../storage/cases/suspension.ts";
import type { Db } from "../../storage/database.ts";
import { removeEntries } from "../../storage/entries.ts";
import { appendOrderEvent, findOrder, orderEvents } from "../../storage/orders.ts";

/** Which appeal does it, through whom, when (seconds since the epoch). */
export type For = { readonly appeal: string; readonly officer: string; readonly now: number };

/** Takes the entries of these items off the list while an appeal is decided. Inside a transaction. */
export function suspendItems(db: Db, standing: readonly Standing[], { appeal, officer, now }: For): void {
  for (const [order, items] of byOrder(db, standing)) {
    const happened = { at: now, actor: officer, event: { kind: "suspended", items, appeal } } as const;
    const { event } = appendOrderEvent(db, order.id, order, happened);
    removeEntries(db, order.id, order.terms.list, items, event);
  }
}

/**
 * Puts them back, except what was withdrawn, meanwhile or before, or stands on an order that has ended: a dismissed appeal blocks
 * nothing that would not be blocked without it. Inside a transaction.
 */
export function resumeItems(db: Db, standing: readonly Standing[], { appeal, officer, now }: For): void {
  for (const [order, suspended] of byOrder(db, standing)) {
    const items = suspended.filter((item) => !isWithdrawn(db, order, item));
    if (!isStanding(order) || items.length === 0) continue;
    const happened = { at: now, actor: officer, event: { kind: "resumed", items, appeal } } as const;
    const { event } = appendOrderEvent(db, order.id, order, happened);
    restoreEntries(db, order.id, order.terms.list, items, event);
  }
}

export function byOrder(db: Db, standing: readonly Standing[]): Map<OrderRecord, number[]> {
  const ids = [...new Set(standing.map(({ order }) => order))];
  return new Map(
    ids.map((id) => [findOrder(db, `o${id}`), standing.filter(({ order }) => order === id).map(({ item }) => item)]),
  );
}

function isWithdrawn(db: Db, { id }: OrderRecord, item: number): boolean {
  return orderEvents(db, id).some(
    ({ event }) => event.kind === "withdrawn" && (event.items === null || event.items.includes(item)),
  );
}
