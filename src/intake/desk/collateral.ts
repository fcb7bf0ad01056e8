import { BELOW_SHIFT, type GuardLists } from "../../core/guard/guard-lists.ts";
import type { Target } from "../../core/target/target.ts";
import type { Db } from "../../storage/database.ts";
import { type ListedBelow, listedBelow } from "../../storage/entries.ts";
import { type Item, itemsAfter } from "../../storage/items.ts";
import { findOrder } from "../../storage/orders.ts";

/** What the scope of one item covers beside the name that is meant. */
export type Collateral = {
  readonly item: Item;
  /** Entries in force that lie under the name. */
  readonly listed: ListedBelow;
  /** Popular, shared or otherwise guarded names at or under it: how many, and the first ones. */
  readonly guarded: { readonly count: number; readonly names: readonly string[] };
  /** Less that may be enough: the name without what others have below it. */
  readonly narrower: Target;
};

export type CollateralPage = {
  readonly items: readonly Collateral[];
  /** How many items were looked at; those that cover nothing else are left out. */
  readonly scanned: number;
  readonly next: number | null;
};

const NAMES_SHOWN = 10;

/** A name by its labels from the right, so that what lies below a name follows it. */
const fromTheRight = (name: string): string => name.split(".").reverse().join("!");
const fromTheLeft = (key: string): string => key.split("!").reverse().join(".");

/** The names that guard lists are about, by their labels from the right, in order. */
export type GuardedNames = readonly string[];

export function guardedNames(lists: GuardLists): GuardedNames {
  const own = (1 << BELOW_SHIFT) - 1;
  const keys: string[] = [];
  for (const [name, bits] of lists.names) if ((bits & own) !== 0) keys.push(fromTheRight(name));
  return keys.sort();
}

/** Looks at up to `scan` items after `after`, for those that take a whole name with everything below it. */
export function collateral(
  db: Db,
  guarded: GuardedNames,
  request: { readonly order: string; readonly after: number; readonly scan: number },
): CollateralPage {
  const order = findOrder(db, request.order);
  const page = itemsAfter(db, order.id, ["accepted", "held"], request.after, request.scan);
  const items: Collateral[] = [];
  for (const item of page.items) {
    if (item.target?.scope !== "domain") continue;
    const { value } = item.target;
    const listed = listedBelow(db, order.terms.list, value);
    const names = guardedBelow(guarded, fromTheRight(value));
    if (listed.count === 0 && names.count === 0 && item.outcome !== "held") continue;
    items.push({ item, listed, guarded: names, narrower: { scope: "host", value } });
  }
  return { items, scanned: page.items.length, next: page.next };
}

function guardedBelow(keys: GuardedNames, key: string): Collateral["guarded"] {
  const names: string[] = [];
  let count = 0;
  for (let at = firstFrom(keys, key); at < keys.length; at++) {
    const found = keys[at] ?? "";
    if (found !== key && !found.startsWith(`${key}!`)) break;
    count += 1;
    if (names.length < NAMES_SHOWN) names.push(fromTheLeft(found));
  }
  return { count, names };
}

/** The place of the first key that is not smaller. */
function firstFrom(keys: GuardedNames, key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? "") < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
