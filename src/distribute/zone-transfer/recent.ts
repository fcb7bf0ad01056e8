import type { Db } from "../../storage/database.ts";
import { type ReleaseRow, releaseRow } from "../../storage/releases.ts";
import { touchCount } from "../../storage/touched-rows.ts";
import { touchedNames } from "./changed-names.ts";
import { editsByComparing } from "./compare.ts";
import type { Control } from "./control.ts";
import { leftOut } from "./place.ts";
import { nextStep } from "./step.ts";
import { commitEdits } from "./transaction.ts";
import { recentZone, ZONE_LIST, type Zone } from "./zone.ts";
import type { ZoneName } from "./zone-names.ts";
import { readZoneState } from "./zone-state.ts";

/** So few that a resolver which goes through all of a policy zone to learn what is new in it is done in a moment. */
const MOST_NAMES = 5_000;
/** How many releases back the zone reaches: the first of these by which it has not too many names. */
const REACHES_BACK = [8, 4, 2, 1];

/**
 * Brings the zone of what came lately to a release, in one transaction. It holds names that the last releases touched and
 * that the whole zone of this release has, and no other: a resolver that has both blocks what one with the whole zone
 * does, only sooner. What a release takes off is in neither. It stands empty when one release alone brought too much.
 */
export async function feedRecent(
  { db, control }: { readonly db: Db; readonly control: Control },
  zone: Zone,
  release: ReleaseRow,
): Promise<void> {
  const recent = recentZone(zone);
  const state = await readZoneState(control, recent, zone.apex);
  if (nextStep(state, release, (number) => releaseRow(db, number)).kind === "current") return;
  const edits = await editsByComparing(control, recent, release, recentNames(db, zone, release));
  await commitEdits(control, recent, release, edits, state);
}

function recentNames(db: Db, zone: Zone, release: ReleaseRow): ZoneName[] {
  for (const back of REACHES_BACK) {
    const from = releaseRow(db, release.number - back)?.watermark ?? 0;
    if (from > release.watermark || touchCount(db, ZONE_LIST, from, release.watermark, MOST_NAMES) > MOST_NAMES)
      continue;
    const names = namesSince(from);
    if (names.length <= MOST_NAMES) return names;
  }
  return [];

  function namesSince(from: number): ZoneName[] {
    return touchedNames(db, zone, from, release.watermark).flatMap(({ name, after }) =>
      after !== "absent" && fits(name, after) ? [{ name, presence: after }] : [],
    );
  }

  /** Its apex is longer, and its sentinel has another name. */
  function fits(value: string, presence: ZoneName["presence"]): boolean {
    return leftOut({ scope: presence === "tree" ? "domain" : "host", value }, recentZone(zone)) === undefined;
  }
}
