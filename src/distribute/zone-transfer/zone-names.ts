import type { Target } from "../../core/target/target.ts";
import { type LeftOut, leftOut } from "./place.ts";
import type { Zone } from "./zone.ts";

/** What the zone has at a name: nothing, a record for it alone, or one for it and one for everything below. */
export type Presence = "absent" | "name" | "tree";
export type ZoneName = { readonly name: string; readonly presence: "name" | "tree" };

/** What became of a list's entries: all four together are their number. */
export type Tally = {
  /** Entries with records of their own. */
  carried: number;
  /** Entries without, because a carried one above them blocks them too. */
  covered: number;
  readonly leftOut: Partial<Record<LeftOut, number>>;
};

export const newTally = (): Tally => ({ carried: 0, covered: 0, leftOut: {} });

/** The owners of a name's records. */
export function ownersAt(name: string, presence: Presence): string[] {
  switch (presence) {
    case "absent":
      return [];
    case "name":
      return [name];
    case "tree":
      return [name, `*.${name}`];
  }
}

/**
 * The names of a whole list, which must come in list order, each once. What stands below a listed domain is left out: a
 * record down there would make its name exist in the zone, and by RFC 4592 the wildcard above then no longer covers the
 * names beside and below it. List order puts children right behind their parent, so one name is remembered.
 */
export function* zoneNames(targets: Iterable<Target>, zone: Zone, tally: Tally = newTally()): Generator<ZoneName> {
  let top = "";
  for (const target of targets) {
    const reason = leftOut(target, zone);
    if (reason !== undefined) {
      tally.leftOut[reason] = (tally.leftOut[reason] ?? 0) + 1;
      continue;
    }
    if (top !== "" && (target.value === top || target.value.endsWith(`.${top}`))) {
      tally.covered++;
      continue;
    }
    tally.carried++;
    if (target.scope === "domain") top = target.value;
    yield { name: target.value, presence: target.scope === "domain" ? "tree" : "name" };
  }
}
