import { type Command, InvalidArgumentError, Option } from "commander";
import type { Logger } from "pino";
import { HifazatError } from "../../core/errors.ts";
import type { RunningServer } from "../../serve/server-options.ts";
import { dataOption } from "../data-option.ts";

type Place = { data: string; port: number; host: string };
type Options = Place & {
  role: "registry" | "lookup";
  readOnly?: true;
  registry: string[];
  root?: string;
  workers?: number;
};

export function register(program: Command): void {
  program
    .command("serve")
    .summary("answer over HTTP")
    .description(
      "Answers over HTTP until it is told to stop (SIGTERM, SIGINT). Prepares an empty data folder by itself and says\n" +
        "what it made. Standard output is for people, the log goes to standard error as JSON lines.\n\n" +
        "With --role lookup it is a replica: no database, no keys; it answers lookups and hands out the signed files from\n" +
        "DATA/public/tuf. It fills that folder itself when it is told what to follow (--registry, --root), or leaves it to\n" +
        "whoever does. When everything it follows is away it goes on, and says how old its release is (Release-Freshness).",
    )
    .addOption(
      new Option("--port <number>", "0 for any free one, which is printed")
        .default(8787)
        .env("HIFAZAT_PORT")
        .argParser(port),
    )
    .addOption(new Option("--host <address>", "the address to listen on").default("127.0.0.1").env("HIFAZAT_HOST"))
    .addOption(new Option("--role <role>", "what to be").choices(["registry", "lookup"]).default("registry"))
    .option("--read-only", "the same as --role lookup")
    .option("--registry <url...>", "replica: the registry to follow, then mirrors of it; none of them is trusted", [])
    .option("--root <file>", "replica: the registry's root file, from somewhere else than its web address")
    .addOption(new Option("--workers <number>", "replica: threads that answer, over one index").argParser(workers))
    .addOption(dataOption())
    .action(run);
}

async function run({ readOnly, ...options }: Options): Promise<void> {
  const { createLogger } = await import("../../runtime/logger.ts");
  const { untilStopped } = await import("../../runtime/shutdown.ts");
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const lookup = readOnly ?? options.role === "lookup";
  const logger = createLogger();
  const server = lookup ? await serveLookups(options, logger) : await serveRegistry(options, logger, say);
  say(`listening on ${server.url}`);
  await untilStopped(server.close, (signal) => say(`stopping after ${signal}`));
  // The publisher's threads and the log have nothing left to do; a timer somewhere must not keep a stopped server up.
  process.exit(0);
}

async function serveRegistry(
  { registry: followed, root, workers, ...options }: Options,
  logger: Logger,
  say: (line: string) => void,
): Promise<RunningServer> {
  if (followed.length > 0 || root !== undefined || workers !== undefined)
    throw new HifazatError("bad_request", "--registry, --root and --workers belong to --role lookup.");
  const { startServer } = await import("../../server.ts");
  const { openRegistry } = await import("../registry.ts");
  const { prepareData } = await import("../prepare-data.ts");
  for (const line of await prepareData(options.data, () => new Date())) say(line);
  const registry = openRegistry(options.data, logger);
  // Its jobs would keep a server up that answers nobody.
  const { pullRefusal, settings } = registry;
  return closingAfter(startServer({ ...options, logger, registry, pullRefusal, settings }), registry.close);
}

async function serveLookups({ registry, root, workers, ...options }: Options, logger: Logger): Promise<RunningServer> {
  if ((registry.length === 0) !== (root === undefined))
    throw new HifazatError("bad_request", "--registry and --root belong together: nothing is trusted without a root.");
  const { openReplica } = await import("../open-replica.ts");
  const replica = root === undefined ? undefined : openReplica(options.data, root, registry, logger);
  // With nothing kept yet the first answers would all be 503; with something, a network that is away must not hold it up.
  if (replica !== undefined && !replica.keeps) await replica.first;
  const { loadConfig } = await import("../../runtime/config.ts");
  const { nobodyPulls } = await import("../../serve/nobody-pulls.ts");
  const { general, site } = loadConfig(options.data);
  const parts = {
    ...options,
    logger,
    // What it follows first is the registry itself, unless its site has another name.
    casesAt: site.origin ?? registry[0],
    // A replica knows no subscribers: where the list is for them, it answers lookups and hands out no list.
    pullRefusal: general.restricted ? nobodyPulls : undefined,
    firstRoot: replica?.firstRoot,
    checkedAt: replica?.checkedAt,
    onMetrics: replica?.onMetrics,
  };
  const start = async (): Promise<RunningServer> => {
    if (workers === undefined) return (await import("../../server.ts")).startServer(parts);
    return (await import("../../serve/threaded-server.ts")).startThreadedServer({ ...parts, workers });
  };
  return closingAfter(start(), async () => replica?.stop());
}

/** A server that takes what it rests on down with it, also when it could not start. */
async function closingAfter(started: Promise<RunningServer>, rest: () => Promise<void>): Promise<RunningServer> {
  const server = await started.catch(async (error: unknown) => {
    await rest();
    throw error;
  });
  const close = async (): Promise<void> => {
    await server.close();
    await rest();
  };
  return { ...server, close };
}

function workers(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError("A number of threads, 1 to 999.");
  return Number(text);
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError("A port is 0 to 65535.");
  return Number(text);
}
