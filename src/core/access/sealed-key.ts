/** A subscriber's age public key for the sealed list, as it may be shown. Times in seconds since the epoch. */
export type SealedKeyView = {
  /** `k12`. */
  readonly id: string;
  readonly recipient: string;
  readonly enrolledAt: number;
  readonly enrolledBy: string;
  readonly removedAt: number | null;
  readonly removedBy: string | null;
};
