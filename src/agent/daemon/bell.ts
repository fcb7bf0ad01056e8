import type { AskRelease } from "../registry/ask-release.ts";
import { lengthened } from "./pace.ts";

/** How long one request waits at the registry, seconds (protocol 5.4 allows 55). */
const WAIT_SECONDS = 25;
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
      if (answer.kind === "away") {
        this.#trouble++;
        await sleep(answer.retryAfterSeconds ?? 0, signal);
      } else if (answer.release > after) return true;
      else this.#trouble = clock().getTime() - asked < (WAIT_SECONDS * 1_000) / 2 ? this.#trouble + 1 : 0;
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
