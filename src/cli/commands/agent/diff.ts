import type { Command } from "commander";
import type { Settings } from "../../../agent/config/settings.ts";
import { HifazatError } from "../../../core/errors.ts";
import type { ListName } from "../../../core/list-name.ts";
import { type AgentOptions, guarded, number, settingsOf, withSettings } from "./options.ts";
import { count } from "./report-text.ts";

type Options = AgentOptions & { json?: true; from?: number; to?: number; count?: true };

export function registerDiff(agent: Command): Command {
  return withSettings(agent.command("diff"))
    .summary("what changed between two kept releases")
    .description(
      "Prints a line per change: + or -, value, scope and category, separated by tabs. Of the sealed list, counts only.",
    )
    .option("--from <release>", "the older release (default: the one kept before)", number)
    .option("--to <release>", "the newer release (default: the one in force)", number)
    .option("--count", "only count")
    .action(guarded(run));
}

async function run(options: Options): Promise<number> {
  const settings = await settingsOf(options);
  const { diffKept } = await import("../../../agent/diff.ts");
  const { formatDelta } = await import("../../../protocol/delta.ts");
  const list = oneList(settings);
  const diff = await diffKept(settings, list, { from: options.from, to: options.to });
  const puts = diff.changes.filter(({ kind }) => kind === "put").length;
  // What is sealed is printed by nobody: only how much of it changed.
  const counted = options.count === true || list === "sealed";
  const shown = counted ? { from: diff.from, to: diff.to, added: puts, removed: diff.changes.length - puts } : diff;
  if (options.json) process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
  else {
    if (!counted) process.stdout.write(formatDelta(diff.changes));
    const summary = `release ${diff.from} to ${diff.to}: +${count(puts)} -${count(diff.changes.length - puts)}\n`;
    (counted ? process.stdout : process.stderr).write(summary);
  }
  return 0;
}

/** The one list a command is about. */
export function oneList({ lists }: Settings): ListName {
  const [list, ...others] = lists;
  if (list === undefined || others.length > 0)
    throw new HifazatError("bad_request", `Say which list: --list ${lists.join(" or --list ")}.`);
  return list;
}
