import type { Clock, ClockLevel } from "../clock/clock.ts";
import type { Complainant, Language, Lock, StoredAddress } from "../complaint/complaint.ts";
import type { ListName } from "../list-name.ts";

/** Who asks for an unblock; anybody may. */
export const CAPACITIES = ["owner", "host", "user"] as const;
export type Capacity = (typeof CAPACITIES)[number];

/** One item of an order on which a blocked target stands: a name can stand on several. */
export type Standing = { readonly order: number; readonly item: number };

export const APPEAL_OUTCOMES = ["upheld", "dismissed", "no_longer_blocked", "not_listed", "withdrawn"] as const;
export type AppealOutcome = (typeof APPEAL_OUTCOMES)[number];
export type Verdict = Extract<AppealOutcome, "upheld" | "dismissed">;

/** Free text by people in here is encrypted as addresses are. */
export type AppealEvent =
  | {
      readonly kind: "received";
      readonly reference: string;
      readonly capacity: Capacity;
      readonly language: Language;
      readonly appellant: Complainant;
      readonly address: StoredAddress;
      readonly statement: string | null;
      /** The list whose entry covers the address; null when none does. */
      readonly list: ListName | null;
      readonly entry: number | null;
      readonly clock: Clock;
    }
  | { readonly kind: "taken"; readonly until: number }
  | { readonly kind: "put_back" }
  /** The entry is off the list until the appeal is decided. */
  | { readonly kind: "suspended"; readonly standing: readonly Standing[]; readonly reasons: string }
  | { readonly kind: "proposed"; readonly verdict: Verdict; readonly reasons: string }
  | { readonly kind: "returned"; readonly reasons: string }
  | {
      readonly kind: "decided";
      readonly verdict: Verdict;
      /** Until when the appellant may go to the High Court, seconds since the epoch (PECA s. 37(5)). */
      readonly courtUntil: number;
    }
  | { readonly kind: "closed"; readonly outcome: Exclude<AppealOutcome, Verdict> }
  | { readonly kind: "escalated"; readonly level: ClockLevel };

export const APPEAL_STATES = ["received", "under_review", "proposed", "concluded"] as const;
export type AppealState = (typeof APPEAL_STATES)[number];

/** The projection of an appeal's events. */
export type AppealRecord = {
  readonly id: number;
  readonly reference: string;
  readonly state: AppealState;
  readonly capacity: Capacity;
  readonly language: Language;
  readonly appellant: Complainant;
  readonly address: StoredAddress;
  readonly statement: string | null;
  readonly list: ListName | null;
  readonly entry: number | null;
  readonly receivedAt: number;
  readonly clock: Clock;
  readonly lock: Lock | null;
  /** What is off the list because of this appeal, until it is decided. */
  readonly suspended: readonly Standing[];
  readonly proposal: { readonly by: string; readonly verdict: Verdict; readonly reasons: string } | null;
  readonly decidedBy: readonly string[];
  readonly decidedAt: number | null;
  readonly outcome: AppealOutcome | null;
  readonly courtUntil: number | null;
};
