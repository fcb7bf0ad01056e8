import type { Command } from "commander";
import type { Finding } from "../../../agent/config/inspect.ts";
import { exitCodeOf } from "../../../agent/sync-report.ts";
import { type AgentOptions, guarded, readSettings, withSettings } from "./options.ts";

export function registerCheck(agent: Command): Command {
  return withSettings(agent.command("check"))
    .summary("check the settings")
    .description(
      "Checks agent.toml and flags, and that what they name is there and can be used. Each fault is file:line:column.",
    )
    .action(guarded(run));
}

async function run(options: AgentOptions & { json?: true }): Promise<number> {
  const findings = await findingsOf(options);
  if (options.json) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
  else for (const { level, where, message } of findings) process.stdout.write(`${where}: ${level}: ${message}\n`);
  const errors = findings.filter(({ level }) => level === "error").length;
  if (!options.json && errors === 0) process.stdout.write("the settings are good\n");
  return errors === 0 ? 0 : exitCodeOf("config_invalid");
}

async function findingsOf(options: AgentOptions): Promise<Finding[]> {
  const reading = await readSettings(options);
  const { inspect } = await import("../../../agent/config/inspect.ts");
  if (reading.kind === "settings") return inspect(reading, new Date());
  const faults = reading.faults.map((fault): Finding => ({ level: "error", ...fault }));
  return [...faults, ...(reading.understood === undefined ? [] : inspect(reading.understood, new Date()))];
}
