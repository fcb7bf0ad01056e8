import type { Command } from "commander";
import { sourceReason } from "../../../core/source/outcome.ts";
import { dataOption } from "../../data-option.ts";
import { operator } from "../../operator.ts";
import { fetchText, sourceText, withSources } from "./with-sources.ts";

type Options = { data: string; json?: true };

/** Fetches that `show` has. */
const SHOWN = 20;

export function registerState(source: Command): void {
  source
    .command("list")
    .description("All sources, and how the last fetch of each ended.")
    .option("--json", "print as JSON")
    .addOption(dataOption())
    .action(list);
  source
    .command("show <name>")
    .description("A source's settings and its last fetches.")
    .option("--json", "print as JSON")
    .addOption(dataOption())
    .action(show);
  source
    .command("fetch <name>")
    .description("Fetches it now. Exit code 0: applied, or as it was. 1: it failed, or is kept aside.")
    .option("--json", "print as JSON")
    .addOption(dataOption())
    .action(fetchNow);
  for (const [verb, enabled] of [
    ["enable", true],
    ["disable", false],
  ] as const)
    source
      .command(`${verb} <name>`)
      .description(enabled ? "Has it fetched again." : "Has it fetched no more. What it brought stands.")
      .addOption(dataOption())
      .action((name: string, { data }: Options) =>
        withSources(data, async (ports) => {
          const { enableSource } = await import("../../../intake/sources/register.ts");
          process.stdout.write(sourceText(enableSource(ports, name, enabled, operator()), undefined));
        }),
      );
}

async function list({ data, json }: Options): Promise<void> {
  await withSources(data, async ({ db }) => {
    const { listSources } = await import("../../../storage/sources/sources.ts");
    const { recentFetches } = await import("../../../storage/sources/fetches.ts");
    const found = listSources(db).map((source) => ({ source, last: recentFetches(db, source.id, 1)[0] }));
    if (json)
      process.stdout.write(
        `${JSON.stringify(
          found.map(({ source, last }) => ({ ...source, last })),
          null,
          2,
        )}\n`,
      );
    else for (const { source, last } of found) process.stdout.write(sourceText(source, last));
  });
}

async function show(name: string, { data, json }: Options): Promise<void> {
  await withSources(data, async ({ db }) => {
    const { findSource } = await import("../../../storage/sources/sources.ts");
    const { recentFetches } = await import("../../../storage/sources/fetches.ts");
    const source = findSource(db, name);
    const fetches = recentFetches(db, source.id, SHOWN);
    if (json) {
      process.stdout.write(`${JSON.stringify({ ...source, fetches }, null, 2)}\n`);
      return;
    }
    const { url, hosts, file, bounds, order } = source;
    process.stdout.write(sourceText(source, undefined));
    process.stdout.write(`${JSON.stringify({ url, hosts, file, bounds, order }, null, 2)}\n`);
    for (const fetch of fetches) process.stdout.write(`${fetchText(fetch)}\n`);
  });
}

async function fetchNow(name: string, { data, json }: Options): Promise<void> {
  await withSources(data, async (ports) => {
    const { fetchSource } = await import("../../../intake/sources/fetch-source.ts");
    const { findSource } = await import("../../../storage/sources/sources.ts");
    const { recentFetches } = await import("../../../storage/sources/fetches.ts");
    const source = findSource(ports.db, name);
    const result = await fetchSource(ports, source, operator());
    if (result.kind !== "unchanged" && result.kind !== "applied") process.exitCode = 1;
    const [last] = recentFetches(ports.db, source.id, 1);
    if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
    else if (result.kind === "quarantined")
      process.stdout.write(
        `quarantined, ${result.code}: ${sourceReason(result.code)}. hifazat source quarantine ${name}\n`,
      );
    else
      process.stdout.write(
        result.kind === "busy" || last === undefined ? "it is being fetched\n" : `${fetchText(last)}\n`,
      );
  });
}
