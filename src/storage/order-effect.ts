import type { ListName } from "../core/list-name.ts";
import type { OrderRecord } from "../core/order/order.ts";
import type { Target } from "../core/target/target.ts";
import { valueOfSortKey } from "../protocol/sort-key.ts";
import { listCode, outcomeCode, scopeOf } from "./codes.ts";
import type { Db } from "./database.ts";
import { blocksStillSql } from "./set-aside.ts";

export type EffectRow = {
  readonly item: number;
  readonly target: Target;
  readonly change: "add" | "remove" | "unchanged";
};

export type EffectPage = {
  readonly total: {
    readonly adds: number;
    readonly removes: number;
    readonly unchanged: number;
    readonly undecided: number;
  };
  readonly rows: readonly EffectRow[];
  /** Ask again after this item; null at the end. */
  readonly next: number | null;
};

/** A target that another order holds as well comes onto the list, or leaves it, with that one. */
const COVERED = `EXISTS (SELECT 1 FROM entries e WHERE e.list = :list AND e.sort_key = i.sort_key AND e.scope = i.scope
  AND e.removed_event IS NULL AND e.order_id <> i.order_id)`;

/** As storage/entries.ts, `addEntries`, chooses them. */
const ENTERING = `i.sort_key IS NOT NULL AND (i.outcome = :accepted OR (i.outcome = :held
  AND (i.seq IN (SELECT value FROM json_each(:some))
    OR (:all AND i.seq NOT IN (SELECT value FROM json_each(:except))))))`;

const leaving = (
  db: Db,
  list: ListName,
): string => `i.sort_key IS NOT NULL AND (:whole OR i.seq IN (SELECT value FROM json_each(:items)))
  AND EXISTS (SELECT 1 FROM entries o WHERE o.list = :list AND o.sort_key = i.sort_key AND o.scope = i.scope
    AND o.order_id = i.order_id AND o.item = i.seq AND ${blocksStillSql(db, list, "o")})`;

/**
 * What the approval of an order that nobody has approved would put onto its list, or the withdrawal that is proposed
 * would take off; nothing for any other order. Up to `limit` targets after the item `after`.
 */
export function orderEffect(db: Db, order: OrderRecord, after: number, limit: number): EffectPage {
  const entering = order.state === "draft" || order.state === "submitted";
  const { proposal } = order;
  if (!entering && proposal?.kind !== "withdraw") return { total: NOTHING, rows: [], next: null };
  const { accepted, rejected } = order.held;
  const items = proposal?.kind === "withdraw" ? proposal.items : null;
  const chosen = entering ? ENTERING : leaving(db, order.terms.list);
  const values = {
    order: order.id,
    list: listCode(order.terms.list),
    ...(entering
      ? {
          accepted: outcomeCode("accepted"),
          held: outcomeCode("held"),
          some: JSON.stringify(accepted.kind === "some" ? accepted.items : []),
          all: accepted.kind === "all" ? 1 : 0,
          except: JSON.stringify(rejected.kind === "some" ? rejected.items : []),
        }
      : { whole: items === null ? 1 : 0, items: JSON.stringify(items ?? []) }),
  };
  const changed = entering ? "add" : "remove";
  const counts = new Map(
    db.sqlite
      .prepare(`SELECT ${COVERED} AS covered, count(*) FROM items i WHERE i.order_id = :order AND ${chosen} GROUP BY 1`)
      .raw()
      .all(values) as [number, number][],
  );
  const rows = db.sqlite
    .prepare(
      `SELECT i.seq, i.scope, i.sort_key, ${COVERED} FROM items i
        WHERE i.order_id = :order AND i.seq > :after AND ${chosen} ORDER BY i.seq LIMIT :limit`,
    )
    .raw()
    .all({ ...values, after, limit: limit + 1 }) as [number, number, string, number][];
  const shown = rows.slice(0, limit).map(([item, scope, key, covered]): EffectRow => {
    const target = { scope: scopeOf(scope), value: valueOfSortKey(key) };
    return { item, target, change: covered === 1 ? "unchanged" : changed };
  });
  const moved = counts.get(0) ?? 0;
  return {
    total: {
      adds: entering ? moved : 0,
      removes: entering ? 0 : moved,
      unchanged: counts.get(1) ?? 0,
      undecided: entering ? undecided(order) : 0,
    },
    rows: shown,
    next: rows.length > limit ? (shown.at(-1)?.item ?? null) : null,
  };
}

function undecided({ counts, held: { accepted, rejected } }: OrderRecord): number {
  if (accepted.kind === "all" || rejected.kind === "all") return 0;
  const named = [accepted, rejected].flatMap((decision) => (decision.kind === "some" ? decision.items : []));
  return counts.held - named.length;
}

const NOTHING = { adds: 0, removes: 0, unchanged: 0, undecided: 0 };
