import { type Command, InvalidArgumentError, Option } from "commander";
import { FILE_FORMATS, type FileFormat } from "../../../core/file-format.ts";
import { DEFAULT_BOUNDS, type SourceInput } from "../../../core/source/draft-source.ts";
import { dataOption } from "../../data-option.ts";
import { operator } from "../../operator.ts";
import { sourceText, withSources } from "./with-sources.ts";

type Options = {
  data: string;
  json?: true;
  organisation?: string;
  title?: string;
  url: string;
  host?: string[];
  schedule?: string;
  format: FileFormat;
  charset: string;
  finalNewline: boolean;
  scope: "domain" | "host";
  column?: string;
  delimiter?: string;
  agencies?: string;
  least: number;
  most: number;
  shrink: number;
  growth: number;
  maxBytes: number;
  maxSeconds: number;
  authority: string;
  requestedBy?: string;
  law?: string;
  ground: string;
  provision?: string;
  category: string;
};

export function registerSettings(source: Command): void {
  const add = source
    .command("add <name>")
    .description("Makes a source. `hifazat serve` fetches it within a minute; `source fetch` does so now.")
    .option("--organisation <name>", "the partner whose list it is: it brings only what lies within its mandate");
  settings(add).action((name: string, options: Options) =>
    withSources(options.data, async (ports) => {
      const { addSource } = await import("../../../intake/sources/register.ts");
      const made = addSource(ports, inputOf(name, options), options.organisation ?? null, operator());
      process.stdout.write(options.json ? `${JSON.stringify(made, null, 2)}\n` : sourceText(made, undefined));
    }),
  );
  const change = source
    .command("change <name>")
    .description("Gives a source other settings: all of them, as they are named here or by default.");
  settings(change).action((name: string, options: Options) =>
    withSources(options.data, async (ports) => {
      const { changeSource } = await import("../../../intake/sources/register.ts");
      const changed = changeSource(ports, inputOf(name, options), operator());
      process.stdout.write(options.json ? `${JSON.stringify(changed, null, 2)}\n` : sourceText(changed, undefined));
    }),
  );
}

function settings(command: Command): Command {
  const { least, most, shrink, growth, bytes, seconds } = DEFAULT_BOUNDS;
  return command
    .requiredOption("--url <https-url>", "where the list is")
    .requiredOption("--authority <name>", "the authority that the orders are of")
    .requiredOption("--ground <ground>", "the legal ground, such as decency")
    .requiredOption("--category <category>", "the category, such as decency or child-abuse")
    .option("--requested-by <body>", "who asks for the block (default: the authority)")
    .option("--law <law>", "a law other than the configured one (PECA 2016); then --provision is needed")
    .option("--provision <text>", "the provision (default: the configured one, s. 37(1))")
    .option("--title <text>", "its name as people read it")
    .option("--host <hosts...>", "the hosts it may lead to, NAME or NAME:PORT (default: that of the address)")
    .option("--schedule <cron>", "when it is fetched, in UTC (default: hourly)")
    .addOption(new Option("--format <format>", "how it is written").choices(FILE_FORMATS).default("plain"))
    .option("--charset <name>", "its charset", "utf-8")
    .option("--no-final-newline", "its last line may have no newline (default: it was cut off then)")
    .addOption(new Option("--scope <scope>", "what a bare name covers").choices(["domain", "host"]).default("domain"))
    .option("--column <name-or-number>", "CSV, JSON lines: where the address stands")
    .option("--delimiter <character>", "CSV: what stands between columns")
    .option(
      "--agencies <name-or-number>",
      "CSV of a worst-of list: the column with the agencies, of which each row needs two",
    )
    .option("--least <names>", "fewer names are not this list", number, least)
    .option("--most <names>", "more names are not this list", number, most)
    .option("--shrink <share>", "by how much it may shrink at once", number, shrink)
    .option("--growth <share>", "by how much it may grow at once", number, growth)
    .option("--max-bytes <bytes>", "the largest body, unpacked", number, bytes)
    .option("--max-seconds <seconds>", "the longest fetch", number, seconds)
    .option("--json", "print as JSON")
    .addOption(dataOption());
}

function inputOf(name: string, options: Options): SourceInput {
  const { title, url, host: hosts, schedule, format, charset, scope } = options;
  const { least, most, shrink, growth, maxBytes: bytes, maxSeconds: seconds } = options;
  const { authority, requestedBy, law, ground, provision, category } = options;
  const { column = null, delimiter = null, agencies = null } = options;
  const finalNewline = options.finalNewline ? "required" : "any";
  return {
    ...{ name, title, url, hosts, schedule },
    file: { format, charset, finalNewline, scope, column, delimiter, agencies },
    bounds: { least, most, shrink, growth, bytes, seconds },
    order: { authority, requestedBy, law, ground, provision, category },
  };
}

function number(text: string): number {
  if (!/^\d+(?:\.\d+)?$/.test(text)) throw new InvalidArgumentError("A number, such as 1000 or 0.2.");
  return Number(text);
}
