import type { Command } from "commander";
import { EXIT_CODES } from "../../agent/sync-report.ts";
import { registerCheck } from "./agent/check.ts";
import { registerDiff } from "./agent/diff.ts";
import { registerExplain } from "./agent/explain.ts";
import { registerInit } from "./agent/init.ts";
import { registerRollback } from "./agent/rollback.ts";
import { registerRun } from "./agent/run.ts";
import { registerStatus } from "./agent/status.ts";
import { registerSync } from "./agent/sync.ts";

const EXIT_HELP = `
Exit codes:
${EXIT_CODES.map(({ code, meaning }) => `  ${code}  ${meaning}`).join("\n")}

The settings of agent.toml, with an example: src/agent/README.md.`;

export function register(program: Command): void {
  const agent = program
    .command("agent")
    .summary("the ISP side: pull, verify, render, reload")
    .description(
      "Pulls the registry's signed list, verifies it, renders the files the resolver reads, and reloads it. Settings come\n" +
        "from agent.toml (--config FILE) and from flags, which count over the file.",
    )
    .addHelpText("after", EXIT_HELP);
  const commands = [
    registerInit,
    registerSync,
    registerRun,
    registerStatus,
    registerCheck,
    registerDiff,
    registerExplain,
    registerRollback,
  ];
  for (const add of commands) add(agent).addHelpText("after", EXIT_HELP);
}
