import type { Target } from "../target/target.ts";
import { ALIASES } from "./guard.ts";
import { GUARD_KINDS, type GuardKind } from "./guard-kind.ts";
import { BELOW_SHIFT, type GuardLists, kindBit, parentsOf } from "./guard-lists.ts";
import { hostOf } from "./host-of.ts";

/**
 * A rule that speaks about a name. `itself`: it is listed; `above`: `name` is listed with everything below it; `below`:
 * listed names are below it, so that it would cover them; `same_site`: it is `name` with www. or the like before it.
 */
export type GuardMatch = {
  readonly kind: GuardKind;
  readonly how: "itself" | "above" | "below" | "same_site";
  readonly name: string;
};

/** Which lists speak about a target's name and how, whatever `guard` makes of it. */
export function explainGuard(target: Target, lists: GuardLists): GuardMatch[] {
  const name = hostOf(target);
  const matches: GuardMatch[] = [];
  const add = (bits: number, how: GuardMatch["how"], listed: string): void => {
    for (const kind of GUARD_KINDS) if ((bits & kindBit(kind)) !== 0) matches.push({ kind, how, name: listed });
  };
  const listed = lists.names.get(name) ?? 0;
  add(listed, "itself", name);
  if (target.scope === "domain") add(listed >>> BELOW_SHIFT, "below", name);
  for (const parent of parentsOf(name)) add(lists.below.get(parent) ?? 0, "above", parent);
  const [label = "", ...rest] = name.split(".");
  const site = rest.join(".");
  if (ALIASES.has(label)) add(lists.names.get(site) ?? 0, "same_site", site);
  return matches;
}
