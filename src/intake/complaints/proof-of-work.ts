import { type Challenge, createChallenge, type Solution, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { z } from "zod";
import type { Limits } from "../../storage/accounts/limits.ts";

/**
 * Work that a browser does before it sends a complaint: a second or two for a person, a bill for whoever sends thousands.
 * It asks no other company and shows no picture (ALTCHA, version 2).
 */
export type ProofOfWork = {
  readonly challenge: () => Promise<Challenge>;
  /** Whether the text is a solution to a challenge of ours that is still open; each counts once. Never throws. */
  readonly check: (text: string | undefined) => Promise<boolean>;
};

export type WorkCost = {
  /** PBKDF2 rounds of one attempt. */
  readonly rounds: number;
  /** Attempts until the solution: a number between the two, drawn anew each time. */
  readonly attempts: { readonly least: number; readonly most: number };
};

/** About 2 seconds of one core of a small telephone. */
export const WORK_COST: WorkCost = { rounds: 2_000, attempts: { least: 200, most: 600 } };

/** How long a challenge can be answered, in seconds: longer than it takes to fill in the form. */
const OPEN_SECONDS = 3_600;
/** Characters of an answer; a real one has about 700. */
const LONGEST = 4_096;
const ALGORITHM = "PBKDF2/SHA-256";

const Payload = z.object({
  challenge: z.object({
    parameters: z.looseObject({
      algorithm: z.literal(ALGORITHM),
      nonce: z.string(),
      salt: z.string(),
      cost: z.number(),
      keyLength: z.number(),
      keyPrefix: z.string(),
      keySignature: z.string(),
      expiresAt: z.number(),
    }),
    signature: z.string(),
  }),
  solution: z.object({ counter: z.int(), derivedKey: z.string() }),
});

export function createProofOfWork(
  secret: string,
  limits: Limits,
  now: () => number,
  random: (least: number, most: number) => number,
  cost: WorkCost = WORK_COST,
): ProofOfWork {
  const secrets = { hmacSignatureSecret: secret, hmacKeySignatureSecret: `${secret}/key` };
  return {
    challenge: () =>
      createChallenge({
        algorithm: ALGORITHM,
        cost: cost.rounds,
        counter: random(cost.attempts.least, cost.attempts.most),
        expiresAt: now() + OPEN_SECONDS,
        deriveKey,
        ...secrets,
      }),
    async check(text) {
      const payload = readPayload(text);
      if (payload === undefined) return false;
      const { challenge, solution } = payload;
      if (challenge.parameters.expiresAt <= now()) return false;
      // With the key's signature in the challenge, this costs two digests and no derivation.
      const { verified } = await verifySolution({ challenge, solution, deriveKey, ...secrets }).catch(() => ({
        verified: false,
      }));
      if (!verified) return false;
      const spent = { name: "proof", attempts: 1, seconds: OPEN_SECONDS };
      return (await limits.take(spent, challenge.signature)).kind === "ok";
    },
  };
}

/** Base64 of JSON, as the ALTCHA widget sends it. */
function readPayload(
  text: string | undefined,
): { challenge: Challenge & { signature: string; parameters: { expiresAt: number } }; solution: Solution } | undefined {
  if (text === undefined || text.length > LONGEST) return undefined;
  try {
    const parsed = Payload.safeParse(JSON.parse(Buffer.from(text, "base64").toString("utf8")));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
