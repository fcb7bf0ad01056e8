import type { Command } from "commander";
import { exitCode } from "../../../agent/sync-report.ts";
import { type AgentOptions, guarded, settingsOf, withSettings } from "./options.ts";
import { faultLines, syncLines } from "./report-text.ts";

type Options = AgentOptions & { json?: true; force?: true; resume?: true; trustRoot?: string };

export function registerSync(agent: Command): Command {
  return withSettings(agent.command("sync"))
    .summary("take the registry's list, once")
    .description(
      "One round: pull and verify, apply, render, check, rename, reload, receipt. Run it from a timer. Whatever fails, the\n" +
        "last good list and files stay.",
    )
    .option("--force", "take a list beyond the bounds, or an older release")
    .option("--resume", "end a rollback: follow the registry again")
    .option("--trust-root <file>", "trust this root.json from now on, whatever was trusted before")
    .action(guarded(run));
}

async function run(options: Options): Promise<number> {
  const settings = await settingsOf(options);
  const { sync } = await import("../../../agent/sync.ts");
  const { agentPorts } = await import("./ports.ts");
  const report = await sync(
    settings,
    { force: options.force === true, resume: options.resume === true, trustRoot: options.trustRoot },
    agentPorts(),
  );
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : syncLines(report));
  process.stderr.write(faultLines(report));
  return exitCode(report);
}
