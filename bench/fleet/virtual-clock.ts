/** Times of waking are rounded up to this, milliseconds. */
const TICK_MS = 100;

/**
 * A clock that only `run` moves: a day passes as fast as the sleepers are done with it. Everybody who is due at a tick is
 * woken, and all that follows from it happens, before the next.
 */
export class VirtualClock {
  #tick = 0;
  readonly #real = new Set<Promise<void>>();
  readonly #due = new Map<number, (() => void)[]>();

  /** Milliseconds since the start. */
  get now(): number {
    return this.#tick * TICK_MS;
  }

  at(ms: number, act: () => void): void {
    const tick = Math.max(this.#tick + 1, Math.ceil(ms / TICK_MS));
    const acts = this.#due.get(tick);
    if (acts === undefined) this.#due.set(tick, [act]);
    else acts.push(act);
  }

  /** As the agent wants it: resolves after the time, or at once when the signal is aborted. */
  readonly sleep = (seconds: number, signal?: AbortSignal): Promise<void> => {
    if (seconds <= 0 || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      signal?.addEventListener("abort", () => resolve(), { once: true });
      this.at(this.now + seconds * 1_000, resolve);
    });
  };

  async run(untilMs: number): Promise<void> {
    for (; this.now < untilMs; this.#tick++) {
      const acts = this.#due.get(this.#tick);
      if (acts === undefined) continue;
      this.#due.delete(this.#tick);
      for (const act of acts) act();
      await this.#settled();
    }
  }

  /** Time stands still while something real is under way. */
  during<T>(real: Promise<T>): Promise<T> {
    const ended = real.then(
      () => void this.#real.delete(ended),
      () => void this.#real.delete(ended),
    );
    this.#real.add(ended);
    return real;
  }

  /** All that was woken has gone on as far as it can without the clock. */
  async #settled(): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#real.size === 0) return;
      await Promise.all(this.#real);
    }
  }
}
