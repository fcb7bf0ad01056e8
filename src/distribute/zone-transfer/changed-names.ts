import type { Db } from "../../storage/database.ts";
import { touchedBetween } from "../../storage/published-entries.ts";
import { listedNames } from "./listed-names.ts";
import { leftOut } from "./place.ts";
import { ZONE_LIST, type Zone } from "./zone.ts";
import type { Presence } from "./zone-names.ts";

export type NameChange = { readonly name: string; readonly before: Presence; readonly after: Presence };

/** What the zone has to change between two watermarks. */
export const changedNames = (db: Db, zone: Zone, from: number, to: number): NameChange[] =>
  touchedNames(db, zone, from, to).filter(({ before, after }) => before !== after);

/**
 * What may be another in the zone since an earlier watermark, and what went and came back. Everything is worked out from
 * the final states at both, never from the order of events: a name can be listed as domain and as host and stand below
 * other listed names, and when a domain comes or goes, the names below it lose their records or get them back. Cost
 * follows what was touched and what stands below it, not the size of the list.
 */
export function touchedNames(db: Db, zone: Zone, from: number, to: number): NameChange[] {
  const listed = listedNames(db);
  const before = stateAt(from);
  const after = stateAt(to);

  const affected = new Set<string>();
  for (const change of touchedBetween(db, ZONE_LIST, from, to)) {
    const { value, scope } = change.kind === "put" ? change.line : change;
    if (scope === "url") continue;
    affected.add(value);
    if (scope === "domain" && before.isTree(value) !== after.isTree(value))
      for (const name of listed.below(value, [from, to])) affected.add(name);
  }

  return Array.from(affected, (name) => ({ name, before: before.presence(name), after: after.presence(name) }));

  function stateAt(watermark: number) {
    // Names share parents: asked once, remembered.
    const known = new Map<string, Presence>();
    return { isTree: (name: string) => own(name) === "tree", presence };

    /** By what it is listed as that the zone can carry, whatever stands above it. */
    function own(name: string): Presence {
      const before = known.get(name);
      if (before !== undefined) return before;
      const scopes = listed.scopes(name, watermark);
      const carried = (scope: "domain" | "host"): boolean =>
        scopes.includes(scope) && leftOut({ scope, value: name }, zone) === undefined;
      const presence = carried("domain") ? "tree" : carried("host") ? "name" : "absent";
      known.set(name, presence);
      return presence;
    }

    function presence(name: string): Presence {
      for (let dot = name.indexOf("."); dot !== -1; dot = name.indexOf(".", dot + 1))
        if (own(name.slice(dot + 1)) === "tree") return "absent";
      return own(name);
    }
  }
}
