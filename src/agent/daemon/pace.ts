/** Until a manifest has said another, seconds; the registry's own value (protocol 5.2). */
export const DEFAULT_POLL_SECONDS = 60;
/** The longest wait after failures, seconds (protocol 5.2). */
export const MAX_BACKOFF_SECONDS = 900;
/** A registry may ask for more patience than that, up to this, seconds. */
const MAX_RETRY_AFTER_SECONDS = 3_600;
/** Waits are lengthened by up to this share, so that agents which started together do not stay together. */
const JITTER_SHARE = 0.2;

export type Pace = {
  /** What the last manifest asked for. */
  readonly pollSeconds: number;
  /** Rounds that failed since the last good one. */
  readonly failures: number;
  /** What a `Retry-After` asked for in the last round. */
  readonly retryAfterSeconds: number | undefined;
};

/** Seconds until the next round: the poll, doubled with every failure (protocol 5.2). `random` gives 0 up to 1. */
export function waitSeconds({ pollSeconds, failures, retryAfterSeconds = 0 }: Pace, random: () => number): number {
  const backoff = Math.min(MAX_BACKOFF_SECONDS, pollSeconds * 2 ** failures);
  const asked = Math.min(MAX_RETRY_AFTER_SECONDS, retryAfterSeconds);
  return lengthened(Math.max(pollSeconds, backoff, asked), random);
}

export const lengthened = (seconds: number, random: () => number): number => seconds * (1 + JITTER_SHARE * random());
