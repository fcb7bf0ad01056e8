import type { CategorySlug } from "../category.ts";
import type { ListName } from "../list-name.ts";

/** `removed`: taken out again while the order was a draft; the line stays for the record. */
export type ItemOutcome = "accepted" | "held" | "refused" | "duplicate" | "skipped" | "removed";
export type ItemCounts = Readonly<Record<ItemOutcome, number>>;
export const NO_ITEMS: ItemCounts = { accepted: 0, held: 0, refused: 0, duplicate: 0, skipped: 0, removed: 0 };
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

/** Where the items of one upload came from. */
export type OrderSource = {
  readonly name: string;
  readonly sha256: string;
  readonly format: string;
  readonly charset: string;
  readonly bytes: number;
};

/** Items that came in together: those from `first` to `last`, both included. */
export type Upload = {
  /** From 1, within the order. */
  readonly number: number;
  readonly source: OrderSource;
  readonly first: number;
  /** `first - 1` when there is none. */
  readonly last: number;
  /** SHA-256 over the items as they stand. */
  readonly digest: string;
  readonly counts: ItemCounts;
};

/** Which held items: by their sequence numbers in the order. `all`: every one that is not decided otherwise. */
export type HeldDecision =
  | { readonly kind: "none" }
  | { readonly kind: "all" }
  | { readonly kind: "some"; readonly items: readonly number[] };

/** What one officer asks for and a second one confirms. */
export type Proposal =
  | {
      readonly kind: "withdraw";
      /** Null: the whole order, which ends it. Otherwise the items whose entries go while the order stands. */
      readonly items: readonly number[] | null;
      /** Cleared on appeal: the names cannot come back unheld for a while (sticky clearance). */
      readonly cleared: boolean;
      readonly reasons: string;
    }
  | { readonly kind: "extend"; readonly reviewAt: number; readonly expiresAt: number; readonly reasons: string };

/** `digest`: SHA-256 over terms and items as they are after the event; what an approval names. */
export type OrderEdit =
  | ({ readonly kind: "items_added"; readonly upload: Upload } & { readonly digest: string })
  | {
      readonly kind: "items_removed";
      readonly items:
        | { readonly kind: "upload"; readonly number: number }
        | { readonly kind: "items"; readonly items: readonly number[] };
      /** What became of the uploads that lost items. */
      readonly uploads: readonly Pick<Upload, "number" | "digest" | "counts">[];
      readonly digest: string;
    }
  | { readonly kind: "revised"; readonly terms: OrderTerms; readonly digest: string };

export type OrderEvent =
  | {
      readonly kind: "created";
      readonly terms: OrderTerms;
      /** The partner organisation that it belongs to; null for the registry's own. */
      readonly organisation: string | null;
      readonly digest: string;
    }
  | OrderEdit
  | { readonly kind: "submitted" }
  | {
      readonly kind: "held_decided";
      readonly digest: string;
      readonly accept: HeldDecision;
      readonly reject: HeldDecision;
      readonly reasons: string;
    }
  | {
      readonly kind: "approved";
      readonly digest: string;
      readonly reasons: string;
      readonly senior: string | null;
      readonly held: HeldDecision;
      /** Null: two officers decided. Otherwise one senior officer alone, and it ends then unless confirmed. */
      readonly emergencyUntil: number | null;
    }
  | { readonly kind: "emergency_confirmed"; readonly reasons: string }
  | { readonly kind: "rejected"; readonly reasons: string }
  | { readonly kind: "in_force"; readonly release: number }
  | { readonly kind: "proposed"; readonly proposal: Proposal }
  | { readonly kind: "proposal_dropped"; readonly reasons: string }
  | {
      readonly kind: "withdrawn";
      readonly items: readonly number[] | null;
      /** The other officer: who proposed it, or who stood beside whoever entered it. */
      readonly second: string;
      readonly reasons: string;
      readonly cleared: boolean;
    }
  /** Items whose entries are off the list while an appeal is decided, and back on it. `appeal` is its reference. */
  | { readonly kind: "suspended" | "resumed"; readonly items: readonly number[]; readonly appeal: string }
  | {
      readonly kind: "extended";
      readonly reviewAt: number;
      readonly expiresAt: number;
      readonly second: string;
      readonly reasons: string;
    }
  | { readonly kind: "expired" };

export const ORDER_STATES = ["draft", "submitted", "approved", "rejected", "in_force", "withdrawn", "expired"] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/** From when until when the entries stand. Seconds since the epoch. */
export type Term = { readonly since: number; readonly reviewAt: number; readonly expiresAt: number };

/** The projection of an order's events. */
export type OrderRecord = {
  readonly id: number;
  readonly state: OrderState;
  readonly organisation: string | null;
  readonly terms: OrderTerms;
  readonly uploads: readonly Upload[];
  readonly digest: string;
  readonly counts: ItemCounts;
  /** Everyone who made or changed any part of it: none of them may approve it. */
  readonly authors: readonly string[];
  readonly createdAt: number;
  readonly submittedBy: string | null;
  readonly approvedBy: string | null;
  readonly seniorBy: string | null;
  readonly reasons: string | null;
  readonly decidedAt: number | null;
  /** What senior officers (`by`) decided about the held items. */
  readonly held: { readonly accepted: HeldDecision; readonly rejected: HeldDecision; readonly by: readonly string[] };
  /** Null until it is approved. */
  readonly term: Term | null;
  readonly emergency: "unconfirmed" | "confirmed" | null;
  readonly proposal: (Proposal & { readonly by: string; readonly at: number }) | null;
};
