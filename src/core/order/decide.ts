import type { ErrorCode } from "../errors.ts";
import type { HeldDecision, OrderEvent, OrderRecord } from "./order.ts";

export type OrderCommand =
  | { readonly kind: "submit" }
  | {
      readonly kind: "approve";
      /** The digest of what the officer reviewed. */
      readonly digest: string;
      readonly reasons: string;
      readonly senior: string | null;
      readonly held: HeldDecision;
    }
  | { readonly kind: "reject"; readonly reasons: string }
  | {
      readonly kind: "withdraw";
      readonly items: readonly number[] | null;
      readonly second: string;
      readonly reasons: string;
      readonly cleared: boolean;
    }
  | { readonly kind: "expire" };

export type Decision =
  | { readonly kind: "event"; readonly event: OrderEvent }
  | { readonly kind: "refusal"; readonly code: ErrorCode; readonly message: string };

/**
 * Whether `actor` may give this command now (DESIGN 5). Pure: the same order, command, actor and clock give the same
 * answer. `now` is in seconds since the epoch.
 */
export function decide(order: OrderRecord, command: OrderCommand, actor: string, now: number): Decision {
  if (actor.trim() === "") return refuse("bad_request", "An officer must be named.");
  switch (command.kind) {
    case "submit":
      if (order.state !== "draft") return wrongState(order, "submitted");
      if (order.counts.accepted + order.counts.held === 0)
        return refuse("order_incomplete", "The order has no item that could be blocked.");
      return event({ kind: "submitted" });
    case "approve":
      return decideApproval(order, command, actor);
    case "reject":
      if (order.state !== "submitted") return wrongState(order, "rejected");
      if (isBlank(command.reasons)) return refuse("order_incomplete", "A decision needs written reasons.");
      return event({ kind: "rejected", reasons: command.reasons });
    case "withdraw":
      if (order.state !== "approved" && order.state !== "in_force") return wrongState(order, "withdrawn");
      if (isBlank(command.reasons)) return refuse("order_incomplete", "A decision needs written reasons.");
      if (isBlank(command.second) || samePerson(actor, command.second))
        return refuse("same_officer", "Two different officers must be named.");
      if (command.items?.length === 0) return refuse("bad_request", "Name the items to withdraw, or none for all.");
      return event({
        kind: "withdrawn",
        items: command.items,
        second: command.second,
        reasons: command.reasons,
        cleared: command.cleared,
      });
    case "expire":
      if (order.state !== "approved" && order.state !== "in_force") return wrongState(order, "expired");
      if (now < order.terms.expiresAt) return refuse("order_state", "The order has not reached its end.");
      return event({ kind: "expired" });
  }
}

function decideApproval(
  order: OrderRecord,
  command: Extract<OrderCommand, { kind: "approve" }>,
  actor: string,
): Decision {
  if (order.state !== "submitted") return wrongState(order, "approved");
  if (order.authors.some((author) => samePerson(author, actor)))
    return refuse("author_cannot_approve", "Whoever wrote any part of an order cannot approve it.");
  if (order.submittedBy === null || samePerson(order.submittedBy, actor))
    return refuse("same_officer", "Two different officers must decide: this one submitted the order.");
  if (command.digest !== order.digest)
    return refuse("digest_mismatch", "The order is not what was reviewed: review it again and approve the new digest.");
  if (isBlank(command.reasons)) return refuse("order_incomplete", "A decision needs written reasons.");
  if (command.held.kind !== "none") {
    if (command.senior === null || isBlank(command.senior))
      return refuse("senior_required", "Held items need a senior officer as well.");
    const senior = command.senior;
    if ([actor, order.submittedBy, ...order.authors].some((other) => samePerson(other, senior)))
      return refuse("same_officer", "The senior officer must be a third person.");
  }
  const { digest, reasons, senior, held } = command;
  return event({ kind: "approved", digest, reasons, senior, held });
}

/** Names are compared as a person would: ignoring case and the space around and within. */
export function samePerson(one: string, other: string): boolean {
  const plain = (name: string) => name.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
  return plain(one) === plain(other);
}

const isBlank = (text: string): boolean => text.trim() === "";
const event = (happened: OrderEvent): Decision => ({ kind: "event", event: happened });
const refuse = (code: ErrorCode, message: string): Decision => ({ kind: "refusal", code, message });
const wrongState = (order: OrderRecord, wanted: string): Decision =>
  refuse("order_state", `The order is ${order.state.replace("_", " ")} and cannot be ${wanted}.`);
