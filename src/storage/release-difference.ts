import type { ListName } from "../core/list-name.ts";
import type { Target } from "../core/target/target.ts";
import { sortKey, valueOfSortKey } from "../protocol/sort-key.ts";
import { listCode, scopeCode, scopeOf } from "./codes.ts";
import type { Db } from "./database.ts";
import { heldAt } from "./held-batch.ts";
import { activeSql, rolledBackAt, type SetAside, setAsideAt, stretchesBetween } from "./set-aside.ts";
import { type Stretch, within } from "./stretch.ts";

/** A target that is not the same at both watermarks. */
export type Difference = {
  readonly target: Target;
  /** Category and order on each side; null where it is not listed. */
  readonly before: Side | null;
  readonly after: Side | null;
};
export type Side = { readonly category: string; readonly order: string };

export type DifferencePage = {
  readonly changes: readonly Difference[];
  /** The last target looked at, when there may be more; a page can be empty and have one. */
  readonly next: Target | null;
};

/** Touched entries above which the list is read in order instead of sorting what was touched for every page. */
const MANY = 20_000;

/** What differs between two watermarks (either may be the later one), in list order, from after `from` on. */
export function differencePage(
  db: Db,
  list: ListName,
  [one, other]: readonly [number, number],
  from: Target | null,
  limit: number,
): DifferencePage {
  const span = { after: Math.min(one, other), upto: Math.max(one, other) };
  const at = (watermark: number): Standing => ({ watermark, aside: setAsideAt(db, list, watermark) });
  return pageBetween(db, list, stretchesBetween(db, list, span), [at(one), at(other)], from, limit);
}

/** What a release made of the decisions up to `upto` would change, with what is held back now let out. */
export function waitingPage(
  db: Db,
  list: ListName,
  [released, upto]: readonly [number, number],
  from: Target | null,
  limit: number,
): DifferencePage {
  const held = heldAt(db, released)[list];
  const stretches = [...stretchesBetween(db, list, { after: released, upto }), ...held];
  const before = { watermark: released, aside: setAsideAt(db, list, released) };
  const after = { watermark: upto, aside: rolledBackAt(db, list, upto) };
  return pageBetween(db, list, stretches, [before, after], from, limit);
}

/** A list as it was at a watermark. */
type Standing = { readonly watermark: number; readonly aside: readonly SetAside[] };

function pageBetween(
  db: Db,
  list: ListName,
  stretches: readonly Stretch[],
  [one, other]: readonly [Standing, Standing],
  from: Target | null,
  limit: number,
): DifferencePage {
  const touched = (event: string) => within(`entries.${event}`, stretches);
  const beyond = "entries.list = :list AND (entries.sort_key, entries.scope) > (:key, :scope)";
  const isMany = db.sqlite
    .prepare(`SELECT count(*) > ${MANY} FROM (SELECT 1 FROM entries INDEXED BY entries_added WHERE ${touched("added_event")}
      UNION ALL SELECT 1 FROM entries INDEXED BY entries_removed WHERE ${touched("removed_event")} LIMIT ${MANY + 1})`)
    .pluck()
    .get();
  const source =
    isMany === 1
      ? `SELECT DISTINCT sort_key, scope FROM entries INDEXED BY entries_place
          WHERE ${beyond} AND (${touched("added_event")} OR ${touched("removed_event")})`
      : `SELECT sort_key, scope FROM entries INDEXED BY entries_added WHERE ${touched("added_event")} AND ${beyond}
         UNION SELECT sort_key, scope FROM entries INDEXED BY entries_removed
          WHERE ${touched("removed_event")} AND ${beyond}`;
  const speaking = ({ watermark, aside }: Standing) =>
    `(SELECT min(e.id) FROM entries e WHERE e.list = :list AND e.sort_key = t.sort_key AND e.scope = t.scope
        AND ${activeSql("e", String(watermark), aside)})`;
  const rows = db.sqlite
    .prepare(
      `WITH t AS (${source} ORDER BY sort_key, scope LIMIT :limit),
            both AS (SELECT t.sort_key, t.scope, ${speaking(one)} AS before, ${speaking(other)} AS after FROM t)
       SELECT both.sort_key, both.scope, b.category, 'o' || b.id, a.category, 'o' || a.id FROM both
         LEFT JOIN entries eb ON eb.id = before LEFT JOIN orders b ON b.id = eb.order_id
         LEFT JOIN entries ea ON ea.id = after LEFT JOIN orders a ON a.id = ea.order_id
        ORDER BY both.sort_key, both.scope`,
    )
    .raw()
    .all({
      list: listCode(list),
      key: from === null ? "" : sortKey(from.value),
      scope: from === null ? -1 : scopeCode(from.scope),
      limit,
    }) as [string, number, string | null, string | null, string | null, string | null][];
  const changes = rows.map(
    ([key, scope, ...sides]): Difference => ({
      target: { scope: scopeOf(scope), value: valueOfSortKey(key) },
      before: side(sides[0], sides[1]),
      after: side(sides[2], sides[3]),
    }),
  );
  return {
    changes: changes.filter(({ before, after }) => before?.category !== after?.category),
    next: rows.length < limit ? null : (changes.at(-1)?.target ?? null),
  };
}

const side = (category: string | null, order: string | null): Side | null =>
  category === null || order === null ? null : { category, order };
