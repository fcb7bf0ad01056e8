import type { FactorKind } from "./second-factor.ts";

/** All in seconds. */
export const SESSION = {
  /** From the password to the second factor. */
  secondFactor: 600,
  /** To choose a password and set up a second factor. */
  enrolling: 1_800,
  /** Without a request. */
  idle: 1_800,
  /** In all: a working day. */
  whole: 43_200,
  /** A passkey's challenge. */
  challenge: 300,
  /** How precisely the last request is kept: not every request may write. */
  seenEvery: 60,
} as const;

/** How long a fresh second factor counts for the actions that ask for one, in seconds. */
export const STEP_UP_SECONDS = 300;

/** How long the code that a new or reset account is enrolled with is good for, in seconds. */
export const ENROLMENT_SECONDS = 3 * 86_400;

/** `enrolling`: has no second factor yet. `second_factor`: has given the password only. `full`: signed in. */
export const STAGES = ["enrolling", "second_factor", "full"] as const;
export type Stage = (typeof STAGES)[number];

/** A session that has begun, or gone to its next stage: `secret` goes into the cookie and nowhere else. */
export type SessionStart = {
  readonly secret: string;
  readonly csrf: string;
  readonly stage: Stage;
  readonly expiresAt: number;
  /** The second factors that can be given next; empty unless one is awaited. */
  readonly factors: readonly FactorKind[];
};

/** One row of the list of an account's sessions. */
export type SessionView = {
  readonly id: string;
  readonly createdAt: number;
  readonly seenAt: number;
  readonly expiresAt: number;
  readonly address: string;
  readonly agent: string;
  readonly current: boolean;
};
