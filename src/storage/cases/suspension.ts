import type { ListName } from "../../core/list-name.ts";
import { listCode } from "../codes.ts";
import type { Db } from "../database.ts";

/** Ids of one list, those of the sealed one above those of the general (storage/entries.ts). */
const ID_ROOM = 0x8000_0000;

/**
 * Puts entries of an order's items on the list again, under new ids, unless one stands. Inside the transaction of the
 * event. Returns how many.
 */
export function restoreEntries(db: Db, order: number, list: ListName, items: readonly number[], event: number): number {
  return db.sqlite
    .prepare(
      `INSERT INTO entries (id, list, sort_key, scope, order_id, item, added_event)
       SELECT (SELECT max(id) FROM entries WHERE id >= :from AND id < :from + :room) + row_number() OVER (ORDER BY i.sort_key, i.scope),
              :list, i.sort_key, i.scope, i.order_id, i.seq, :event
         FROM items i WHERE i.order_id = :order AND i.seq IN (SELECT value FROM json_each(:items))
          AND EXISTS (SELECT 1 FROM entries e WHERE e.list = :list AND e.sort_key = i.sort_key AND e.scope = i.scope
                       AND e.order_id = i.order_id AND e.item = i.seq)
          AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.list = :list AND e.sort_key = i.sort_key AND e.scope = i.scope
                       AND e.order_id = i.order_id AND e.item = i.seq AND e.removed_event IS NULL)`,
    )
    .run({
      list: listCode(list),
      from: list === "sealed" ? ID_ROOM : 0,
      room: ID_ROOM,
      order,
      event,
      items: JSON.stringify(items),
    }).changes;
}

/** Remembers that these items were cleared, as of the newest event. `until` in seconds since the epoch. */
export function clearItems(db: Db, order: number, items: readonly number[], until: number): void {
  db.sqlite
    .prepare(
      `INSERT OR IGNORE INTO clearances (sort_key, scope, event_id, until)
       SELECT sort_key, scope, (SELECT max(id) FROM events), ? FROM items
        WHERE order_id = ? AND seq IN (SELECT value FROM json_each(?)) AND sort_key IS NOT NULL`,
    )
    .run(until, order, JSON.stringify(items));
}
