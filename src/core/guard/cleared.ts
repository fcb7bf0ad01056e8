import type { Target } from "../target/target.ts";
import { parentsOf } from "./guard-lists.ts";
import { hostOf } from "./host-of.ts";

/** A target that an appeal cleared; until then (seconds since the epoch) blocking it again needs one officer more. */
export type Clearance = { readonly target: Target; readonly until: number };

/**
 * Whether a target overlaps with one that was cleared: it is the same, covers it, or is covered by it. Otherwise a name
 * cleared on Monday comes back on Tuesday with `www.` or as its parent. Clearances that ran out by `now` do not count.
 */
export function recentlyCleared(clearances: Iterable<Clearance>, now: number): (target: Target) => boolean {
  const byHost = new Map<string, Target[]>();
  const domains = new Set<string>();
  const above = new Set<string>();
  for (const { target, until } of clearances) {
    if (until <= now) continue;
    const host = hostOf(target);
    const known = byHost.get(host);
    if (known === undefined) byHost.set(host, [target]);
    else known.push(target);
    if (target.scope === "domain") domains.add(host);
    for (const parent of parentsOf(host)) above.add(parent);
  }
  if (byHost.size === 0) return () => false;
  return (target) => {
    const host = hostOf(target);
    if (target.scope === "domain" && above.has(host)) return true;
    if (byHost.get(host)?.some((cleared) => overlapOnHost(cleared, target)) === true) return true;
    // Not `parentsOf`: this is asked for every name of a list, and a generator costs more than the question.
    for (let dot = host.indexOf("."); dot >= 0; dot = host.indexOf(".", dot + 1)) {
      if (domains.has(host.slice(dot + 1))) return true;
    }
    return false;
  };
}

function overlapOnHost(one: Target, other: Target): boolean {
  if (one.scope !== "url" || other.scope !== "url") return true;
  return one.value === other.value || isUnder(one.value, other.value) || isUnder(other.value, one.value);
}

/** At the borders of path segments, as targets match (DESIGN 3). */
function isUnder(value: string, parent: string): boolean {
  return value.startsWith(parent.endsWith("/") ? parent : `${parent}/`) || value.startsWith(`${parent}?`);
}
