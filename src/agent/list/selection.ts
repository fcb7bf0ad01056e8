import type { Target } from "../../core/target/target.ts";
import { type ListLine, readLines } from "../../protocol/list.ts";
import { type AllowList, namesAbove } from "./allow.ts";
import { findCategory } from "./find.ts";

/** What is to be rendered: the list without what the operator allows. */
export type Selection = {
  /** In list order; may be asked for again and again. */
  readonly lines: () => Iterable<ListLine>;
  /** Allowed names below a listed domain: a format has to let them pass by a rule of its own, if it can. */
  readonly passes: readonly string[];
};

/** How the allow list was used on a release, for status and receipt. */
export type AllowUse = { readonly lines: number; readonly leftOut: number; readonly passes: number };

export function select(list: Uint8Array, allow: AllowList): Selection {
  return {
    passes: passesOf(list, allow),
    lines: () => (allow.targets.length === 0 ? readLines(list) : notAllowed(list, allow)),
  };
}

function* notAllowed(list: Uint8Array, allow: AllowList): Generator<ListLine> {
  for (const line of readLines(list)) if (allow.allows(line) === undefined) yield line;
}

export function allowUse(list: Uint8Array, allow: AllowList): AllowUse {
  let leftOut = 0;
  if (allow.targets.length > 0) {
    for (const line of readLines(list)) if (allow.allows(line) !== undefined) leftOut++;
  }
  return { lines: allow.targets.length, leftOut, passes: passesOf(list, allow).length };
}

function passesOf(list: Uint8Array, allow: AllowList): string[] {
  const names = allow.targets.filter((target) => target.scope === "domain").map((target) => target.value);
  const passes = new Set(names.filter((name) => coveringDomain(list, name, allow) !== undefined));
  // A pass lets everything below it pass too.
  return [...passes].filter((name) => ![...namesAbove(name)].slice(1).some((above) => passes.has(above))).sort();
}

/** The nearest listed domain above `name` that is not allowed itself. */
function coveringDomain(list: Uint8Array, name: string, allow: AllowList): Target | undefined {
  for (const parent of namesAbove(name)) {
    const target: Target = { scope: "domain", value: parent };
    if (parent !== name && findCategory(list, target) !== undefined && allow.allows(target) === undefined)
      return target;
  }
  return undefined;
}
