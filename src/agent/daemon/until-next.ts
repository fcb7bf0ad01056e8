import type { Bell, BellPorts } from "./bell.ts";

/** Why a round began: the agent started, its time was up, or the registry said that there is a release. */
export type Trigger = "start" | "poll" | "bell";

/** Waits for whichever comes first. */
export async function untilNext(
  bell: Bell,
  known: number,
  seconds: number,
  { sleep }: Pick<BellPorts, "sleep">,
  stop: AbortSignal,
): Promise<Trigger> {
  const over = new AbortController();
  const signal = AbortSignal.any([stop, over.signal]);
  const poll = sleep(seconds, signal).then((): Trigger => "poll");
  const ring = bell.rings(known, signal).then((rang): Trigger => (rang ? "bell" : "poll"));
  try {
    return await Promise.race([poll, ring]);
  } finally {
    over.abort();
    await Promise.all([poll, ring]);
  }
}
