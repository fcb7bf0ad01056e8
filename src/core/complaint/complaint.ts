import type { CategorySlug } from "../category.ts";
import type { Clock, ClockLevel } from "../clock/clock.ts";
import type { ListName } from "../list-name.ts";
import type { Urgency } from "../order/order.ts";
import type { Province, Referral, ReferralBody, ReferralStatus } from "../referral/referral.ts";
import type { RefusalCode } from "../target/refusal.ts";
import type { AnswerTemplate } from "./answer.ts";
import type { Priority } from "./priority.ts";

export const LANGUAGES = ["en", "ur"] as const;
export type Language = (typeof LANGUAGES)[number];

export const CHANNELS = ["form", "partner", "email"] as const;
export type Channel = (typeof CHANNELS)[number];

/** `slow`: nothing showed that it did not come by the thousand, so it is looked at after the others. */
export type Queue = "normal" | "slow";

/**
 * An address as somebody wrote it, readable only with the key of the cases; and what it equals or lies near to, as keyed
 * digests. Nothing in an event or a projection says an address in clear, whatever the category: the category is what a
 * stranger chose, and it may turn out to be child abuse.
 */
export type StoredAddress = {
  readonly sealed: string;
  /** Null when it is no address the registry can read; `code` says why. */
  readonly prints: { readonly target: string; readonly host: string; readonly parent: string } | null;
  readonly code: RefusalCode | null;
};

/** Who complains. How to reach them lies apart from the events, where it can be erased. */
export type Complainant =
  | { readonly kind: "anonymous" | "named" }
  | { readonly kind: "organisation"; readonly name: string };

/** Free text by officers in here is encrypted as addresses are. */
export type ComplaintEvent =
  | {
      readonly kind: "received";
      readonly reference: string;
      readonly channel: Channel;
      readonly queue: Queue;
      readonly category: CategorySlug;
      readonly list: ListName;
      readonly urgency: Urgency;
      readonly priority: Priority;
      readonly province: Province | null;
      readonly language: Language;
      readonly complainant: Complainant;
      readonly addresses: readonly StoredAddress[];
      readonly statement: string | null;
      readonly clock: Clock;
    }
  /** It says the same as an open one: that one is worked on, and this one ends as it does. */
  | { readonly kind: "joined"; readonly to: number }
  | { readonly kind: "separated"; readonly reasons: string }
  | { readonly kind: "taken"; readonly until: number }
  | { readonly kind: "put_back" }
  | {
      readonly kind: "triaged";
      readonly category: CategorySlug;
      readonly list: ListName;
      readonly urgency: Urgency;
      readonly priority: Priority;
      readonly clock: Clock;
      readonly reasons: string;
    }
  | {
      readonly kind: "referred";
      readonly body: ReferralBody;
      readonly province: Province | null;
      readonly clock: Clock;
      readonly note: string | null;
    }
  | {
      readonly kind: "referral_updated";
      readonly number: number;
      readonly status: ReferralStatus;
      readonly note: string | null;
    }
  | { readonly kind: "converted"; readonly order: number; readonly items: readonly number[] }
  | { readonly kind: "answered"; readonly template: AnswerTemplate; readonly reasons: string }
  /** The order, or the complaint it joined, was decided. */
  | { readonly kind: "settled"; readonly outcome: Outcome; readonly template: AnswerTemplate | null }
  | { readonly kind: "closed"; readonly reasons: string }
  | { readonly kind: "escalated"; readonly referral: number | null; readonly level: ClockLevel };

export const COMPLAINT_STATES = ["received", "under_review", "joined", "ordered", "concluded"] as const;
export type ComplaintState = (typeof COMPLAINT_STATES)[number];

/** `dropped`: ended without an answer, such as one that was sent by mistake. */
export type Outcome = "blocked" | "not_blocked" | "passed_on" | "dropped";

/** Whoever works on a case keeps others from deciding it at the same time, until the lock runs out. */
export type Lock = { readonly officer: string; readonly until: number };

/** The projection of a complaint's events. */
export type ComplaintRecord = {
  readonly id: number;
  readonly reference: string;
  readonly state: ComplaintState;
  readonly channel: Channel;
  readonly queue: Queue;
  /** What the complainant chose: answers to the public depend on this one, so that a change tells nothing. */
  readonly submittedAs: CategorySlug;
  readonly category: CategorySlug;
  /** Which desk works on it: the sealed one for child abuse, and for whatever names an address it knows. */
  readonly list: ListName;
  readonly urgency: Urgency;
  readonly priority: Priority;
  readonly province: Province | null;
  readonly language: Language;
  readonly complainant: Complainant;
  readonly addresses: readonly StoredAddress[];
  readonly statement: string | null;
  readonly receivedAt: number;
  readonly clock: Clock;
  readonly lock: Lock | null;
  /** Everyone who decided anything in it: an appeal against what came of it is for others. */
  readonly officers: readonly string[];
  readonly joinedTo: number | null;
  readonly order: { readonly id: number; readonly items: readonly number[] } | null;
  readonly referrals: readonly Referral[];
  readonly outcome: Outcome | null;
  readonly answer: AnswerTemplate | null;
};
