import { dirname, resolve } from "node:path";
import { parse, TomlError } from "smol-toml";
import type { z } from "zod";
import { positionOf } from "../../core/config/positions.ts";
import type { Format } from "../render/formats.ts";
import type { Action } from "../render/rpz.ts";
import { canonicalAnswer, splitAddress } from "./address.ts";
import { contradictionsIn } from "./contradictions.ts";
import { type AgentFile, agentFile, type OutputTable } from "./schema.ts";
import type { OutputSettings, Settings, Verification } from "./settings.ts";

/** A fault with its place: `agent.toml:12:3: output[1].format: must be one of …`. */
export type ConfigFault = { readonly where: string; readonly message: string };

/** Where a setting stands: `agent.toml:12:3`, or that it came from a flag. */
export type Place = (path: readonly PropertyKey[]) => string;

/** Settings as they stand in a file. Of one with faults, what is left when the faulty ones are taken out. */
export type Understood = {
  readonly settings: Settings;
  readonly place: Place;
  /** What stands there and could not be read: it is faulty, not missing. */
  readonly unread: ReadonlySet<string>;
  /** Which of the file's outputs those of `settings` are. */
  readonly outputsAt: readonly number[];
};

export type ConfigReading =
  | ({ readonly kind: "settings" } & Understood)
  | { readonly kind: "faults"; readonly faults: readonly ConfigFault[]; readonly understood: Understood | undefined };

/** The file's text with its name, and what flags say, which counts over the file. */
export type ConfigSources = {
  readonly file: { readonly path: string; readonly text: string } | undefined;
  /** In the file's own terms; `output` replaces the file's. Paths are relative to `workingFolder`. */
  readonly flags: Readonly<Record<string, unknown>> & { readonly bounds?: Readonly<Record<string, unknown>> };
  readonly workingFolder: string;
  /** What counts when neither says anything, in the file's terms. */
  readonly defaults: Readonly<Record<string, unknown>>;
};

/** Reads the configuration. Of the disk it sees only where symbolic links lead: what is there and can be used is `inspect.ts`. */
export function readConfig({ file, flags, workingFolder, defaults }: ConfigSources): ConfigReading {
  let table: Record<string, unknown> = {};
  if (file !== undefined) {
    try {
      table = parse(file.text);
    } catch (error) {
      if (!(error instanceof TomlError)) throw error;
      const [reason] = error.message.replace(/^Invalid TOML document: /, "").split("\n");
      return faults([{ where: `${file.path}:${error.line}:${error.column}`, message: reason ?? "not TOML" }]);
    }
  }
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  if (flags.bounds !== undefined) given.bounds = { ...(table.bounds as object | undefined), ...flags.bounds };
  const place: Place = (path) => placeOf(path, file, given);
  const base = file === undefined ? workingFolder : dirname(resolve(workingFolder, file.path));
  const understand = (data: AgentFile, unread: ReadonlySet<string>, outputsAt: readonly number[]): Understood => ({
    settings: settingsOf(data, (key, path) => resolve(key in given ? workingFolder : base, path)),
    place,
    unread,
    outputsAt,
  });
  const whole = { ...defaults, ...table, ...given };
  const read = agentFile.safeParse(whole);
  if (!read.success) {
    const { issues } = read.error;
    const rest = withoutFaulty(whole, issues);
    const { data } = agentFile.safeParse({ ...defaults, ...rest.table });
    const understood = data && understand(data, rest.unread, rest.outputsAt);
    return faults(
      issues.flatMap((issue) => faultsOf(issue, place)),
      understood,
    );
  }
  const understood = understand(read.data, new Set(), [...read.data.output.keys()]);
  const contradictions = contradictionsIn(read.data, understood.settings, file && resolve(workingFolder, file.path));
  if (contradictions.length === 0) return { kind: "settings", ...understood };
  return faults(
    contradictions.map(({ path, message }) => ({ where: place(path), message: `${keyText(path)}: ${message}` })),
    understood,
  );
}

const faults = (list: readonly ConfigFault[], understood?: Understood): ConfigReading => ({
  kind: "faults",
  faults: list,
  understood,
});

/** The file without its faulty settings and outputs. */
function withoutFaulty(
  table: Readonly<Record<string, unknown>>,
  issues: readonly z.core.$ZodIssue[],
): { table: object; unread: ReadonlySet<string>; outputsAt: readonly number[] } {
  const unread = new Set<string>();
  const faultyOutputs = new Set<number>();
  for (const issue of issues) {
    const [key, at] = issue.path;
    if (key === undefined) for (const unknown of "keys" in issue ? issue.keys : []) unread.add(unknown);
    else unread.add(String(key));
    if (key === "output" && typeof at === "number") faultyOutputs.add(at);
  }
  const rest = Object.entries(table).filter(([key]) => !unread.has(key));
  const outputs = Array.isArray(table.output) && (faultyOutputs.size > 0 || !unread.has("output")) ? table.output : [];
  const outputsAt = [...outputs.keys()].filter((at) => !faultyOutputs.has(at));
  return { table: { ...Object.fromEntries(rest), output: outputsAt.map((at) => outputs[at]) }, unread, outputsAt };
}

