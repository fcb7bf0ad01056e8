import { HifazatError } from "../core/errors.ts";
import type { ListName } from "../core/list-name.ts";
import { candidates } from "../core/target/candidates.ts";
import type { Target } from "../core/target/target.ts";
import { loadAllowList } from "./config/local-files.ts";
import { loadSealedKeys } from "./config/sealed-keys.ts";
import type { Settings } from "./config/settings.ts";
import { mustHead, mustRead } from "./kept.ts";
import { hostOf } from "./list/allow.ts";
import { findCategory } from "./list/find.ts";
import { rejectionOf } from "./render/formats.ts";
import type { Rejection } from "./render/rendering.ts";
import { type ListFolder, stateFolder } from "./state/folder.ts";
import { inForce, readHead, readKept } from "./state/lists.ts";

/** Why a name or URL is blocked here, or is not. */
export type Explanation =
  | { readonly kind: "not_listed"; readonly canonical: Target; readonly releases: readonly number[] }
  | ({ readonly kind: "listed"; readonly canonical: Target } & Listed);

type Listed = {
  readonly list: ListName;
  readonly entry: Target;
  readonly category: string;
  readonly release: number;
  /** The oldest kept release from which on it has been listed without a gap. */
  readonly since: { readonly release: number; readonly published: string; readonly orEarlier: boolean };
  /** The allow list's line that lets it pass, as far as each output can. */
  readonly allowed: Target | undefined;
  readonly outputs: readonly CarriedBy[];
};

export type CarriedBy = {
  readonly name: string;
  readonly format: string;
  /** Why the output does not block it: what its format cannot say, or the allow list. */
  readonly missing: Rejection | "allowed" | "narrowed" | undefined;
};

/**
 * Looks in the lists in force, in the order in which a lookup decides (DESIGN 3). In the sealed list only if `sealed`: whoever
 * asks about a name is otherwise not told that it stands there. Throws bad_request for what is no name and no URL.
 */
export async function explain(settings: Settings, text: string, sealed = false): Promise<Explanation> {
  const asked = candidates(text);
  if (asked.kind === "refused") throw new HifazatError("bad_request", `${text} is no name or URL: ${asked.code}.`);
  const state = stateFolder(settings.state, sealed ? loadSealedKeys(settings) : []);
  const places = [asked, ...asked.variants];
  const releases: number[] = [];
  for (const list of settings.lists.filter((name) => sealed || name !== "sealed")) {
    const folder = state.list(list);
    if (readHead(folder) === undefined && settings.lists.length > 1) continue;
    const head = mustHead(folder);
    const kept = inForce(head);
    const { text: bytes } = await mustRead(folder, kept);
    releases.push(kept.release);
    for (const place of places) {
      const entry = place.targets.find((target) => findCategory(bytes, target) !== undefined);
      if (entry === undefined) continue;
      const category = findCategory(bytes, entry) ?? "";
      const since = await sinceOf(folder, entry);
      const listed = { list, entry, category, release: kept.release, since };
      return {
        kind: "listed",
        canonical: place.canonical,
        ...listed,
        ...passing(settings, list, place.canonical, entry),
      };
    }
  }
  return { kind: "not_listed", canonical: asked.canonical, releases };
}

async function sinceOf(folder: ListFolder, entry: Target): Promise<Listed["since"]> {
  const head = mustHead(folder);
  const from = inForce(head);
  let since = from;
  const older = head.kept.filter((kept) => kept.release < from.release);
  for (const kept of older) {
    const held = await readKept(folder, kept);
    if (held === undefined || findCategory(held.text, entry) === undefined)
      return { release: since.release, published: since.published, orEarlier: held === undefined };
    since = kept;
  }
  // The oldest list kept has it too, so it may have come with that one or long before.
  return { release: since.release, published: since.published, orEarlier: since.release > 1 };
}

function passing(
  settings: Settings,
  list: ListName,
  canonical: Target,
  entry: Target,
): Pick<Listed, "allowed" | "outputs"> {
  const allow = loadAllowList(settings);
  const leftOut = allow.allows(entry);
  const host = hostOf(canonical.value);
  // An allowed name below the entry: only formats with a rule for it can let it pass.
  const pass = leftOut === undefined ? allow.allows({ scope: "domain", value: host }) : undefined;
  const outputs = settings.outputs
    .filter((output) => output.list === list)
    .map(({ name, format, sentinel }): CarriedBy => {
      const line = { ...entry, category: "" };
      const passes = pass !== undefined && CAN_PASS.has(format.kind);
      const narrowed = format.kind === "hosts" && entry.scope === "domain" && entry.value !== host;
      const missing =
        leftOut !== undefined || passes ? "allowed" : narrowed ? "narrowed" : rejectionOf(line, format, sentinel);
      return { name, format: format.kind, missing };
    });
  return { allowed: leftOut ?? pass, outputs };
}

const CAN_PASS: ReadonlySet<string> = new Set(["rpz", "unbound", "dnsmasq", "nginx"]);
