import { NONE, named } from "../core/order/held.ts";
import type { HeldDecision, OrderRecord } from "../core/order/order.ts";
import type { Db } from "../storage/database.ts";
import { addEntries, setTerm } from "../storage/entries.ts";
import { refuseClearedSince } from "./refuse-cleared-since.ts";

/** The order's accepted items, and the held ones that were let in so far, become entries. Returns how many. */
export function enterOnList(db: Db, event: number, order: OrderRecord, now: number): number {
  writeTerm(db, event, order);
  const { accepted, rejected } = order.held;
  const selection = { accepted: true, held: accepted, except: named(rejected) };
  const entered = addEntries(db, order.id, order.terms.list, selection, event);
  refuseClearedSince(db, event, order, now);
  return entered;
}

/** Held items that were let in after the approval become entries. */
export function enterHeld(
  db: Db,
  event: number,
  order: OrderRecord,
  accept: HeldDecision,
  before: OrderRecord,
  now: number,
): number {
  if (order.approvedBy === null || accept.kind === NONE.kind) return 0;
  const except = [...named(order.held.rejected), ...named(before.held.accepted)];
  const entered = addEntries(db, order.id, order.terms.list, { accepted: false, held: accept, except }, event);
  refuseClearedSince(db, event, order, now);
  return entered;
}

/** From when until when the order's entries stand, as of this event. */
export function writeTerm(db: Db, event: number, order: OrderRecord): void {
  if (order.term !== null) setTerm(db, order.id, event, order.term);
}
