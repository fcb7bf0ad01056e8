import { addressGroup } from "../../core/access/client-address.ts";
import { HifazatError } from "../../core/errors.ts";
import type { Limit, Limits } from "../../storage/accounts/limits.ts";

/** How much one caller may send and ask. Many people share one address, so these stop programs and not families. */
export const REQUESTS = {
  /** With a proof of work. */
  proved: { name: "case_proved", attempts: 60, seconds: 3_600 },
  /** Without: a browser without script, or a program. */
  unproved: { name: "case_unproved", attempts: 10, seconds: 3_600 },
  /** Of one organisation. */
  partner: { name: "case_partner", attempts: 1_000, seconds: 3_600 },
  challenge: { name: "case_challenge", attempts: 120, seconds: 3_600 },
  followUp: { name: "case_follow_up", attempts: 60, seconds: 900 },
  /** Of one case, from everywhere: its code cannot be guessed at from many addresses either. */
  followUpOfCase: { name: "case_follow_up_of", attempts: 60, seconds: 3_600 },
} as const satisfies Record<string, Limit>;

/** Counts a request before anything is done for it. Throws `rate_limited` with `details.retryAfter` in seconds. */
export async function countRequest(limits: Limits, limit: Limit, key: string): Promise<void> {
  const taken = await limits.take(limit, key);
  if (taken.kind === "ok") return;
  const details = { retryAfter: taken.seconds };
  throw new HifazatError("rate_limited", "Too many requests: wait before the next one.", { details });
}

export const callerKey = (address: string): string => addressGroup(address);
