/** What changes what is published of the general list. */
export const DECISION_KINDS = [
  "approved",
  "held_decided",
  "withdrawn",
  "expired",
  "suspended",
  "resumed",
  "extended",
  "rolled_back",
  "rollback_ended",
] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];

export type ReleaseDecision = {
  /** Seconds since the epoch. */
  readonly at: number;
  readonly actor: string;
  readonly kind: DecisionKind;
  /** Null for what is decided about publication itself. */
  readonly order: { readonly id: string; readonly authority: string; readonly number: string } | null;
  /** The release that a rollback went back to. */
  readonly to: number | null;
  readonly reasons: string | null;
  /** Entries that came or went with it; a rollback sets others aside instead. */
  readonly added: number;
  readonly removed: number;
  /** Whether it waits for a senior officer, as part of a batch above the limits. */
  readonly held: boolean;
};

/** Who had a release go out when the schedule did not. */
export type ReleaseImpulse = {
  /** `asked`: at once instead of on the schedule; `batch`: by a senior officer, although it was above the limits. */
  readonly kind: "asked" | "batch";
  readonly by: string;
  readonly reasons: string | null;
};
