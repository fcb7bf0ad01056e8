import type { ReleaseRow } from "../../storage/releases.ts";
import type { Control } from "./control.ts";
import { type Edits, textOf } from "./edits.ts";
import type { Unit } from "./units.ts";
import { blocked, markRecords, TTL, type Zone, type ZoneRecord } from "./zone.ts";
import type { ZoneName } from "./zone-names.ts";

/** What is still missing at a name: its own record, the one for everything below, or both. */
const NAME = 1;
const BELOW = 2;

/**
 * What turns the zone as knotd has it into that of a release, whatever it holds: reads all of it. For a zone that was made
 * by another registry, by hand, or before a backup was restored. Holds the names of the whole list while it works.
 */
export async function editsByComparing(
  control: Control,
  zone: Zone,
  release: ReleaseRow,
  names: Iterable<ZoneName>,
): Promise<Edits> {
  const missing = new Map<string, number>();
  for (const { name, presence } of names) missing.set(name, presence === "tree" ? NAME | BELOW : NAME);
  const marks = new Map(markRecords(zone, release).map((record) => [textOf(record), record]));

  const unset: ZoneRecord[] = [];
  for await (const unit of control.read({ cmd: "zone-read", zone: zone.apex })) {
    const record = recordOf(unit, zone);
    // A record with another TTL goes out and comes in again.
    if (record.type === "SOA" || (unit.ttl === TTL && (found(record) || marks.delete(textOf(record))))) continue;
    unset.push(record);
  }
  return { unset, set: stillMissing() };

  function found({ owner, type, data }: ZoneRecord): boolean {
    if (type !== "CNAME" || data !== ".") return false;
    const [name, bit] = owner.startsWith("*.") ? [owner.slice(2), BELOW] : [owner, NAME];
    const bits = missing.get(name) ?? 0;
    if ((bits & bit) === 0) return false;
    missing.set(name, bits & ~bit);
    return true;
  }

  function* stillMissing(): Generator<ZoneRecord> {
    for (const [name, bits] of missing) {
      if ((bits & NAME) !== 0) yield blocked(name);
      if ((bits & BELOW) !== 0) yield blocked(`*.${name}`);
    }
    yield* marks.values();
  }
}

function recordOf({ owner = "", type = "", data = "" }: Unit, { apex }: Zone): ZoneRecord {
  const below = `.${apex}.`;
  const relative = owner === `${apex}.` ? "@" : owner.endsWith(below) ? owner.slice(0, -below.length) : owner;
  return { owner: relative, type, data };
}
