import type { AskRelease } from "../registry/ask-release.ts";
import { lengthened } from "./pace.ts";

/** How long one request waits at the registry, seconds (protocol 5.4 allows 55). */
const WAIT_SECONDS = 25;
/**
 * A request that was held this long did what it is for, whoever ended it: a proxy on the way may not wait as long as we do,
 * and a pause after each of its cuts would be time in which nobody hears the bell. Seconds.
 */
const HELD_SECONDS = 8;
/** The longest pause after requests that led to nothing, seconds. */
const MAX_PAUSE_SECONDS = 60;

export type BellPorts = {
  readonly askRelease: AskRelease;
  readonly clock: () => Date;
  readonly random: () => number;
  /** Resolves after the time, or at once when the signal is aborted; never rejects. */
  readonly sleep: (seconds: number, signal: AbortSignal) => Promise<void>;
};

/**
 * Waits at the registry for the next release (protocol 5.4). What it hears is not signed, so it only ever causes a round;
 * and a registry that rings for nothing, answers without waiting, or is away is asked less and less often.
 */
export class Bell {
  #trouble = 0;
  readonly #registry: string;
  readonly #ports: BellPorts;

  constructor(registry: string, ports: BellPorts) {
    this.#registry = registry;
    this.#ports = ports;
  }

  /** True when the registry says it has a release above `after`; false when the signal was aborted before. */
  async rings(after: number, signal: AbortSignal): Promise<boolean> {
    const { askRelease, clock, sleep } = this.#ports;
    while (!signal.aborted) {
      if (this.#trouble > 0) await sleep(this.#pauseSeconds(), signal);
      if (signal.aborted) return false;
      const asked = clock().getTime();
      const answer = await askRelease(this.#registry, after, WAIT_SECONDS, signal);
      if (signal.aborted) return false;
      const heldMs = clock().getTime() - asked;
      if (answer.kind === "release" && answer.release > after) return true;
      if (answer.kind === "away" && answer.retryAfterSeconds !== undefined) {
        this.#trouble++;
        await sleep(answer.retryAfterSeconds, signal);
      } else this.#trouble = heldMs < HELD_SECONDS * 1_000 ? this.#trouble + 1 : 0;
    }
    return false;
  }

  /** What came of the round it caused: nothing new counts as trouble. */
  heard(somethingNew: boolean): void {
    this.#trouble = somethingNew ? 0 : this.#trouble + 1;
  }

  #pauseSeconds(): number {
    return lengthened(Math.min(MAX_PAUSE_SECONDS, 2 ** (this.#trouble - 1)), this.#ports.random);
  }
}
