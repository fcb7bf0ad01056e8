import type { Clock } from "../clock/clock.ts";

/**
 * Who a case is passed to beside the blocking (LAW.md, "Who is around it"). `fia_technical_opinion` is what the police
 * ask of FIA, so it needs a referral to the police first.
 */
export const REFERRAL_BODIES = [
  "fia_focal_unit",
  "hotline",
  "host",
  "platform",
  "provincial_agency",
  "police",
  "fia_technical_opinion",
] as const;
export type ReferralBody = (typeof REFERRAL_BODIES)[number];

/** Each has its own child protection body. */
export const PROVINCES = ["islamabad", "punjab", "sindh", "khyber-pakhtunkhwa", "balochistan"] as const;
export type Province = (typeof PROVINCES)[number];

export const REFERRAL_STATUSES = ["open", "sent", "acknowledged", "answered", "declined"] as const;
export type ReferralStatus = (typeof REFERRAL_STATUSES)[number];

export type Referral = {
  /** From 1, within its complaint. */
  readonly number: number;
  readonly body: ReferralBody;
  /** Of the child or the complainant, as far as it is known. */
  readonly province: Province | null;
  readonly status: ReferralStatus;
  readonly openedBy: string;
  readonly changedAt: number;
  /** Ends when the body has answered or declined. */
  readonly clock: Clock;
};

/** A case of child abuse goes to all of these at once, without waiting for the block or for each other. */
export const PARALLEL_BODIES = ["fia_focal_unit", "hotline", "provincial_agency"] as const satisfies ReferralBody[];

export const isFinal = (status: ReferralStatus): boolean => status === "answered" || status === "declined";

/** A referral goes forward only; steps may be left out, because a body may answer what it never acknowledged. */
export function mayBecome(from: ReferralStatus, to: ReferralStatus): boolean {
  return !isFinal(from) && REFERRAL_STATUSES.indexOf(to) > REFERRAL_STATUSES.indexOf(from);
}
