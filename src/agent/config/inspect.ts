import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { HifazatError } from "../../core/errors.ts";
import { parseAllowList } from "../list/allow.ts";
import { inspectRoot } from "../registry/trust.ts";
import { ifPresent } from "../state/durable.ts";
import { stateFolder } from "../state/folder.ts";
import { trustedRoot } from "../state/metadata.ts";
import { loadToken } from "./local-files.ts";
import type { Place, Understood } from "./read.ts";
import { loadSealedKeys } from "./sealed-keys.ts";
import type { OutputSettings, Settings } from "./settings.ts";

export type Finding = { readonly level: "error" | "warning"; readonly where: string; readonly message: string };

/** What `agent check` says beyond the file's own shape: whether everything the settings name is there and can be used. */
export function inspect({ settings, place, unread, outputsAt }: Understood, now: Date): Finding[] {
  // Another state folder than the one that is meant has another trust.
  const stateKnown = !unread.has("state");
  return [
    ...(unread.has("registry") ? [] : inspectRegistry(settings, place)),
    ...(stateKnown ? inspectState(settings, place) : []),
    ...(stateKnown && !unread.has("root") ? inspectTrust(settings, place, now) : []),
    ...inspectAllowList(settings, place),
    ...inspectToken(settings, place),
    ...inspectSealedKeys(settings, place),
    ...(settings.outputs.length === 0 && !unread.has("output")
      ? [warning(place(["output"]), "output: nothing is rendered: there is no output")]
      : []),
    ...settings.outputs.flatMap((output, index) => {
      const at = outputsAt[index] ?? index;
      return inspectOutput(output, (key) => place(["output", at, key]), `output[${at}]`);
    }),
  ];
}

const error = (where: string, message: string): Finding => ({ level: "error", where, message });
const warning = (where: string, message: string): Finding => ({ level: "warning", where, message });

function inspectRegistry({ registries }: Settings, place: Place): Finding[] {
  return registries.length > 0 ? [] : [error(place(["registry"]), "registry: is missing")];
}

function inspectState({ state }: Settings, place: Place): Finding[] {
  let existing = state;
  while (ifPresent(() => statSync(existing)) === undefined && existing !== dirname(existing))
    existing = dirname(existing);
  if (!statSync(existing).isDirectory()) return [error(place(["state"]), `state: ${existing} is not a folder`)];
  if (!may(existing, constants.W_OK | constants.X_OK))
    return [error(place(["state"]), `state: ${existing} cannot be written to by this user`)];
  return [];
}

function inspectTrust(settings: Settings, place: Place, now: Date): Finding[] {
  const trusted = trustedRoot(stateFolder(settings.state));
  const { root } = settings;
  try {
    const bytes = trusted ?? (root === undefined ? undefined : ifPresent(() => readFileSync(root)));
    if (bytes === undefined)
      return [
        error(
          place(["root"]),
          root === undefined ? "root: nothing is trusted yet, and no root file is named" : `root: there is no ${root}`,
        ),
      ];
    const { expires } = inspectRoot(bytes, trusted === undefined ? (root ?? "root") : "the trusted root");
    return new Date(expires) > now
      ? []
      : [warning(place(["root"]), `root: expired ${expires}; the registry must have a newer one`)];
  } catch (cause) {
    return [error(place(["root"]), `root: ${messageOf(cause)}`)];
  }
}

function inspectAllowList({ allow }: Settings, place: Place): Finding[] {
  if (allow === undefined) return [];
  try {
    const text = ifPresent(() => readFileSync(allow, "utf8"));
    if (text === undefined) return [error(place(["allow"]), `allow: there is no ${allow}`)];
    return parseAllowList(text).faults.map(({ line, code, text: bad }) =>
      error(`${allow}:${line}:1`, `${code}: ${bad}`),
    );
  } catch (cause) {
    return [error(place(["allow"]), `allow: ${messageOf(cause)}`)];
  }
}

function inspectToken(settings: Settings, place: Place): Finding[] {
  const { token } = settings;
  if (token?.kind !== "file") return [];
  const found = ifPresent(() => statSync(token.path));
  if (found === undefined) return [error(place(["token_file"]), `token_file: there is no ${token.path}`)];
  if (!may(token.path, constants.R_OK))
    return [error(place(["token_file"]), `token_file: ${token.path} cannot be read`)];
  try {
    loadToken(settings);
  } catch (cause) {
    return [error(place(["token_file"]), `token_file: ${messageOf(cause)}`)];
  }
  return (found.mode & 0o077) === 0
    ? []
    : [warning(place(["token_file"]), `token_file: others can read ${token.path}: chmod 600 it`)];
}

function inspectSealedKeys(settings: Settings, place: Place): Finding[] {
  try {
    loadSealedKeys(settings);
    return [];
  } catch (cause) {
    return [error(place(["sealed_key_file"]), messageOf(cause))];
  }
}

function inspectOutput(output: OutputSettings, at: (key: string) => string, key: string): Finding[] {
  const folder = dirname(output.path);
  const findings: Finding[] = [];
  const fault = (where: string, message: string) => findings.push(error(at(where), `${key}.${where}: ${message}`));
  if (!ifPresent(() => statSync(folder))?.isDirectory()) fault("path", `there is no folder ${folder}`);
  else if (!may(folder, constants.W_OK | constants.X_OK)) fault("path", `${folder} cannot be written to by this user`);
  else if (ifPresent(() => statSync(output.path))?.isFile() === false) fault("path", `${output.path} is not a file`);
  for (const key of ["reload", "control"] as const) {
    const [program] = output[key] ?? [];
    if (program !== undefined && !isProgram(program)) fault(key, `${program} is not a program`);
  }
  if (output.format.kind === "hosts")
    findings.push(
      warning(at("format"), `${key}.format: a hosts file cannot block subdomains: this block is incomplete`),
    );
  return findings;
}

/** As execvp looks: a name with a slash as it is, any other in each folder of PATH. */
function isProgram(name: string): boolean {
  const places =
    isAbsolute(name) || name.includes("/")
      ? [name]
      : (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name));
  return places.some((path) => may(path, constants.X_OK) && statSync(path).isFile());
}

function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

function messageOf(cause: unknown): string {
  if (cause instanceof HifazatError) return cause.message;
  return cause instanceof Error ? cause.message : String(cause);
}
