import type { RoleName } from "./roles.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * How long each role's metadata is valid, and how much of that may be left before it is signed anew, in milliseconds.
 * Timestamp: a client cut off from the registry notices within a day (TUF's freeze attack); signed every four hours, so
 * that the registry can be down for 20 hours before a client has to complain. Snapshot and targets: months, because
 * only a stolen key makes their age matter and the timestamp covers the rest. Root: a yearly ceremony with two key
 * holders; nothing signs it by itself, `renewBefore` is when `hifazat keys list` starts to warn.
 */
export const LIFETIMES = {
  root: { valid: 365 * DAY_MS, renewBefore: 60 * DAY_MS },
  targets: { valid: 90 * DAY_MS, renewBefore: 45 * DAY_MS },
  snapshot: { valid: 30 * DAY_MS, renewBefore: 15 * DAY_MS },
  timestamp: { valid: 24 * HOUR_MS, renewBefore: 20 * HOUR_MS },
} as const satisfies Record<RoleName, { valid: number; renewBefore: number }>;

/** TUF's date format (specification 4.2.1): UTC, whole seconds. */
export function expiryOf(role: RoleName, now: Date): string {
  return utcSeconds(new Date(now.getTime() + LIFETIMES[role].valid));
}

export function needsRenewal(role: RoleName, expires: string, now: Date): boolean {
  return new Date(expires).getTime() - now.getTime() < LIFETIMES[role].renewBefore;
}

export const utcSeconds = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;
