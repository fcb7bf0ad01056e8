import { type Command, InvalidArgumentError, Option } from "commander";
import { dataOption } from "../data-option.ts";

type Options = { data: string; port: number; host: string; readOnly?: true };

export function register(program: Command): void {
  program
    .command("serve")
    .summary("answer over HTTP")
    .description(
      "Answers over HTTP until it is told to stop (SIGTERM, SIGINT). Prepares an empty data folder by itself and says\n" +
        "what it made. Standard output is for people, the log goes to standard error as JSON lines.",
    )
    .addOption(
      new Option("--port <number>", "0 for any free one, which is printed")
        .default(8787)
        .env("HIFAZAT_PORT")
        .argParser(port),
    )
    .addOption(new Option("--host <address>", "the address to listen on").default("127.0.0.1").env("HIFAZAT_HOST"))
    .option("--read-only", "a replica: make, sign and publish nothing, answer from public/tuf")
    .addOption(dataOption())
    .action(run);
}

async function run(options: Options): Promise<void> {
  const { startServer } = await import("../../server.ts");
  const { createLogger } = await import("../../runtime/logger.ts");
  const { openRegistry } = await import("../registry.ts");
  const { untilStopped } = await import("../../runtime/shutdown.ts");
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  if (options.readOnly === undefined) {
    const { prepareData } = await import("../prepare-data.ts");
    for (const line of await prepareData(options.data, () => new Date())) say(line);
  }
  const logger = createLogger();
  const registry = options.readOnly === undefined ? openRegistry(options.data, logger) : undefined;
  const { loadConfig } = await import("../../runtime/config.ts");
  const { nobody } = await import("../subscribers-only.ts");
  // A replica knows no subscribers: where the list is for them, it answers lookups and hands out no list.
  const closed = registry === undefined && loadConfig(options.data).general.restricted ? nobody : undefined;
  const pullRefusal = registry?.pullRefusal ?? closed;
  const server = await startServer({ ...options, logger, registry, pullRefusal }).catch(async (error: unknown) => {
    // Its jobs would keep a server up that answers nobody.
    await registry?.close();
    throw error;
  });
  say(`listening on ${server.url}`);
  const close = async (): Promise<void> => {
    await server.close();
    await registry?.close();
  };
  await untilStopped(close, (signal) => say(`stopping after ${signal}`));
  // The publisher's threads and the log have nothing left to do; a timer somewhere must not keep a stopped server up.
  process.exit(0);
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError("A port is 0 to 65535.");
  return Number(text);
}
