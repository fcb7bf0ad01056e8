import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { ConfigReading } from "../../../agent/config/read.ts";
import type { Settings } from "../../../agent/config/settings.ts";
import { exitCodeOf } from "../../../agent/sync-report.ts";
import { HifazatError } from "../../../core/errors.ts";
import { dataOption } from "../../data-option.ts";

/** Read when no --config is given and it is there. */
const DEFAULT_CONFIG = "agent.toml";

export type AgentOptions = {
  data: string;
  config?: string;
  registry?: string[];
  state?: string;
  root?: string;
  list?: string[];
  keep?: number;
  allow?: string;
  tokenFile?: string;
  sealedKeyFile?: string;
  maxDropShare?: number;
  maxGrowthShare?: number;
  format?: string;
  out?: string;
  sentinel?: string;
  apex?: string;
  a?: string;
  aaaa?: string;
  hosts?: true;
  mode?: string;
  reload?: string[];
  reloadTimeout?: number;
};

/** The options that say the same as agent.toml, on every agent command. */
export function withSettings(command: Command): Command {
  return command
    .option("--config <file>", `settings file (default: ${DEFAULT_CONFIG}, if it is there)`)
    .option("--registry <url...>", "the registry, then its mirrors in the order to try")
    .option("--state <dir>", "state folder (default: agent in the data folder)")
    .option("--root <file>", "the registry's root.json, trusted only while nothing is trusted yet")
    .option("--list <name...>", "lists to take (default: general)")
    .option("--keep <n>", "lists to keep for rollback", number)
    .option("--allow <file>", "local allow list, a target a line")
    .option("--token-file <file>", "file with the subscriber's token")
    .option("--sealed-key-file <file>", "age private key that opens the sealed list")
    .option("--max-drop-share <share>", "largest share of entries to lose without --force", number)
    .option("--max-growth-share <share>", "largest share of entries to gain without --force", number)
    .option("--format <name>", "one output's format; with --out, in place of the file's outputs")
    .option("--out <file>", "where it is written")
    .option("--sentinel <name>", "the name of its last record")
    .option("--apex <name>", "rpz: the zone's name")
    .option("--a <address>", "rpz, unbound, hosts: IPv4 address of the block page")
    .option("--aaaa <address>", "rpz, unbound, hosts: IPv6 address of the block page")
    .option("--hosts", "plain: also write names that are blocked without what is below them")
    .option("--mode <octal>", "permission bits of the file")
    .option("--reload <word...>", "program and arguments to run after the file is in place")
    .option("--reload-timeout <seconds>", "how long it may take", number)
    .addOption(dataOption())
    .addOption(new Option("--json", "print JSON"));
}

export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value)) throw new InvalidArgumentError("It must be a number.");
  return value;
}

/** The settings of file and flags, or the faults in them. */
export async function readSettings(options: AgentOptions): Promise<ConfigReading> {
  const { readConfig } = await import("../../../agent/config/read.ts");
  const path = options.config ?? (existsSync(DEFAULT_CONFIG) ? DEFAULT_CONFIG : undefined);
  let file: { path: string; text: string } | undefined;
  try {
    file = path === undefined ? undefined : { path, text: readFileSync(path, "utf8") };
  } catch (cause) {
    throw new HifazatError("config_invalid", `Cannot read ${path}: ${cause instanceof Error ? cause.message : cause}.`);
  }
  const bounds = { max_drop_share: options.maxDropShare, max_growth_share: options.maxGrowthShare };
  const given = Object.fromEntries(Object.entries(bounds).filter(([, value]) => value !== undefined));
  const flags = {
    registry: options.registry,
    state: options.state,
    root: options.root,
    lists: options.list,
    keep: options.keep,
    allow: options.allow,
    token_file: options.tokenFile,
    sealed_key_file: options.sealedKeyFile,
    output: outputFlag(options),
  };
  const base = { state: resolve(join(options.data, "agent")) };
  return readConfig({
    file,
    flags: Object.keys(given).length === 0 ? flags : { ...flags, bounds: given },
    defaults: base,
    workingFolder: process.cwd(),
  });
}

/** The settings; throws config_invalid with every fault, a line each. */
export async function settingsOf(options: AgentOptions): Promise<Settings> {
  const reading = await readSettings(options);
  if (reading.kind === "settings") return reading.settings;
  const lines = reading.faults.map(({ where, message }) => `${where}: ${message}`);
  throw new HifazatError("config_invalid", lines.join("\n"));
}

function outputFlag(options: AgentOptions): Record<string, unknown>[] | undefined {
  const { format, out: path, sentinel, apex, a, aaaa, hosts, mode, reload, reloadTimeout: reload_timeout } = options;
  const output = { format, path, sentinel, apex, a, aaaa, hosts, mode, reload, reload_timeout };
  const given = Object.entries(output).filter(([, value]) => value !== undefined);
  return given.length === 0 ? undefined : [Object.fromEntries(given)];
}

/** Runs a command's work; an expected error ends with the exit code the help names. */
export function guarded<Args extends unknown[]>(work: (...args: Args) => number | Promise<number>) {
  return async (...args: Args): Promise<void> => {
    try {
      process.exitCode = await work(...args);
    } catch (error) {
      if (!(error instanceof HifazatError)) throw error;
      process.stderr.write(`hifazat: ${error.code}: ${error.message}\n`);
      process.exitCode = exitCodeOf(error.code);
    }
  };
}
