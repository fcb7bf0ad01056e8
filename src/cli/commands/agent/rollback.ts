import type { Command } from "commander";
import { exitCode } from "../../../agent/sync-report.ts";
import { oneList } from "./diff.ts";
import { type AgentOptions, guarded, number, settingsOf, withSettings } from "./options.ts";
import { faultLines, syncLines } from "./report-text.ts";

type Options = AgentOptions & { json?: true; to?: number };

export function registerRollback(agent: Command): Command {
  return withSettings(agent.command("rollback"))
    .summary("put an earlier kept list in force")
    .description(
      "Puts an earlier kept list in force, renders and reloads it, and stays there: sync changes nothing any more until\n" +
        "sync --resume. The registry is told by the next receipt.",
    )
    .option("--to <release>", "the release (default: the one kept before)", number)
    .action(guarded(run));
}

async function run(options: Options): Promise<number> {
  const settings = await settingsOf(options);
  const { rollback } = await import("../../../agent/rollback.ts");
  const { agentPorts } = await import("./ports.ts");
  const { outputs, report, fault } = await rollback(settings, oneList(settings), options.to, agentPorts());
  const lists = report === undefined ? [] : [{ ...report, offered: undefined, change: undefined }];
  const faults = fault === undefined ? [] : [fault];
  const said = {
    at: new Date().toISOString(),
    faults,
    notes: [],
    registry: undefined,
    refusals: [],
    mirrors: [],
    nextPollSeconds: undefined,
    lists,
    outputs,
    receipts: undefined,
  };
  process.stdout.write(options.json ? `${JSON.stringify(said, null, 2)}\n` : syncLines(said));
  process.stderr.write(faultLines(said));
  return exitCode(said);
}
