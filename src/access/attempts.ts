import { addressGroup } from "../core/access/client-address.ts";
import { HifazatError } from "../core/errors.ts";
import type { Limit } from "../storage/accounts/limits.ts";
import type { AccessPorts } from "./ports.ts";

/**
 * How often somebody may be wrong. Names are counted whether they exist or not, so that a lock-out tells nothing. One
 * address reaches the limit of a name from there long before the limit of the name from everywhere: so nobody alone can
 * lock an officer out.
 */
export const ATTEMPTS = {
  address: { name: "address", attempts: 100, seconds: 900 },
  nameFromAddress: { name: "name_address", attempts: 5, seconds: 900 },
  name: { name: "name", attempts: 50, seconds: 3_600 },
  /** Six digits, three of them good at a time: ten a day give who has the password 1 in 33,000. */
  secondFactor: { name: "second_factor", attempts: 10, seconds: 86_400 },
  password: { name: "password", attempts: 5, seconds: 900 },
} as const satisfies Record<string, Limit>;

type Counted = readonly (readonly [limit: Limit, key: string])[];

/** The counters of a sign-in by name. */
export function signInCounters(name: string, address: string): Counted {
  const from = addressGroup(address);
  return [
    [ATTEMPTS.address, from],
    [ATTEMPTS.nameFromAddress, `${name}\n${from}`],
    [ATTEMPTS.name, name],
  ];
}

/**
 * Counts an attempt, before anything is looked up or computed for it. Throws `rate_limited` with `details.retryAfter`
 * in seconds; `locked` is called once, by the attempt that went over a limit.
 */
export async function countAttempt({ limits }: AccessPorts, counted: Counted, locked: (limit: string) => void) {
  for (const [limit, key] of counted) {
    const taken = await limits.take(limit, key);
    if (taken.kind === "ok") continue;
    if (taken.first) locked(limit.name);
    const details = { retryAfter: taken.seconds };
    throw new HifazatError("rate_limited", "Too many attempts: wait before the next one.", { details });
  }
}

/** Forgets the attempts that led to a good one; the address goes on counting, because others may share it. */
export async function forgiveAttempts({ limits }: AccessPorts, counted: Counted): Promise<void> {
  for (const [limit, key] of counted) if (limit.name !== ATTEMPTS.address.name) await limits.clear(limit, key);
}
