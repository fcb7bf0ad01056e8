import type { ItemOutcome, OrderRecord, OrderSource, OrderTerms } from "../core/order/order.ts";
import type { Db } from "../storage/database.ts";
import { type Item, itemWriter, orderDigest } from "../storage/items.ts";
import { appendOrderEvent, nextOrderId } from "../storage/orders.ts";

export type OrderRecording = {
  readonly add: (item: Item) => void;
  /** Writes the order and ends the transaction. */
  readonly finish: (source: OrderSource) => OrderRecord;
  /** Leaves everything as it was before. */
  readonly abandon: () => void;
};

/**
 * Begins to write one order with its items in one transaction of its own, which stays open until `finish` or `abandon`:
 * items may come in over many turns of the event loop, and a process that dies in between leaves nothing behind. The
 * connection is the recording's alone meanwhile. `now` in seconds since the epoch.
 */
export function beginOrder(db: Db, terms: OrderTerms, author: string, now: number): OrderRecording {
  db.sqlite.exec("BEGIN IMMEDIATE");
  const counts: Record<ItemOutcome, number> = { accepted: 0, held: 0, refused: 0, duplicate: 0, skipped: 0 };
  const id = nextOrderId(db);
  const writer = itemWriter(db, id);
  return {
    add: (item) => {
      counts[item.outcome] += 1;
      writer.add(item);
    },
    finish: (source) => {
      const digest = orderDigest(terms, writer.digest());
      const event = { kind: "created", terms, source, digest, counts } as const;
      const { record } = appendOrderEvent(db, id, undefined, { at: now, actor: author, event });
      db.sqlite.exec("COMMIT");
      return record;
    },
    abandon: () => {
      if (db.sqlite.inTransaction) db.sqlite.exec("ROLLBACK");
    },
  };
}
