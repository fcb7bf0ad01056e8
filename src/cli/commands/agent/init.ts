import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { type Command, Option } from "commander";
import { agentToml, type InitAnswers, pathOf } from "../../../agent/init/agent-toml.ts";
import { PRESETS, PRODUCT_NAMES, type ProductName } from "../../../agent/init/products.ts";
import { systemdUnit } from "../../../agent/init/systemd-unit.ts";
import { HifazatError } from "../../../core/errors.ts";
import { guarded } from "./options.ts";

type Options = {
  config: string;
  registry?: string[];
  root?: string;
  product?: ProductName;
  state: string;
  out?: string;
  resolver: string;
  blocked?: string;
  metrics: string;
  user?: string;
  force?: true;
};

export function registerInit(agent: Command): Command {
  return agent
    .command("init")
    .summary("write agent.toml and print a systemd unit")
    .description(
      "Asks what is not given by flags (on a terminal), writes the settings file and prints a hardened systemd unit for\n" +
        "agent run. Nothing is installed, started or fetched: agent check is next.",
    )
    .option("--config <file>", "the settings file to write", "agent.toml")
    .option("--registry <url...>", "the registry, then its mirrors in the order to try")
    .option("--root <file>", "the registry's root.json, received by another way than its website")
    .addOption(new Option("--product <name>", "what is fed").choices(PRODUCT_NAMES))
    .option("--state <dir>", "state folder", "/var/lib/hifazat-agent")
    .option("--out <file>", "where the list is written (default: the product's usual place)")
    .option("--resolver <address:port>", "the resolver, asked after every change whether it obeys", "127.0.0.1:53")
    .option("--blocked <answer>", "what a blocked name answers: nxdomain, or the block page's address")
    .option("--metrics <address:port>", "loopback address for metrics", "127.0.0.1:9479")
    .option("--user <name>", "whom the agent runs as (default: the product's user)")
    .option("--force", "write over a settings file that is there")
    .action(guarded(run));
}

async function run(options: Options): Promise<number> {
  const config = resolve(options.config);
  if (existsSync(config) && !options.force)
    throw new HifazatError("config_invalid", `${config} is there already: --force writes over it.`);
  const answers = await answersOf(options);
  const text = agentToml(answers);
  const { readConfig } = await import("../../../agent/config/read.ts");
  const reading = readConfig({ file: { path: config, text }, flags: {}, workingFolder: process.cwd(), defaults: {} });
  if (reading.kind === "faults")
    throw new HifazatError("bad_request", reading.faults.map(({ message }) => message).join("\n"));
  writeFileSync(config, text, { mode: 0o644 });
  process.stderr.write(`wrote ${config}; next: hifazat agent check --config ${config}\n`);
  const command = [process.execPath, resolve(process.argv[1] ?? "hifazat"), "agent", "run", "--config", config];
  const user = options.user ?? PRESETS[answers.product].user;
  process.stdout.write(systemdUnit({ command, user, state: answers.state, outputs: [pathOf(answers)] }));
  return 0;
}

async function answersOf(options: Options): Promise<InitAnswers> {
  const registry = options.registry ?? [await asked("--registry", "The registry's address (https://…): ")];
  const root = options.root ?? (await asked("--root", "File with the registry's root.json: "));
  const product = options.product ?? productOf(await asked("--product", `Product (${PRODUCT_NAMES.join(", ")}): `));
  const { out: path, resolver, blocked, metrics } = options;
  return {
    registries: registry,
    root: resolve(root),
    product,
    state: resolve(options.state),
    path: path && resolve(path),
    resolver,
    blocked,
    metrics,
  };
}

function productOf(text: string): ProductName {
  const product = PRODUCT_NAMES.find((name) => name === text.trim().toLowerCase());
  if (product === undefined)
    throw new HifazatError("bad_request", `The product is one of ${PRODUCT_NAMES.join(", ")}.`);
  return product;
}

async function asked(flag: string, question: string): Promise<string> {
  if (!process.stdin.isTTY) throw new HifazatError("bad_request", `${flag} is missing, and there is nobody to ask.`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(question)).trim();
  } finally {
    terminal.close();
  }
}
