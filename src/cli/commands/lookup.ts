import { createInterface } from "node:readline";
import type { Command } from "commander";
import type { LoadedRelease } from "../../lookup/loaded-release.ts";
import type { Verdict } from "../../lookup/verdict.ts";
import { dataOption } from "../data-option.ts";

const EXIT = { blocked: 1, unusable: 2, noRelease: 3 } as const;

const HELP = `
Every answer is one line, in the order of the questions; with --json a JSON object a line, as GET /v1/lookup gives it.
Exit code: 0 nothing is blocked, 1 something is, 2 a question is no name or URL, 3 there is no release to answer from.`;

export function register(program: Command): void {
  program
    .command("lookup")
    .description("say what the published list says of names and URLs, without a server")
    .argument("<url...>", "names or URLs; - reads them from standard input, one a line")
    .option("--json", "one JSON object a line")
    .addOption(dataOption())
    .addHelpText("after", HELP)
    .action(run);
}

async function run(urls: readonly string[], options: { data: string; json?: true }): Promise<void> {
  const { lookup } = await import("../../lookup/verdict.ts");
  const release = await readRelease(options.data);
  if (release === undefined) {
    process.stderr.write(`hifazat: No release has been published in ${options.data} yet.\n`);
    process.exitCode = EXIT.noRelease;
    return;
  }
  if (Date.parse(release.expires) < Date.now()) {
    process.stderr.write(
      `hifazat: The signatures of release ${release.manifest.release} expired ${release.expires}.\n`,
    );
  }
  let exit = 0;
  for await (const url of questions(urls)) {
    const verdict = lookup(release.index, url);
    process.stdout.write(`${options.json ? JSON.stringify(verdict) : asText(verdict)}\n`);
    if (verdict.blocked) exit = EXIT.blocked;
    else if (verdict.refused !== undefined && exit === 0) exit = EXIT.unusable;
  }
  process.exitCode = exit;
}

async function readRelease(data: string): Promise<LoadedRelease | undefined> {
  const { dataFolder } = await import("../../publish/data-folder.ts");
  const { ownRoot, releaseLoader } = await import("../../lookup/loader.ts");
  const { readRepository } = await import("../../runtime/repository-files.ts");
  const read = readRepository(dataFolder(data).repository);
  return releaseLoader(read, ownRoot(read))();
}

async function* questions(urls: readonly string[]): AsyncGenerator<string> {
  for (const url of urls) {
    if (url === "-") yield* createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
    else yield url;
  }
}

function asText({ query, canonical, entry, variant, refused, release }: Verdict): string {
  if (refused !== undefined) return `unusable\t${query}\t${refused}`;
  if (entry === undefined) return `clear\t${query}\tnot on the list of release ${release}`;
  const spelled = variant === undefined ? "" : ` (spelled ${variant})`;
  const { id, scope, value, category, order, expiresAt } = entry;
  const asked = canonical === query ? query : `${query} = ${canonical}`;
  return (
    `blocked\t${asked}\tby ${id}: ${scope} ${value}${spelled}, ${category}, order ${order}, ` +
    `until ${expiresAt.slice(0, 10)}, release ${release}`
  );
}
