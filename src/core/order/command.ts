import type { HeldDecision, OrderEdit, Proposal } from "./order.ts";

export type ApprovalCommand =
  | {
      readonly kind: "approve";
      /** The digest of what the officer reviewed. */
      readonly digest: string;
      readonly reasons: string;
      readonly senior: string | null;
      readonly held: HeldDecision;
    }
  /** One senior officer alone; the order must be an emergency, and ends soon unless another officer confirms. */
  | { readonly kind: "approve_emergency"; readonly digest: string; readonly reasons: string }
  | { readonly kind: "confirm_emergency"; readonly digest: string; readonly reasons: string }
  /** By a senior officer. That the named items are held items of the order is the caller's to check. */
  | {
      readonly kind: "decide_held";
      readonly digest: string;
      readonly accept: HeldDecision;
      readonly reject: HeldDecision;
      readonly reasons: string;
    };

export type ProposalCommand =
  | { readonly kind: "propose"; readonly proposal: Proposal }
  | { readonly kind: "confirm"; readonly what: Proposal["kind"] }
  | { readonly kind: "drop_proposal"; readonly reasons: string };

export type OrderCommand =
  | { readonly kind: "edit"; readonly edit: OrderEdit }
  | { readonly kind: "submit" }
  | ApprovalCommand
  | { readonly kind: "reject"; readonly reasons: string }
  | ProposalCommand
  | {
      readonly kind: "withdraw";
      readonly items: readonly number[] | null;
      readonly second: string;
      readonly reasons: string;
      readonly cleared: boolean;
    }
  | { readonly kind: "expire" };
