import type { Command } from "commander";
import type { Status } from "../../../agent/status.ts";
import { type AgentOptions, guarded, settingsOf, withSettings } from "./options.ts";
import { allowText, count, tallyText } from "./report-text.ts";

export function registerStatus(agent: Command): Command {
  return withSettings(agent.command("status"))
    .summary("what is in force here")
    .description("Says what is in force, from the state folder alone; nothing is asked of the registry.")
    .action(guarded(run));
}

async function run(options: AgentOptions & { json?: true }): Promise<number> {
  const { statusOf } = await import("../../../agent/status.ts");
  const status = await statusOf(await settingsOf(options));
  process.stdout.write(options.json ? `${JSON.stringify(status, null, 2)}\n` : statusLines(status));
  return 0;
}

function statusLines({ state, lists, outputs, metadata, allow, queuedReceipts, lastSync }: Status): string {
  return [
    `state folder ${state}`,
    ...lists.flatMap((list) => listLines(list)),
    ...outputs.map(
      ({ name, path, condition, release, tally, message }) =>
        `output ${name}: ${condition.replace("_", " ")}${release === undefined ? "" : `, release ${release}`}, ${path}` +
        `${tally === undefined ? "" : ` (${tallyText(tally)})`}${message === "" ? "" : `\n  ${message}`}`,
    ),
    ...allow.map((line) => `allowed here: ${line}`),
    ...metadata.map(({ role, version, expires }) => `${role} ${version}, valid until ${expires}`),
    `receipts waiting: ${queuedReceipts}`,
    ...(lastSync === undefined
      ? ["never synced"]
      : [
          `last sync ${lastSync.at}: ${lastSync.registry === undefined ? "nothing could be taken" : `from ${lastSync.registry}`}`,
          ...lastSync.faults.map(({ code, message }) => `  ${code}: ${message}`),
          ...lastSync.notes.map((note) => `  note: ${note}`),
          ...lastSync.mirrors.map(({ registry, code, message }) =>
            code === undefined ? `  ${registry}: good when last looked at` : `  ${registry}: ${code}: ${message}`,
          ),
        ]),
    "",
  ].join("\n");
}

function listLines({ list, inForce, intact, pinned, kept, allowUse }: Status["lists"][number]): string[] {
  if (inForce === undefined) return [`${list}: no list yet`];
  const { release, entries, sha256, published, acceptedAt } = inForce;
  const others = kept.filter((other) => other.release !== release).map((other) => other.release);
  return [
    `${list}: release ${release}, ${count(entries)} entries, published ${published}, accepted ${acceptedAt}`,
    `  sha256 ${sha256}${intact ? "" : "  DAMAGED: the next sync fetches it anew"}`,
    ...(pinned === undefined
      ? []
      : [`  pinned by a rollback since ${pinned}: sync --resume follows the registry again`]),
    ...(others.length === 0 ? [] : [`  kept for rollback: ${others.join(", ")}`]),
    ...(allowUse === undefined || allowUse.lines === 0 ? [] : [`  ${allowText(allowUse)}`]),
  ];
}
