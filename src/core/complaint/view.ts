import type { CategorySlug } from "../category.ts";
import type { Urgency } from "../order/order.ts";
import type { ReferralStatus } from "../referral/referral.ts";
import type { ComplaintRecord, ComplaintState } from "./complaint.ts";
import type { Nearness } from "./nearness.ts";
import type { Sign } from "./priority.ts";
import type { Contact } from "./submission.ts";

/** What officers see of complaints. Times in seconds since the epoch. */

/** One address on the desk. On the sealed desk it says only whether it could be read: a reveal shows the rest. */
export type AddressView =
  | { readonly kind: "closed"; readonly code: string | null }
  | {
      readonly kind: "open";
      readonly text: string;
      /** The target it means; null when it is no address, and then `code` says why. */
      readonly value: string | null;
      readonly code: string | null;
      /** The entry that blocks it already. */
      readonly entry: number | null;
    };

export type ComplaintSummary = Pick<
  ComplaintRecord,
  | "reference"
  | "state"
  | "channel"
  | "queue"
  | "submittedAs"
  | "category"
  | "urgency"
  | "priority"
  | "complainant"
  | "receivedAt"
  | "clock"
  | "lock"
  | "outcome"
> & { readonly addresses: number };

export type Statement = {
  readonly description: string;
  readonly earlierEfforts: string;
  readonly signs: readonly Sign[];
};

export type HistoryLine = {
  readonly at: number;
  readonly actor: string;
  readonly kind: string;
  /** What the officer wrote. */
  readonly note: string | null;
};

export type RelatedCase = Pick<ComplaintRecord, "reference" | "state" | "outcome" | "receivedAt"> & {
  readonly nearness: Nearness;
};

export type ComplaintView = ComplaintSummary &
  Pick<ComplaintRecord, "province" | "language" | "order" | "referrals" | "answer"> & {
    readonly shown: readonly AddressView[];
    readonly statement: Statement | null;
    readonly joinedTo: string | null;
    readonly joiners: readonly string[];
    readonly related: readonly RelatedCase[];
    readonly history: readonly HistoryLine[];
  };

/** What of a desk's complaints somebody wants to see. */
export type QueueFilter = {
  readonly states: readonly ComplaintState[];
  /** Only what this organisation sent. */
  readonly organisation?: string | undefined;
  readonly category?: CategorySlug | undefined;
  readonly urgency?: Urgency | undefined;
  /** Only what this officer has taken, and still has. */
  readonly takenBy?: string | undefined;
  /** A reference; on the general desk also an address, which finds those about its name. */
  readonly text?: string | undefined;
  readonly limit: number;
  /** How many to leave out at the beginning. */
  readonly skip: number;
};

/** How often an officer looked at closed cases of the sealed desk. */
export type Exposure = { readonly today: number; readonly week: number };

/** What a case keeps closed, shown to whoever gave a reason. */
export type Revealed = {
  readonly addresses: readonly string[];
  readonly statement: Statement | null;
  /** How to reach whoever sent it. */
  readonly contact: Contact | null;
  readonly history: readonly HistoryLine[];
};

export type ReferralUpdate = { readonly number: number; readonly status: ReferralStatus; readonly note: string };
