import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { dataOption } from "../data-option.ts";

type Options = { port: number; host: string; data: string; index?: string; registry: string; blockedBy?: string };

const HELP = `
The page answers plain HTTP: an ISP's resolver gives its address for blocked names (a and aaaa of "hifazat agent"), or
a proxy sends its clients there. Nobody can answer for a blocked name over HTTPS, where the browser shows its own error.
A replaced list is loaded by itself. Until there is one, and for every name that is not on the general list, the page is
the general one, with the helplines. GET /healthz answers under the names 127.0.0.1 and localhost only.`;

export function register(program: Command): void {
  program
    .command("blockpage")
    .summary("the page that blocked names lead to, at an ISP")
    .description(
      "Answers every name, path and method with 451 and says, in Urdu and English, what blocks and how to appeal.",
    )
    .addOption(new Option("--port <number>", "0 for any free one, which is printed").default(8080).argParser(port))
    .option("--host <address>", "the address to listen on", "0.0.0.0")
    .option("--index <file>", "a published index file of the general list, read as it is")
    .addOption(dataOption())
    .requiredOption("--registry <url>", "where the public looks up and appeals", httpUrl)
    .option("--blocked-by <url>", "who carries out the block (RFC 7725); the registry unless given", httpUrl)
    .addHelpText("after", HELP)
    .action(run);
}

async function run({ port, host, data, index, registry, blockedBy = registry }: Options): Promise<void> {
  const { startBlockPage } = await import("../blockpage-server.ts");
  const { createLogger } = await import("../../runtime/logger.ts");
  const { untilStopped } = await import("../../runtime/shutdown.ts");
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const source =
    index === undefined ? ({ kind: "data", data } as const) : ({ kind: "index", file: resolve(index) } as const);
  const page = await startBlockPage({ port, host, source, registry, blockedBy, logger: createLogger() });
  say(`listening on ${page.url}`);
  await untilStopped(page.close, (signal) => say(`stopping after ${signal}`));
}

/** An address as it can stand in a Link header and before a path. */
function httpUrl(text: string): string {
  const url = URL.parse(text);
  const plain = url !== null && url.username === "" && url.password === "" && url.search === "" && url.hash === "";
  if (!plain || !/^https?:$/.test(url.protocol)) throw new InvalidArgumentError("Give an address like https://NAME.");
  return url.href.replace(/\/+$/, "");
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError("A port is 0 to 65535.");
  return Number(text);
}
