import { basename, dirname, join } from "node:path";
import type { Format } from "../render/formats.ts";
import { canonicalAnswer } from "./address.ts";
import { realPlace } from "./real-place.ts";
import type { AgentFile } from "./schema.ts";
import type { OutputSettings, Settings } from "./settings.ts";

export type Contradiction = { readonly path: readonly PropertyKey[]; readonly message: string };

/** What a schema cannot say. `config` is the settings file itself. */
export function contradictionsIn(data: AgentFile, settings: Settings, config: string | undefined): Contradiction[] {
  const found: Contradiction[] = [];
  const fault = (path: readonly PropertyKey[], message: string) => found.push({ path, message });
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
  const read = filesRead(settings, config);
  settings.outputs.forEach((output, at) => {
    const { verify, format } = output;
    const answers = answersOf(format)?.map(canonicalAnswer);
    if (verify !== undefined && answers?.includes(verify.blocked) === false)
      fault(["output", at, "verify", "blocked"], `the format ${format.kind} answers ${answers.join(" and ")} here`);
    if (!settings.lists.includes(output.list))
      fault(["output", at, "list"], `the list ${output.list} is not among lists`);
    if (output.list === "sealed" && (output.mode & 0o007) !== 0)
      fault(["output", at, "mode"], "everybody on this machine could read the sealed list");
    const before = settings.outputs.slice(0, at);
    if (before.some(({ name }) => name === output.name))
      fault(["output", at, "name"], `another output is named ${output.name}`);
    for (const message of contradictionsOfPath(output.path, before, read, settings.state))
      fault(["output", at, "path"], message);
  });
  return found;
}

/** An output that is another file of the agent's, by its own name or by symbolic links. */
function contradictionsOfPath(
  path: string,
  before: readonly OutputSettings[],
  read: readonly FileRead[],
  state: string,
): string[] {
  const place = realPlace(path);
  const other = before.find((output) => realPlace(output.path) === place);
  const own = read.find((file) => realPlace(file.path) === place);
  const byLink = (named: string): string => (named === path ? "" : `: a symbolic link leads to ${place}`);
  // It is put into its folder by a rename, so a name in the state folder counts wherever it leads.
  const places = [path, join(realPlace(dirname(path)), basename(path)), place];
  const within = places.some((place) => isWithin(place, state) || isWithin(place, realPlace(state)));
  return [
    ...(other === undefined ? [] : [`another output has this path${byLink(other.path)}`]),
    ...(own === undefined ? [] : [`is ${own.what}, which it would replace${byLink(own.path)}`]),
    ...(within
      ? [
          `lies in the state folder, which is for the agent's own files only${isWithin(path, state) ? "" : byLink(state)}`,
        ]
      : []),
  ];
}

/** The token goes to the first registry only. */
function isPrivateWay(registry: string): boolean {
  const { protocol, hostname } = new URL(registry);
  return protocol === "https:" || hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname);
}

type FileRead = { readonly path: string; readonly what: string };

/** What the agent reads: an output there would destroy it. */
function filesRead({ root, allow, token, sealedKeyFile }: Settings, config: string | undefined): FileRead[] {
  const files: [string | undefined, string][] = [
    [config, "the settings file"],
    [root, "root"],
    [allow, "allow"],
    [token?.kind === "file" ? token.path : undefined, "token_file"],
    [sealedKeyFile, "sealed_key_file"],
  ];
  return files.flatMap(([path, what]) => (path === undefined ? [] : [{ path, what }]));
}

/** Both are absolute and without dots. */
const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(join(folder, "/"));

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
