import type { ReleaseRow } from "../../storage/releases.ts";
import type { NameChange } from "./changed-names.ts";
import { blocked, markRecords, type Zone, type ZoneRecord } from "./zone.ts";
import { ownersAt, type ZoneName } from "./zone-names.ts";

/** Records to take out of the zone, then records to put in. The SOA is not among them: it is set by every transaction. */
export type Edits = { readonly unset: Iterable<ZoneRecord>; readonly set: Iterable<ZoneRecord> };

/** From the zone of one release to that of another. */
export function editsBetween(zone: Zone, from: ReleaseRow, to: ReleaseRow, changes: readonly NameChange[]): Edits {
  const before = [...markRecords(zone, from), ...changes.flatMap(({ name, before }) => records(name, before))];
  const after = [...markRecords(zone, to), ...changes.flatMap(({ name, after }) => records(name, after))];
  const [had, has] = [new Set(before.map(textOf)), new Set(after.map(textOf))];
  return {
    unset: before.filter((record) => !has.has(textOf(record))),
    set: after.filter((record) => !had.has(textOf(record))),
  };
}

/** All of a zone, into one that is empty. */
export function editsFromNothing(zone: Zone, release: ReleaseRow, names: Iterable<ZoneName>): Edits {
  return { unset: [], set: wholeZone() };

  function* wholeZone(): Generator<ZoneRecord> {
    for (const { name, presence } of names) yield* records(name, presence);
    yield* markRecords(zone, release);
  }
}

const records = (name: string, presence: NameChange["before"]): ZoneRecord[] => ownersAt(name, presence).map(blocked);
/** Two records are the same when this is. */
export const textOf = ({ owner, type, data }: ZoneRecord): string => `${owner} ${type} ${data}`;
