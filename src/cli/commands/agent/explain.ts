import type { Command } from "commander";
import type { CarriedBy, Explanation } from "../../../agent/explain.ts";
import { type Target, targetText } from "../../../core/target/target.ts";
import { type AgentOptions, guarded, settingsOf, withSettings } from "./options.ts";

export function registerExplain(agent: Command): Command {
  return withSettings(agent.command("explain"))
    .argument("<name>", "a name or URL")
    .summary("why a name or URL is blocked here, or is not")
    .description(
      "Names the entry that decides, since when, which outputs carry it, and whether the allow list lets it pass.",
    )
    .option("--sealed", "look in the sealed list too, and say what stands there")
    .action(guarded(run));
}

async function run(name: string, options: AgentOptions & { json?: true; sealed?: true }): Promise<number> {
  const settings = await settingsOf(options);
  const { explain } = await import("../../../agent/explain.ts");
  const explanation = await explain(settings, name, options.sealed === true);
  if (settings.lists.includes("sealed") && options.sealed !== true)
    process.stderr.write("the sealed list was not looked in (--sealed)\n");
  process.stdout.write(options.json ? `${JSON.stringify(explanation, null, 2)}\n` : `${textOf(explanation)}\n`);
  return 0;
}

function textOf(explanation: Explanation): string {
  switch (explanation.kind) {
    case "not_listed":
      return `${said(explanation.canonical)} is not listed (release ${explanation.releases.join(", ")})`;
    case "listed": {
      const { canonical, entry, category, list, release, since, allowed, outputs } = explanation;
      return [
        `${said(canonical)} is listed: ${entry.scope} ${entry.value}, ${category}, list ${list}, release ${release}`,
        `listed since release ${since.release}${since.orEarlier ? " or earlier (no older list is kept)" : ""}, published ${since.published}`,
        ...(allowed === undefined ? [] : [`the local allow list lets it pass: ${allowed.scope} ${allowed.value}`]),
        ...outputs.map((output) => `output ${output.name} (${output.format}): ${carriedText(output)}`),
      ].join("\n");
    }
  }
}

const said = (target: Target): string => targetText(target);

function carriedText({ missing }: CarriedBy): string {
  switch (missing) {
    case undefined:
      return "blocks it";
    case "allowed":
      return "lets it pass, as the allow list says";
    case "narrowed":
      return "does not block it: this format has no subdomains";
    default:
      return `does not block it: ${missing}`;
  }
}
