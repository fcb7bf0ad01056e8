import type { ApprovalCommand } from "./command.ts";
import { type Decision, event, isBlank, isStanding, needsReasons, refuse, samePerson, wrongState } from "./decision.ts";
import { heldFlaw, NONE } from "./held.ts";
import type { OrderRecord } from "./order.ts";
import { EMERGENCY_SECONDS } from "./period.ts";

type Command<K extends ApprovalCommand["kind"]> = Extract<ApprovalCommand, { kind: K }>;

const AUTHOR = "Whoever wrote any part of an order cannot approve it.";
const CHANGED = "The order is not what was reviewed: review it again and name the new digest.";

/** Two officers: one puts it forward, another, who wrote no part of it, approves exactly what the digest names. */
export function decideApproval(order: OrderRecord, command: Command<"approve">, actor: string, now: number): Decision {
  if (order.state !== "submitted") return wrongState(order, "approved");
  if (isOneOf(order.authors, actor)) return refuse("author_cannot_approve", AUTHOR);
  if (order.submittedBy === null || samePerson(order.submittedBy, actor))
    return refuse("same_officer", "Two different officers must decide: this one submitted the order.");
  if (isOneOf(order.held.by, actor))
    return refuse("same_officer", "Held items take a third person: this officer decided on them.");
  const flaw = flawOf(order, command, now);
  if (flaw !== undefined) return flaw;
  const { digest, reasons, senior, held } = command;
  if (held.kind !== "none") {
    if (senior === null || isBlank(senior))
      return refuse("senior_required", "Held items need a senior officer as well.");
    if (isOneOf([actor, order.submittedBy, ...order.authors], senior))
      return refuse("same_officer", "The senior officer must be a third person.");
    const wrong = heldFlaw(order.held, held, NONE);
    if (wrong !== undefined) return refuse("bad_request", wrong);
  }
  return event({ kind: "approved", digest, reasons, senior, held, emergencyUntil: null });
}

/** DESIGN 5: one senior approval is enough in an emergency, also of a draft, for seven days. */
export function decideEmergency(
  order: OrderRecord,
  command: Command<"approve_emergency">,
  actor: string,
  now: number,
): Decision {
  if (order.state !== "submitted" && order.state !== "draft") return wrongState(order, "approved");
  if (order.terms.urgency !== "emergency")
    return refuse("order_state", "The order is no emergency: two officers decide on it.");
  if (isOneOf(order.authors, actor)) return refuse("author_cannot_approve", AUTHOR);
  if (order.counts.accepted + order.counts.held === 0)
    return refuse("order_incomplete", "The order has no item that could be blocked.");
  const flaw = flawOf(order, command, now);
  if (flaw !== undefined) return flaw;
  const { digest, reasons } = command;
  const emergencyUntil = now + EMERGENCY_SECONDS;
  return event({ kind: "approved", digest, reasons, senior: actor, held: NONE, emergencyUntil });
}

/** The second officer of an emergency. After its end there is nothing to confirm, whether or not the job has run. */
export function decideConfirmation(
  order: OrderRecord,
  command: Command<"confirm_emergency">,
  actor: string,
  now: number,
): Decision {
  if (!isStanding(order) || order.emergency !== "unconfirmed" || order.term === null)
    return refuse("order_state", "The order is no emergency that waits to be confirmed.");
  if (now >= order.term.expiresAt) return refuse("order_state", "The order has reached its end unconfirmed.");
  if (isOneOf(order.authors, actor)) return refuse("author_cannot_approve", AUTHOR);
  if (order.approvedBy === null || samePerson(order.approvedBy, actor))
    return refuse("same_officer", "An officer other than the one who approved it must confirm.");
  const flaw = flawOf(order, command, now);
  return flaw ?? event({ kind: "emergency_confirmed", reasons: command.reasons });
}

/** DESIGN 4: what is held takes one more officer than usual, before the approval or after it. */
export function decideHeld(order: OrderRecord, command: Command<"decide_held">, actor: string, now: number): Decision {
  if (order.state !== "submitted" && !isStanding(order)) return wrongState(order, "decided on");
  if (isOneOf(order.authors, actor)) return refuse("author_cannot_approve", AUTHOR);
  const others = [order.submittedBy, order.approvedBy].filter((name) => name !== null);
  if (isOneOf(others, actor))
    return refuse("same_officer", "Held items take a third person: this officer decided on the order already.");
  const flaw = flawOf(order, command, now);
  if (flaw !== undefined) return flaw;
  const { digest, accept, reject, reasons } = command;
  const wrong = heldFlaw(order.held, accept, reject);
  if (wrong !== undefined) return refuse("bad_request", wrong);
  return event({ kind: "held_decided", digest, accept, reject, reasons });
}

/** What every approval needs. */
function flawOf(order: OrderRecord, { digest, reasons }: { digest: string; reasons: string }, now: number) {
  if (digest !== order.digest) return refuse("digest_mismatch", CHANGED);
  if (isBlank(reasons)) return needsReasons();
  return now >= (order.term ?? order.terms).expiresAt
    ? refuse("order_state", "The day on which the order ends has passed: revise its terms.")
    : undefined;
}

const isOneOf = (names: readonly string[], name: string): boolean => names.some((other) => samePerson(other, name));
