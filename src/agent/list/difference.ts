import { type Change, diffLists } from "../../protocol/delta.ts";
import { findCategory } from "./find.ts";

/** Entries that came and went between two lists. */
export type Difference = { readonly added: number; readonly dropped: number };

/** By a delta: cheap, because only what it names is looked up. A delta may name what was absent before, and is after. */
export function countDroppedBy(held: Uint8Array, changes: Iterable<Change>): Difference {
  let added = 0;
  let dropped = 0;
  for (const change of changes) {
    const target = change.kind === "put" ? change.line : change;
    const present = findCategory(held, target) !== undefined;
    if (change.kind === "put" && !present) added++;
    if (change.kind === "drop" && present) dropped++;
  }
  return { added, dropped };
}

/** The first few domains that a delta brings, by which a resolver can be asked whether it has the new list. */
export function firstAdded(held: Uint8Array, changes: Iterable<Change>, most: number): string[] {
  const names: string[] = [];
  for (const change of changes) {
    if (names.length === most) break;
    if (change.kind === "put" && change.line.scope === "domain" && findCategory(held, change.line) === undefined)
      names.push(change.line.value);
  }
  return names;
}

/** Of two whole lists. A change of category is no drop: `diffLists` states it as a put alone. */
export function countDropped(held: Uint8Array, next: Uint8Array): Difference {
  return countDroppedBy(held, diffLists(held, next));
}
