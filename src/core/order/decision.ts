import type { ErrorCode } from "../errors.ts";
import type { OrderEvent, OrderRecord } from "./order.ts";

export type Decision =
  | { readonly kind: "event"; readonly event: OrderEvent }
  | { readonly kind: "refusal"; readonly code: ErrorCode; readonly message: string };

/** Names are compared as a person would: ignoring case and the space around and within. */
export function samePerson(one: string, other: string): boolean {
  const plain = (name: string) => name.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
  return plain(one) === plain(other);
}

/** Its entries are, or are about to be, on the list. */
export const isStanding = (order: OrderRecord): boolean => order.state === "approved" || order.state === "in_force";

export const isBlank = (text: string): boolean => text.trim() === "";
export const event = (happened: OrderEvent): Decision => ({ kind: "event", event: happened });
export const refuse = (code: ErrorCode, message: string): Decision => ({ kind: "refusal", code, message });
export const needsReasons = (): Decision => refuse("order_incomplete", "A decision needs written reasons.");
export const wrongState = (order: OrderRecord, wanted: string): Decision =>
  refuse("order_state", `The order is ${order.state.replace("_", " ")} and cannot be ${wanted}.`);
