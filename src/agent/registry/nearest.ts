import { HifazatError } from "../../core/errors.ts";
import type { Download } from "./download.ts";
import { CONNECT_TIMEOUT_MS, MAX_TIMESTAMP_BYTES } from "./limits.ts";

/** How often the distances are measured, milliseconds. */
const MEASURE_EVERY_MS = 600_000;
/** A measurement counts this much against all before it. */
const SMOOTHING = 0.3;
/** Another mirror has to be this much nearer before it is preferred, or two that are alike would take turns. */
const NEARER_SHARE = 0.7;
const NEARER_MS = 5;

/** What the last measurement found of a registry or mirror. */
export type Probe = {
  readonly registry: string;
  /** Why it would not be taken from; undefined when it would. */
  readonly fault: HifazatError | undefined;
};

/**
 * Not demoted for: the keys may have changed since this root was taken, and then a mirror that stands still looks better than
 * one that does not.
 */
const TOLD_ONLY: ReadonlySet<string> = new Set(["tuf_signature"]);

/**
 * The order in which a registry and its mirrors are tried: nearest first, by how long `timestamp.json` takes. None of them
 * is trusted, so a mirror that answers fast and says nothing good costs a line in the report: whoever did not serve a
 * round, or whose pointer would not be taken, goes behind the others until it is measured again.
 */
export class NearestFirst {
  readonly #registries: readonly string[];
  readonly #milliseconds = new Map<string, number>();
  readonly #passedOver = new Set<string>();
  #preferred: string | undefined;
  #measuredAt = Number.NEGATIVE_INFINITY;
  #probes: readonly Probe[] = [];

  constructor(registries: readonly string[]) {
    this.#registries = registries;
  }

  /** As listed, until they were measured; who did not answer then comes last. */
  order(): readonly string[] {
    const rank = (registry: string): number =>
      this.#passedOver.has(registry)
        ? Number.POSITIVE_INFINITY
        : registry === this.#preferred
          ? Number.NEGATIVE_INFINITY
          : this.#distance(registry);
    // Array.sort keeps the listed order of those that rank alike; the subtraction of two infinities would not.
    return [...this.#registries].sort((one, other) => (rank(one) < rank(other) ? -1 : rank(one) > rank(other) ? 1 : 0));
  }

  /** Says who served a round; undefined when nobody did. */
  served(registry: string | undefined): void {
    for (const tried of this.order()) {
      if (tried === registry) return;
      this.#passedOver.add(tried);
    }
    // All were tried in vain: none of them is worse than another.
    this.#passedOver.clear();
  }

  /** Of the last measurement, in the listed order; none before. */
  probes(): readonly Probe[] {
    return this.#probes;
  }

  /**
   * Measures all of them when it is time to, and looks at what they give; `clock` in milliseconds. So a mirror that is no good
   * is known before the day it is needed. Never throws.
   */
  async measure(
    download: Download,
    clock: () => number,
    judge: (pointer: Uint8Array) => HifazatError | undefined = () => undefined,
  ): Promise<void> {
    if (this.#registries.length < 2 || clock() - this.#measuredAt < MEASURE_EVERY_MS) return;
    this.#measuredAt = clock();
    this.#passedOver.clear();
    this.#probes = await Promise.all(
      this.#registries.map(async (registry): Promise<Probe> => {
        const asked = clock();
        const limits = { maxBytes: MAX_TIMESTAMP_BYTES, totalMs: CONNECT_TIMEOUT_MS };
        const url = `${registry}/tuf/metadata/timestamp.json`;
        const answer = await download(url, limits).catch(() => undefined);
        const before = this.#milliseconds.get(registry);
        if (answer?.kind !== "bytes") {
          this.#milliseconds.delete(registry);
          const status = answer === undefined ? "It does not answer." : `It answers ${answer.status}.`;
          return { registry, fault: new HifazatError("registry_unreachable", status) };
        }
        const took = clock() - asked;
        this.#milliseconds.set(registry, before === undefined ? took : before + SMOOTHING * (took - before));
        const fault = judge(answer.bytes);
        if (fault !== undefined && !TOLD_ONLY.has(fault.code)) this.#passedOver.add(registry);
        return { registry, fault };
      }),
    );
    this.#prefer();
  }

  #prefer(): void {
    const nearest = this.#registries.reduce((best, other) =>
      this.#distance(other) < this.#distance(best) ? other : best,
    );
    if (this.#preferred === undefined) this.#preferred = nearest;
    const now = this.#distance(this.#preferred);
    const next = this.#distance(nearest);
    if (next < now * NEARER_SHARE && next < now - NEARER_MS) this.#preferred = nearest;
  }

  #distance(registry: string): number {
    return this.#milliseconds.get(registry) ?? Number.MAX_VALUE;
  }
}
