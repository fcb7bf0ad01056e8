import { applyEvent, type Happened } from "../core/order/fold.ts";
import { isLetIn } from "../core/order/held.ts";
import type { OrderRecord } from "../core/order/order.ts";
import { listCode, outcomeCode } from "./codes.ts";
import type { Db } from "./database.ts";
import { itemsOf } from "./items.ts";

/** How many items of each order stand as entries, counted in one pass. */
export function standingCounts(db: Db): ReadonlyMap<number, number> {
  const rows = db.sqlite
    .prepare("SELECT order_id, count(DISTINCT item) FROM entries WHERE removed_event IS NULL GROUP BY order_id")
    .raw()
    .all() as [number, number][];
  return new Map(rows);
}

/**
 * Whether exactly those items of an order stand as entries that its events leave standing. `standing` is how many do.
 * Which ones is looked at only where events have named items, so that a plain order of a million costs a comparison.
 */
export function standsAsDecided(db: Db, events: readonly Happened[], record: OrderRecord, standing: number): boolean {
  const expected = itemsStanding(db, record.id, events);
  if (expected.kind === "count") return standing === expected.count;
  if (standing !== expected.items.size) return false;
  const rows = db.sqlite
    .prepare(
      `SELECT DISTINCT i.seq FROM items i JOIN entries e
           ON e.list = ? AND e.sort_key = i.sort_key AND e.scope = i.scope AND e.order_id = i.order_id AND e.item = i.seq
        WHERE i.order_id = ? AND e.removed_event IS NULL`,
    )
    .pluck()
    .all(listCode(record.terms.list), record.id) as number[];
  return rows.every((item) => expected.items.has(item));
}

type Standing =
  | { readonly kind: "count"; readonly count: number }
  | { readonly kind: "items"; readonly items: ReadonlySet<number> };

/** By the events and the items alone. */
function itemsStanding(db: Db, id: number, events: readonly Happened[]): Standing {
  const ends = events.some(
    ({ event }) => event.kind === "expired" || (event.kind === "withdrawn" && event.items === null),
  );
  if (ends || !events.some(({ event }) => event.kind === "approved")) return { kind: "count", count: 0 };
  const accepted = db.sqlite
    .prepare("SELECT seq FROM items WHERE order_id = ? AND outcome = ? AND sort_key IS NOT NULL")
    .pluck();
  const isPlain = events.every(({ event }) => !["withdrawn", "suspended", "resumed"].includes(event.kind));
  const held = [...itemsOf(db, id, ["held"])].filter(({ target }) => target !== null).map(({ seq }) => seq);
  if (isPlain && held.length === 0) {
    const count = db.sqlite.prepare(
      "SELECT count(*) FROM items WHERE order_id = ? AND outcome = ? AND sort_key IS NOT NULL",
    );
    return { kind: "count", count: Number(count.pluck().get(id, outcomeCode("accepted"))) };
  }
  const items = new Set<number>();
  let record: OrderRecord | undefined;
  for (const happened of events) {
    const before = record;
    record = applyEvent(id, before, happened);
    const { event } = happened;
    switch (event.kind) {
      case "approved":
        for (const seq of accepted.all(id, outcomeCode("accepted")) as number[]) items.add(seq);
        letIn(undefined, record);
        break;
      case "held_decided":
        if (record.approvedBy !== null) letIn(before, record);
        break;
      case "withdrawn":
      case "suspended":
        for (const item of event.items ?? []) items.delete(item);
        break;
      case "resumed":
        for (const item of event.items) items.add(item);
    }
  }
  return { kind: "items", items };

  function letIn(before: OrderRecord | undefined, after: OrderRecord): void {
    for (const seq of held)
      if (isLetIn(after.held, seq) && (before === undefined || !isLetIn(before.held, seq))) items.add(seq);
  }
}
