import { logLine } from "../../../src/agent/daemon/log-line.ts";
import { createAgentMetrics } from "../../../src/agent/daemon/metrics.ts";
import { type Round, type RunPorts, runAgent } from "../../../src/agent/daemon/run.ts";
import type { AskRelease } from "../../../src/agent/registry/ask-release.ts";
import type { Harness } from "../harness.ts";

/** What happens between two rounds; the first acts after the first round. */
type Act = () => void | Promise<void>;

/** A registry that never rings. */
const silence: AskRelease = (_registry, _after, _wait, signal) =>
  new Promise((resolve) => {
    const answer = () => resolve({ kind: "away", retryAfterSeconds: undefined });
    if (signal.aborted) answer();
    else signal.addEventListener("abort", answer, { once: true });
  });

/** Lets an agent run through acts with no time passing: every poll is due as soon as its act is over. */
export async function play(agent: Harness, acts: readonly Act[], more: Partial<RunPorts> = {}) {
  const stop = new AbortController();
  const rounds: Round[] = [];
  const waits: number[] = [];
  const metrics = createAgentMetrics(() => new Date());
  const left = [...acts];
  const ports: RunPorts = {
    ...agent.ports(),
    random: () => 0,
    askRelease: silence,
    async sleep(seconds) {
      waits.push(seconds);
      const act = left.shift();
      if (act === undefined) stop.abort();
      else await act();
    },
    tell(round) {
      rounds.push(round);
      metrics.observe(round);
    },
    ...more,
  };
  await runAgent(agent.settings, ports, stop.signal);
  const lines = rounds.map(logLine);
  return {
    rounds,
    waits,
    lines,
    log: lines.map((line) => JSON.stringify(line)).join("\n"),
    metrics: await metrics.text(),
  };
}
