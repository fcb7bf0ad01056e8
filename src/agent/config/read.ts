import { isIPv6 } from "node:net";
import { dirname, isAbsolute, resolve } from "node:path";
import { parse, TomlError } from "smol-toml";
import type { z } from "zod";
import { positionOf } from "../../core/config/positions.ts";
import type { Format } from "../render/formats.ts";
import type { Action } from "../render/rpz.ts";
import { splitAddress } from "./address.ts";
import { type AgentFile, agentFile, type OutputTable } from "./schema.ts";
import type { OutputSettings, Settings, Verification } from "./settings.ts";

/** A fault with its place: `agent.toml:12:3: output[1].format: must be one of …`. */
export type ConfigFault = { readonly where: string; readonly message: string };

/** Where a setting stands: `agent.toml:12:3`, or that it came from a flag. */
export type Place = (path: readonly PropertyKey[]) => string;

export type ConfigReading =
  | { readonly kind: "settings"; readonly settings: Settings; readonly place: Place }
  | { readonly kind: "faults"; readonly faults: readonly ConfigFault[] };

/** The file's text with its name, and what flags say, which counts over the file. */
export type ConfigSources = {
  readonly file: { readonly path: string; readonly text: string } | undefined;
  /** In the file's own terms; `output` replaces the file's. Paths are relative to `workingFolder`. */
  readonly flags: Readonly<Record<string, unknown>> & { readonly bounds?: Readonly<Record<string, unknown>> };
  readonly workingFolder: string;
  /** What counts when neither says anything, in the file's terms. */
  readonly defaults: Readonly<Record<string, unknown>>;
};

/** Reads the configuration. Pure: whether files and folders are there is `inspect.ts`. */
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
  const read = agentFile.safeParse({ ...defaults, ...table, ...given });
  const place: Place = (path) => placeOf(path, file, given);
  if (!read.success) return faults(read.error.issues.flatMap((issue) => faultsOf(issue, place)));
  const base = file === undefined ? workingFolder : dirname(resolve(workingFolder, file.path));
  const settings = settingsOf(read.data, (key, path) =>
    isAbsolute(path) ? path : resolve(key in given ? workingFolder : base, path),
  );
  const contradictions = contradictionsIn(read.data, settings, place);
  return contradictions.length > 0 ? faults(contradictions) : { kind: "settings", settings, place };
}

const faults = (list: readonly ConfigFault[]): ConfigReading => ({ kind: "faults", faults: list });

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
  return { server, blocked: canonical(blocked), timeoutSeconds: timeout };
}

/** As resolvers' answers are written (RFC 5952): 2001:DB8:0::80 would never be equal to one. */
const canonical = (answer: string): string =>
  isIPv6(answer) ? new URL(`http://[${answer}]/`).hostname.slice(1, -1) : answer;

/** What a blocked name can answer by the file; undefined where the program that reads it decides. */
function answersOf(format: Format): string[] | undefined {
  switch (format.kind) {
    case "rpz":
    case "unbound":
      return format.action.kind === "nxdomain" ? ["nxdomain"] : given(format.action);
    case "hosts":
      return given(format);
    case "dnsmasq":
      return ["nxdomain"];
    default:
      return undefined;
  }
}

const given = ({ a, aaaa }: { a?: string | undefined; aaaa?: string | undefined }): string[] =>
  [a, aaaa].filter((address) => address !== undefined);

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

/** What a schema cannot say. */
function contradictionsIn(data: AgentFile, settings: Settings, place: Place): ConfigFault[] {
  const found: ConfigFault[] = [];
  const fault = (path: readonly PropertyKey[], message: string) =>
    found.push({ where: place(path), message: `${keyText(path)}: ${message}` });
  if (data.token !== undefined && data.token_file !== undefined)
    fault(["token_file"], "token is given too; one of them");
  if (settings.token !== undefined && settings.registries[0] !== undefined && !isPrivateWay(settings.registries[0]))
    fault([data.token === undefined ? "token_file" : "token"], "would be sent in clear: use an https registry");
  if (settings.lists.includes("sealed") && settings.sealedKeyFile === undefined)
    fault(["lists"], "the sealed list needs sealed_key_file, the key it is encrypted to");
  data.output.forEach((table, at) => {
    const decided = table.format === "cdb" || table.format === "plain";
    if (decided && table.verify !== undefined && table.verify.blocked === undefined)
      fault(["output", at, "verify"], "say what a blocked name answers: blocked = an address or nxdomain");
  });
  settings.outputs.forEach((output, at) => {
    const { verify, format } = output;
    const answers = answersOf(format)?.map(canonical);
    if (verify !== undefined && answers?.includes(verify.blocked) === false)
      fault(["output", at, "verify", "blocked"], `the format ${format.kind} answers ${answers.join(" and ")} here`);
    if (!settings.lists.includes(output.list))
      fault(["output", at, "list"], `the list ${output.list} is not among lists`);
    if (output.list === "sealed" && (output.mode & 0o007) !== 0)
      fault(["output", at, "mode"], "everybody on this machine could read the sealed list");
    const before = settings.outputs.slice(0, at);
    if (before.some(({ name }) => name === output.name))
      fault(["output", at, "name"], `another output is named ${output.name}`);
    if (before.some(({ path }) => path === output.path)) fault(["output", at, "path"], "another output has this path");
  });
  return found;
}

/** The token goes to the first registry only. */
function isPrivateWay(registry: string): boolean {
  const { protocol, hostname } = new URL(registry);
  return protocol === "https:" || hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname);
}
