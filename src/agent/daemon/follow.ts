import { Bell, type BellPorts } from "./bell.ts";
import { DEFAULT_POLL_SECONDS, waitSeconds } from "./pace.ts";
import { type Trigger, untilNext } from "./until-next.ts";

/** What a round found. */
export type Found = {
  /** It counts as a failure: the next one is put off. */
  readonly failed: boolean;
  /** The newest release that it was offered, taken or not; undefined when it was offered none. */
  readonly newest: number | undefined;
  /** What the manifest asked for. */
  readonly pollSeconds: number | undefined;
  /** The longest patience that an answer asked for. */
  readonly retryAfterSeconds: number | undefined;
  /** It failed here: no release can mend that, so the bell is not listened to until the poll is due. */
  readonly deaf?: boolean;
};

export type Paced = {
  /** Rounds that failed since the last good one. */
  readonly failures: number;
  readonly nextSeconds: number;
};

export type Following<F extends Found> = {
  /** `atLeast`: the release that the bell rang for; a mirror that has not got it yet is of less use. 0 without a bell. */
  readonly round: (trigger: Trigger, atLeast: number) => Promise<F>;
  /** After each round. */
  readonly paced?: (found: F, paced: Paced) => void;
};

/**
 * Does rounds as protocol 5 wants it, until `stop` is aborted: one at the start, then whenever the poll is due, later after
 * failures, or when the registry's bell rings. A round that is running is finished first.
 */
export async function follow<F extends Found>(
  registry: string,
  { round, paced }: Following<F>,
  ports: BellPorts,
  stop: AbortSignal,
): Promise<void> {
  const bell = new Bell(registry, ports);
  let trigger: Trigger = "start";
  let pollSeconds = DEFAULT_POLL_SECONDS;
  let failures = 0;
  let known = 0;
  while (!stop.aborted) {
    const found = await round(trigger, trigger === "bell" ? known + 1 : 0);
    pollSeconds = found.pollSeconds ?? pollSeconds;
    failures = found.failed ? failures + 1 : 0;
    const before = known;
    known = found.newest ?? known;
    if (trigger === "bell") bell.heard(known > before);
    const { retryAfterSeconds } = found;
    const nextSeconds = waitSeconds({ pollSeconds, failures, retryAfterSeconds }, ports.random);
    paced?.(found, { failures, nextSeconds });
    if (found.deaf) {
      await ports.sleep(nextSeconds, stop);
      trigger = "poll";
    } else {
      trigger = await untilNext(bell, known, nextSeconds, ports, stop);
    }
  }
}
