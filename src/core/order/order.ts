import type { CategorySlug } from "../category.ts";
import type { ListName } from "../list-name.ts";

export type ItemOutcome = "accepted" | "held" | "refused" | "duplicate" | "skipped";
export type Urgency = "normal" | "emergency";

/** What an order says, as its authority wrote it: none of it can be missing when it is published (DESIGN 5). */
export type OrderTerms = {
  readonly authority: string;
  readonly number: string;
  /** Who asked for the block; the authority itself when it acted on its own. */
  readonly requestedBy: string;
  readonly law: string;
  readonly ground: string;
  readonly provision: string;
  readonly category: CategorySlug;
  readonly list: ListName;
  readonly urgency: Urgency;
  /** Seconds since the epoch. */
  readonly reviewAt: number;
  readonly expiresAt: number;
};

/** Where the items came from. */
export type OrderSource = {
  readonly name: string;
  readonly sha256: string;
  readonly format: string;
  readonly charset: string;
  readonly bytes: number;
};

/** Which held items an approval takes in: by their sequence numbers in the order. */
export type HeldDecision =
  | { readonly kind: "none" }
  | { readonly kind: "all" }
  | { readonly kind: "some"; readonly items: readonly number[] };

export type OrderEvent =
  | {
      readonly kind: "created";
      readonly terms: OrderTerms;
      readonly source: OrderSource;
      /** SHA-256 over terms and items: what an approval names. */
      readonly digest: string;
      readonly counts: Readonly<Record<ItemOutcome, number>>;
    }
  | { readonly kind: "submitted" }
  | {
      readonly kind: "approved";
      readonly digest: string;
      readonly reasons: string;
      readonly senior: string | null;
      readonly held: HeldDecision;
    }
  | { readonly kind: "rejected"; readonly reasons: string }
  | { readonly kind: "in_force"; readonly release: number }
  | {
      readonly kind: "withdrawn";
      /** Null: the whole order, which ends it. Otherwise the items whose entries go while the order stands. */
      readonly items: readonly number[] | null;
      readonly second: string;
      readonly reasons: string;
      /** Cleared on appeal: the names cannot come back unheld for a while (sticky clearance). */
      readonly cleared: boolean;
    }
  | { readonly kind: "expired" };

export type OrderState = "draft" | "submitted" | "approved" | "rejected" | "in_force" | "withdrawn" | "expired";

/** The projection of an order's events. */
export type OrderRecord = {
  readonly id: number;
  readonly state: OrderState;
  readonly terms: OrderTerms;
  readonly source: OrderSource;
  readonly digest: string;
  readonly counts: Readonly<Record<ItemOutcome, number>>;
  /** Everyone who made or changed any part of it: none of them may approve it. */
  readonly authors: readonly string[];
  readonly createdAt: number;
  readonly submittedBy: string | null;
  readonly approvedBy: string | null;
  readonly seniorBy: string | null;
  readonly reasons: string | null;
  readonly decidedAt: number | null;
};
