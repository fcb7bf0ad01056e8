import { userInfo } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import { HifazatError } from "../../core/errors.ts";
import type { Item } from "../../storage/items.ts";
import { dataOption, guardListCache, now, openData } from "../data-option.ts";

type Options = {
  data: string;
  order: string;
  authority: string;
  ground: string;
  category: string;
  by: string;
  requestedBy?: string;
  law?: string;
  provision?: string;
  urgency: "normal" | "emergency";
  format?: string;
  charset?: string;
  finalNewline?: true;
  scope: "domain" | "host";
  column?: string;
  delistedColumn?: string;
  delimiter?: string;
  report?: string;
  json?: true;
};

const FORMAT_NAMES = ["plain", "hosts", "adblock", "dnsmasq", "rpz", "csv", "jsonl"];

export function register(program: Command): void {
  program
    .command("import <file>")
    .summary("enter an order: its terms, and a file with its items")
    .description(
      "Writes one order with every line of the file, in one transaction. Each line ends as accepted, held, refused,\n" +
        "duplicate or skipped. The same file under the same number is one order. Nothing is blocked until the order is\n" +
        "decided. Exit code 0: imported, or here already. 1: the file or the order was refused and nothing was written.",
    )
    .requiredOption("--order <number>", "the order's number, as the authority wrote it")
    .requiredOption("--authority <name>", "the authority that gave the order")
    .requiredOption("--ground <ground>", "the legal ground, such as decency")
    .requiredOption("--category <category>", "the category, such as decency or child-abuse")
    .option("--by <name>", "who enters it; cannot approve it", userInfo().username)
    .option("--requested-by <body>", "who asked for the block (default: the authority)")
    .option("--law <law>", "a law other than the configured one (PECA 2016); then --provision is needed")
    .option("--provision <text>", "the provision (default: the configured one, s. 37(1))")
    .addOption(
      new Option("--urgency <urgency>", "how soon it is due").choices(["normal", "emergency"]).default("normal"),
    )
    .addOption(new Option("--format <format>", "the file's format (default: told by the file)").choices(FORMAT_NAMES))
    .option("--charset <name>", "the file's charset, such as windows-1251 (default: utf-8)")
    .option("--final-newline", "the source ends every line: refuse the file if the last one has no newline")
    .addOption(new Option("--scope <scope>", "what a bare name covers").choices(["domain", "host"]).default("domain"))
    .option("--column <name-or-number>", "CSV: the column with the address")
    .option("--delisted-column <name-or-number>", "CSV: the column with the delisting date; such rows are skipped")
    .option("--delimiter <character>", "CSV: what stands between columns (default: told by the file)", oneCharacter)
    .option("--report <file>", "write a line per refused or held item: line number, text, code, reason (tab-separated)")
    .option("--json", "print the summary as JSON")
    .addOption(dataOption())
    .action(run);
}

async function run(file: string, options: Options): Promise<void> {
  const { loadConfig } = await import("../../runtime/config.ts");
  const { draftTerms } = await import("../../core/order/terms.ts");
  const { importFile } = await import("../../intake/import-file.ts");
  const { fetch } = await import("undici");
  const { openGuard } = await import("../../intake/open-guard.ts");
  const { itemReport } = await import("../item-report.ts");
  const { progressLine, importSummary } = await import("../import-summary.ts");

  const config = loadConfig(options.data);
  const { order: number, authority, ground, category, requestedBy, law, provision, urgency } = options;
  const input = { authority, number, ground, category, requestedBy, law, provision, urgency };
  const drafted = draftTerms(input, now(), config.periods, config.law);
  if (drafted.kind === "refusal") throw new HifazatError(drafted.code, drafted.message);

  const db = await openData(options.data);
  const report = options.report === undefined ? undefined : itemReport(options.report);
  const progress = progressLine(process.stderr);
  try {
    const cache = guardListCache(options.data);
    const guard = await openGuard(db, config.guard, { cache, fetch }, now());
    for (const { from, state, error } of guard.reports)
      if (state === "cached") process.stderr.write(`guard list ${from}: last good copy used: ${error?.message}\n`);
    const result = await importFile(
      db,
      { path: file, terms: drafted.terms, author: options.by, declared: declared(options) },
      { guard: guard.judge, now, onProgress: progress.show, onItem: (item: Item) => report?.add(item) },
    );
    progress.clear();
    report?.finish();
    process.stdout.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : importSummary(result));
  } finally {
    progress.clear();
    report?.abandon();
    db.sqlite.close();
  }
}

function declared({ format, charset, finalNewline, scope, column, delistedColumn, delimiter }: Options) {
  const today = new Date().toISOString().slice(0, 10);
  return {
    ...(format !== undefined && { format: format as "plain" }),
    ...(charset !== undefined && { charset }),
    finalNewline: finalNewline ? ("required" as const) : ("any" as const),
    scope,
    csv: {
      ...(column !== undefined && { target: columnReference(column) }),
      ...(delistedColumn !== undefined && { delisted: { column: columnReference(delistedColumn), today } }),
      ...(delimiter !== undefined && { delimiter }),
    },
    jsonl: { ...(column !== undefined && { field: column }) },
  };
}

const columnReference = (text: string): string | number => (/^\d{1,4}$/.test(text) ? Number(text) : text);

function oneCharacter(text: string): string {
  const character = text === "\\t" ? "\t" : text;
  if (character.length !== 1) throw new InvalidArgumentError("It takes one character (\\t for a tab).");
  return character;
}
