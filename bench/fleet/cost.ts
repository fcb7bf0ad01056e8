import { POINTER_MS } from "../../src/edge/served-bucket.ts";
import type { Tally } from "./tally.ts";

/**
 * US dollars, as Cloudflare's pages of Workers ("Workers Paid", Standard) and R2 (standard storage) said them when they
 * were read for others' notes between 2026-06-13 and 2026-08-03; README has where. What a month includes is taken off.
 */
export const PRICES = {
  plan: 5,
  workers: { requests: 0.3 / 1e6, freeRequests: 10e6, cpuMs: 0.02 / 1e6, freeCpuMs: 30e6 },
  r2: { classA: 4.5 / 1e6, freeA: 1e6, classB: 0.36 / 1e6, freeB: 10e6, gigabyte: 0.015, freeGigabytes: 10 },
} as const;
const DAYS = 30;

/** What a day asks of Cloudflare. */
export type Use = {
  readonly requests: number;
  /** Processor time of all requests, milliseconds. */
  readonly cpuMs: number;
  readonly reads: number;
  readonly writes: number;
  readonly gigabytes: number;
};

/** A month of such days, US dollars, by what it is for. */
export function monthly({ requests, cpuMs, reads, writes, gigabytes }: Use): Record<string, number> {
  const { plan, workers, r2 } = PRICES;
  const above = (amount: number, free: number, price: number): number => Math.max(0, amount - free) * price;
  const parts = {
    plan,
    requests: above(requests * DAYS, workers.freeRequests, workers.requests),
    processor: above(cpuMs * DAYS, workers.freeCpuMs, workers.cpuMs),
    reads: above(reads * DAYS, r2.freeB, r2.classB),
    writes: above(writes * DAYS, r2.freeA, r2.classA),
    storage: above(gigabytes, r2.freeGigabytes, r2.gigabyte),
  };
  return { ...parts, all: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}

/** Isolates that serve a country's subscribers at the same time: assumed, Cloudflare names no number. */
export const ISOLATES = 20;
/** How often an isolate looks for a release by itself (REFRESH_SECONDS in wrangler.toml), seconds. */
const LOOK_SECONDS = 15;

/** How many reads of the bucket a day of so many requests is. */
export type Reads = {
  /** Each isolate keeps what it gives again and again (src/edge/served-bucket.ts): at most this many. */
  readonly keeping: number;
  /** As it was before: a target a head and a get, a metadata file one get, also when it is not there. */
  readonly asking: number;
};

/** `times` takes what was simulated to a day of all subscribers; `files`: those of a day's releases. Bells read nothing. */
export function readsOf(tally: Tally, times: number, files: number): Reads {
  const daySeconds = 86_400;
  // Of the pointer, and as many of the root that is not there.
  const pointer = (2 * daySeconds * 1_000) / POINTER_MS;
  let asking = 0;
  for (const [kind, { requests }] of tally.kinds) {
    if (kind.startsWith("bell")) continue;
    asking += requests * times * (/^(?:root|timestamp|snapshot|targets)/.test(kind) ? 1 : 2);
  }
  return { asking, keeping: ISOLATES * (pointer + daySeconds / LOOK_SECONDS + files) };
}
