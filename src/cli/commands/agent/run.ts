import { setTimeout as pause } from "node:timers/promises";
import type { Command } from "commander";
import type { Settings } from "../../../agent/config/settings.ts";
import type { LogLine } from "../../../agent/daemon/log-line.ts";
import { type AgentOptions, guarded, settingsOf, withSettings } from "./options.ts";

export function registerRun(agent: Command): Command {
  return withSettings(agent.command("run"))
    .summary("follow the registry until told to stop")
    .description(
      "Does what sync does whenever the registry says so: at its polling interval, and within about a second of a new\n" +
        "release by a long poll. Logs a JSON line per round to standard error. SIGTERM or SIGINT ends it after the round\n" +
        "that is running; settings are read once, the allow list and the token at every round.",
    )
    .action(guarded(run));
}

async function run(options: AgentOptions): Promise<number> {
  const settings = await settingsOf(options);
  const { runAgent } = await import("../../../agent/daemon/run.ts");
  const { logLine } = await import("../../../agent/daemon/log-line.ts");
  const { createAgentMetrics } = await import("../../../agent/daemon/metrics.ts");
  const { serveMetrics } = await import("../../../agent/daemon/metrics-server.ts");
  const { askRelease } = await import("../../../agent/registry/ask-release.ts");
  const { agentPorts } = await import("./ports.ts");
  const log = await openLog();
  const metrics = createAgentMetrics(() => new Date());
  const server = settings.metrics === undefined ? undefined : await serveMetrics(metrics, settings.metrics);
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.on(signal, () => {
      // Asked twice: the next start finishes what this one leaves.
      if (stop.signal.aborted) process.exit(1);
      log({ level: "info", outcome: "stopping", signal });
      stop.abort();
    });
  log({ level: "info", outcome: "started", ...shown(settings), metrics: server?.url });
  const ports = {
    ...agentPorts(),
    askRelease,
    sleep,
    random: Math.random,
    tell: (round: Parameters<typeof logLine>[0]) => {
      metrics.observe(round);
      log(logLine(round));
    },
  };
  try {
    await runAgent(settings, ports, stop.signal);
  } finally {
    await server?.close();
  }
  log({ level: "info", outcome: "stopped" });
  return 0;
}

const shown = ({ registries, lists, outputs, state }: Settings): object => ({
  registries,
  lists,
  outputs: outputs.map(({ name }) => name),
  state,
});

async function sleep(seconds: number, signal: AbortSignal): Promise<void> {
  try {
    await pause(seconds * 1_000, undefined, { signal });
  } catch {
    // Aborted: whoever did it knows.
  }
}

async function openLog(): Promise<(line: LogLine) => void> {
  const { destination, pino } = await import("pino");
  const logger = pino(
    {
      base: { service: "hifazat-agent" },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination({ fd: 2, sync: true }),
  );
  return ({ level, ...members }) => logger[level](members);
}
