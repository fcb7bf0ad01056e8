import type { EntryState } from "../core/entry-state.ts";
import type { ListName } from "../core/list-name.ts";
import type { OrderRecord } from "../core/order/order.ts";
import { valueOfSortKey } from "../protocol/sort-key.ts";
import { listCode, scopeOf } from "./codes.ts";
import type { Db } from "./database.ts";
import { type FoundEntry, newestState } from "./entry-search.ts";
import { activeSql, setAsideAt } from "./set-aside.ts";

type Release = { readonly number: number; readonly at: number };

/** One entry with what became of it. */
export type EntryRecord = FoundEntry & {
  /** The line of its order. */
  readonly item: number;
  /** The first release that had it, and the first one after that did not. */
  readonly published: Release | null;
  readonly unpublished: Release | null;
  /** Other entries of the same target, on other orders or from before. */
  readonly others: readonly FoundEntry[];
  /** Until when the name is held because it was cleared on appeal, seconds since the epoch. */
  readonly clearedUntil: number | null;
  /** References of the appeals against it, newest first. */
  readonly appeals: readonly string[];
};

/** More orders than that for one name are not shown. */
const OTHERS = 20;

type Row = {
  readonly id: number;
  readonly key: string;
  readonly scope: number;
  readonly order: string;
  readonly item: number;
  readonly added: number;
  readonly removed: number | null;
  readonly active: 0 | 1;
};

/** Undefined when the list has no such entry, or it stands on the order of another organisation when one is named. */
export function entryRecord(db: Db, list: ListName, id: number, organisation: string | null): EntryRecord | undefined {
  const newest = newestState(db, list);
  const rows = db.sqlite
    .prepare(
      `SELECT entries.id, entries.sort_key AS key, entries.scope, o.record AS "order", entries.item,
              entries.added_event AS added, entries.removed_event AS removed, (${newest.active}) AS active
         FROM entries JOIN entries asked ON asked.list = entries.list AND asked.sort_key = entries.sort_key
              AND asked.scope = entries.scope JOIN orders o ON o.id = entries.order_id
        WHERE asked.id = ? AND asked.list = ? ORDER BY entries.id = asked.id DESC, entries.id DESC LIMIT ${OTHERS + 1}`,
    )
    .all(id, listCode(list)) as Row[];
  const found = rows.map((row) => ({
    row,
    entry: entryOf(row, newest.stateOf(row.added, row.removed, row.active === 1)),
  }));
  const visible = found.filter(({ entry }) => organisation === null || entry.order.organisation === organisation);
  const [asked, ...others] = visible;
  if (asked === undefined || asked.row.id !== id) return undefined;
  const { key, scope, item, added, removed } = asked.row;
  const published = firstRelease(db, list, id, added, true);
  return {
    ...asked.entry,
    item,
    published,
    unpublished: removed === null || published === null ? null : firstRelease(db, list, id, removed, false),
    others: others.map(({ entry }) => entry),
    clearedUntil: db.sqlite
      .prepare("SELECT max(until) FROM clearances WHERE sort_key = ? AND scope = ?")
      .pluck()
      .get(key, scope) as number | null,
    appeals: db.sqlite
      .prepare("SELECT reference FROM appeals WHERE list = ? AND record ->> '$.entry' = ? ORDER BY id DESC")
      .pluck()
      .all(listCode(list), id) as string[],
  };
}

function entryOf({ id, key, scope, order }: Row, state: EntryState): FoundEntry {
  const record: OrderRecord = JSON.parse(order);
  return { id, target: { scope: scopeOf(scope), value: valueOfSortKey(key) }, order: record, state };
}

/** The first release from this event on that has the entry (`wanted`), or that does not have it. */
function firstRelease(db: Db, list: ListName, id: number, event: number, wanted: boolean): Release | null {
  const releases = db.sqlite
    .prepare("SELECT number, published_at AS at, watermark FROM releases WHERE watermark >= ? ORDER BY number")
    .iterate(event) as IterableIterator<Release & { readonly watermark: number }>;
  for (const { number, at, watermark } of releases) {
    // Under a rollback a release does not have all that was decided before it.
    const active = activeSql("entries", String(watermark), setAsideAt(db, list, watermark));
    const has = db.sqlite.prepare(`SELECT ${active} FROM entries WHERE id = ?`).pluck().get(id) === 1;
    if (has === wanted) return { number, at };
  }
  return null;
}