function placeOf(path: readonly PropertyKey[], file: ConfigSources["file"], given: object): string {
  const flag = path.length > 0 && String(path[0]) in given;
  if (file === undefined || flag) return "command line";
  const { line, column } = positionOf(file.text, path);
  return `${file.path}:${line}:${column}`;
}

function faultsOf(issue: z.core.$ZodIssue, place: Place): ConfigFault[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      where: place([...issue.path, key]),
      message: `${keyText([...issue.path, key])}: is not a setting`,
    }));
  if (issue.code === "invalid_union") {
    const inner = issue.errors.flat()[0];
    const message = issue.message === NO_MEMBER ? inner?.message : issue.message;
    if (message !== undefined)
      return [{ where: place(issue.path), message: `${keyText(issue.path)}: ${lower(message)}` }];
  }
  const missing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
  return [
    { where: place(issue.path), message: `${keyText(issue.path)}: ${missing ? "is missing" : lower(issue.message)}` },
  ];
}

/** What zod says of a union that has no message of its own. */
const NO_MEMBER = "Invalid input";
const lower = (message: string): string => message.replace(/^Invalid input: /, "");

const keyText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === "number" ? `${text}[${part}]` : text === "" ? String(part) : `${text}.${String(part)}`,
    "",
  );

function settingsOf(data: AgentFile, locate: (key: string, path: string) => string): Settings {
  return {
    registries: [data.registry].flat().map((url) => url.replace(/\/+$/, "")),
    prefer: data.prefer,
    state: locate("state", data.state),
    root: data.root === undefined ? undefined : locate("root", data.root),
    lists: [...new Set(data.lists)],
    keep: data.keep,
    allow: data.allow === undefined ? undefined : locate("allow", data.allow),
    token:
      data.token !== undefined
        ? { kind: "value", value: data.token }
        : data.token_file !== undefined
          ? { kind: "file", path: locate("token_file", data.token_file) }
          : undefined,
    sealedKeyFile: data.sealed_key_file === undefined ? undefined : locate("sealed_key_file", data.sealed_key_file),
    bounds: { maxDropShare: data.bounds.max_drop_share, maxGrowthShare: data.bounds.max_growth_share },
    metrics: data.metrics === undefined ? undefined : addressOf(data.metrics.listen, 0),
    outputs: data.output.map((table, at) => outputOf(table, at, (path) => locate("output", path))),
  };
}

function addressOf(text: string, defaultPort: number): { host: string; port: number } {
  const { host, port } = splitAddress(text);
  return { host, port: port ?? defaultPort };
}

const PUBLIC_MODE = 0o644;
const SEALED_MODE = 0o600;

function outputOf(table: OutputTable, at: number, locate: (path: string) => string): OutputSettings {
  return {
    name: table.name ?? (at === 0 ? table.format : `${table.format}-${at + 1}`),
    list: table.list,
    path: locate(table.path),
    format: formatOf(table),
    sentinel: table.sentinel,
    mode:
      table.mode === undefined ? (table.list === "sealed" ? SEALED_MODE : PUBLIC_MODE) : Number.parseInt(table.mode, 8),
    reload: commandOf(table.reload),
    reloadTimeoutSeconds: table.reload_timeout,
    control: table.format === "unbound" ? commandOf(table.control) : undefined,
    verify: "verify" in table ? verificationOf(table) : undefined,
  };
}

function commandOf(words: readonly string[] = []): readonly [string, ...string[]] | undefined {
  const [program, ...rest] = words;
  return program === undefined ? undefined : [program, ...rest];
}

/** What a blocked name answers follows from the format, except where the program that reads it decides. */
function verificationOf({ verify, ...table }: Extract<OutputTable, { verify?: unknown }>): Verification | undefined {
  if (verify === undefined) return undefined;
  const page = "a" in table ? (table.a ?? table.aaaa) : undefined;
  const { server, blocked = page ?? "nxdomain", timeout } = verify;
  return { server, blocked: canonicalAnswer(blocked), timeoutSeconds: timeout };
}

function formatOf(table: OutputTable): Format {
  switch (table.format) {
    case "plain":
      return { kind: "plain", hosts: table.hosts };
    case "rpz":
      return { kind: "rpz", apex: table.apex, action: actionOf(table) };
    case "unbound":
      return { kind: "unbound", action: actionOf(table) };
    case "hosts":
      return { kind: "hosts", a: table.a, aaaa: table.aaaa };
    default:
      return { kind: table.format };
  }
}

const actionOf = ({ a, aaaa }: { a?: string | undefined; aaaa?: string | undefined }): Action =>
  a === undefined && aaaa === undefined ? { kind: "nxdomain" } : { kind: "addresses", a, aaaa };
