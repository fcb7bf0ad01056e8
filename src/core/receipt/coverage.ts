import type { IdentityVerdict } from "./receipt.ts";

/**
 * A subscriber's program says what it has in force at least every so often, also when nothing changes; seconds. Four
 * times that is how long one may be unheard before it counts as silent.
 */
export const RECEIPT_AT_LEAST_EVERY = 6 * 3_600;
export const SILENT_AFTER = 4 * RECEIPT_AT_LEAST_EVERY;

/** The upper ends of the histogram's steps, seconds; above them one more. */
export const LAG_STEPS = [10, 30, 60, 300, 900, 3_600, 21_600, 86_400] as const;

export const COVERAGE_STATES = ["current", "behind", "pinned", "silent", "never", "suspended"] as const;
/** `never`: no receipt came for this list. `pinned`: held back by the operator's own rollback. */
export type CoverageState = (typeof COVERAGE_STATES)[number];

/** What the last receipt of one token said, and what the registry knows beside it. Times in seconds since the epoch. */
export type AgentFacts = {
  readonly token: string;
  readonly label: string;
  readonly release: number;
  readonly appliedAt: number;
  readonly seenAt: number;
  readonly identity: IdentityVerdict;
  readonly pinned: boolean;
  readonly failedOutputs: number;
  readonly leftOut: Readonly<Record<string, number>>;
  readonly allowed: { readonly lines: number; readonly leftOut: number; readonly passes: number };
  /** When the release after this one was published; null when this one is the newest. */
  readonly overtakenAt: number | null;
  /** When it first applied the release that is asked about, or a later one; null when it has not. */
  readonly reachedAt: number | null;
};

export type SubscriberFacts = {
  readonly name: string;
  readonly displayName: string;
  readonly suspended: boolean;
  readonly agents: readonly AgentFacts[];
};

export type AgentCoverage = Omit<AgentFacts, "overtakenAt" | "reachedAt"> & {
  readonly state: Exclude<CoverageState, "never" | "suspended">;
  readonly lagReleases: number;
  /** How long a newer release has been there. */
  readonly lagSeconds: number;
  readonly silentSince: number | null;
};

/** A subscriber is as far as the last of its programs. */
export type SubscriberCoverage = {
  readonly name: string;
  readonly displayName: string;
  readonly state: CoverageState;
  readonly release: number | null;
  readonly lagReleases: number | null;
  readonly lagSeconds: number | null;
  readonly seenAt: number | null;
  readonly silentSince: number | null;
  readonly identity: IdentityVerdict | null;
  readonly agents: readonly AgentCoverage[];
};

/** How long the subscribers took to apply one release, in seconds from its publication. */
export type LagDistribution = {
  readonly release: number;
  readonly publishedAt: number;
  /** Subscribers all of whose programs have applied it, or a later one; suspended ones are not asked about. */
  readonly applied: number;
  readonly waiting: number;
  readonly median: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly longest: number | null;
  /** `upTo` null: longer than the last step. */
  readonly histogram: readonly { readonly upTo: number | null; readonly count: number }[];
};

export function subscriberCoverage(facts: SubscriberFacts, newest: number, now: number): SubscriberCoverage {
  const { name, displayName, suspended } = facts;
  const agents = facts.agents.map((agent) => agentCoverage(agent, newest, now));
  const last = agents.reduce<AgentCoverage | undefined>(
    (worst, agent) => (worst === undefined || agent.release < worst.release ? agent : worst),
    undefined,
  );
  const seenAt = agents.length === 0 ? null : Math.min(...agents.map((agent) => agent.seenAt));
  return {
    name,
    displayName,
    state: suspended ? "suspended" : worstState(agents),
    release: last?.release ?? null,
    lagReleases: last?.lagReleases ?? null,
    lagSeconds: last?.lagSeconds ?? null,
    seenAt,
    silentSince: agents.some(({ silentSince }) => silentSince !== null) ? seenAt : null,
    identity:
      (["wrong", "unknown", "right"] as const).find((verdict) => agents.some(({ identity }) => identity === verdict)) ??
      null,
    agents,
  };
}

function agentCoverage(
  { overtakenAt, reachedAt: _, ...agent }: AgentFacts,
  newest: number,
  now: number,
): AgentCoverage {
  const silent = now - agent.seenAt > SILENT_AFTER;
  const behind = agent.release < newest;
  return {
    ...agent,
    state: silent ? "silent" : !behind ? "current" : agent.pinned ? "pinned" : "behind",
    lagReleases: Math.max(0, newest - agent.release),
    lagSeconds: overtakenAt === null ? 0 : Math.max(0, now - overtakenAt),
    silentSince: silent ? agent.seenAt : null,
  };
}

/** What most wants somebody's attention. */
function worstState(agents: readonly AgentCoverage[]): CoverageState {
  return (
    (["silent", "behind", "pinned", "current"] as const).find((state) =>
      agents.some((agent) => agent.state === state),
    ) ?? "never"
  );
}

/** `releases`: the one asked about and when it was published. */
export function lagDistribution(
  subscribers: readonly SubscriberFacts[],
  asked: { readonly release: number; readonly publishedAt: number },
): LagDistribution {
  const expected = subscribers.filter(({ suspended }) => !suspended);
  const lags = expected
    .flatMap(({ agents }) => {
      const reached = agents.map(({ reachedAt }) => reachedAt);
      if (reached.length === 0 || reached.some((at) => at === null)) return [];
      return [Math.max(...reached.map((at) => (at ?? 0) - asked.publishedAt))];
    })
    .sort((one, other) => one - other);
  const rank = (share: number): number | null => lags[Math.ceil(share * lags.length) - 1] ?? null;
  return {
    ...asked,
    applied: lags.length,
    waiting: expected.length - lags.length,
    median: rank(0.5),
    p90: rank(0.9),
    p99: rank(0.99),
    longest: lags.at(-1) ?? null,
    histogram: [...LAG_STEPS, null].map((upTo, step) => {
      const above = LAG_STEPS[step - 1] ?? -1;
      return { upTo, count: lags.filter((lag) => lag > above && (upTo === null || lag <= upTo)).length };
    }),
  };
}
