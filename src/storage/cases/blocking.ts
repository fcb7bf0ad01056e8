import type { Standing } from "../../core/appeal/appeal.ts";
import type { ListName } from "../../core/list-name.ts";
import type { Target } from "../../core/target/target.ts";
import { sortKey } from "../../protocol/sort-key.ts";
import { listCode, scopeCode } from "../codes.ts";
import type { Db } from "../database.ts";
import { blocksStillSql } from "../set-aside.ts";

/** What blocks an address: the target that decides, the id it has in public, and every order item it stands on. */
export type Blocking = {
  readonly entry: number;
  readonly target: Target;
  readonly standing: readonly Standing[];
};

/**
 * The first of these targets (in the order in which a lookup tries them) that is in force on the list, decided orders
 * included that no release holds yet. When several orders list it, the entry with the lowest id speaks.
 */
export const blockingEntry = (db: Db, list: ListName, targets: readonly Target[]): Blocking | undefined =>
  firstEntry(db, list, targets, "entries.removed_event IS NULL");

/** The same for whoever appeals: also what is taken off by a mass removal that is held back, and blocks until it is let out. */
export const blockingStill = (db: Db, list: ListName, targets: readonly Target[]): Blocking | undefined =>
  firstEntry(db, list, targets, blocksStillSql(db, list, "entries"));

function firstEntry(db: Db, list: ListName, targets: readonly Target[], blocks: string): Blocking | undefined {
  const rows = db.sqlite.prepare(
    `SELECT id, order_id AS "order", item FROM entries
      WHERE list = ? AND sort_key = ? AND scope = ? AND ${blocks} ORDER BY id`,
  );
  for (const target of targets) {
    const found = rows.all(listCode(list), sortKey(target.value), scopeCode(target.scope)) as (Standing & {
      id: number;
    })[];
    const [first] = found;
    if (first === undefined) continue;
    return { entry: first.id, target, standing: found.map(({ order, item }) => ({ order, item })) };
  }
  return undefined;
}

/** How many entries of these items of an order are in force. */
export function entriesInForce(db: Db, order: number, items: readonly number[]): number {
  return Number(
    db.sqlite
      .prepare(
        `SELECT count(*) FROM items i JOIN orders o ON o.id = i.order_id JOIN entries e
            ON e.list = o.list AND e.sort_key = i.sort_key AND e.scope = i.scope AND e.order_id = i.order_id
          WHERE i.order_id = ? AND i.seq IN (SELECT value FROM json_each(?)) AND e.removed_event IS NULL`,
      )
      .pluck()
      .get(order, JSON.stringify(items)),
  );
}
