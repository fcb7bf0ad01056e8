import { HifazatError } from "../../core/errors.ts";
import type { Db } from "../../storage/database.ts";
import { activeEntries } from "../../storage/published-entries.ts";
import { headRelease, type ReleaseRow, releaseRow } from "../../storage/releases.ts";
import { changedNames } from "./changed-names.ts";
import { editsByComparing } from "./compare.ts";
import type { Control } from "./control.ts";
import { type Edits, editsBetween, editsFromNothing } from "./edits.ts";
import { feedRecent } from "./recent.ts";
import { nextStep } from "./step.ts";
import { commitEdits } from "./transaction.ts";
import { ZONE_LIST, type Zone } from "./zone.ts";
import { newTally, type Tally, type ZoneName, zoneNames } from "./zone-names.ts";
import { readZoneState } from "./zone-state.ts";

/**
 * `current`: there was nothing to do; `changed`: by what was decided since the release the zone had; `loaded`: into an
 * empty zone; `compared`: the zone held something else, and was read and put right.
 */
export type FeedReport = {
  readonly kind: "current" | "changed" | "loaded" | "compared";
  readonly release: number;
  /** The serial before; undefined when the zone was empty. */
  readonly from: number | undefined;
  /** Records put in and taken out, the SOA not counted. */
  readonly set: number;
  readonly unset: number;
  /** What became of all the list's entries, when all were read: for an empty zone, to compare, or to count. */
  readonly tally?: Tally;
};

export type FeedPorts = { readonly db: Db; readonly control: Control };

/** `count`: whether to read the whole list, which takes seconds, when only the tally needs it. */
export type FeedOptions = { readonly count?: boolean };

/**
 * Brings the zone to the newest published release, in one transaction: secondaries see the old list or the new one. The
 * zone of what came lately goes first, in a transaction of its own; when that fails, the whole zone is fed all the same,
 * and then the failure is thrown.
 * The zone's serial is the release's number and never goes back: throws `zone_ahead` when the zone has a later one, or
 * another list under the same number. On `zone_refused` and `zone_unreachable` the zone that failed is as it was.
 */
export async function feedZone(
  { db, control }: FeedPorts,
  zone: Zone,
  { count = false }: FeedOptions = {},
): Promise<FeedReport> {
  const release = newestPublished(db) ?? nothingToFeed();
  const state = await readZoneState(control, zone);
  const step = nextStep(state, release, (number) => releaseRow(db, number));
  const tally = newTally();
  const names = (): Generator<ZoneName> =>
    zoneNames(activeEntries(db, ZONE_LIST, release.watermark).entries, zone, tally);

  const [recent] = await Promise.allSettled([feedRecent({ db, control }, zone, release)]);
  let done = { set: 0, unset: 0 };
  if (step.kind !== "current") {
    // Worked out before the transaction is opened: knotd closes a connection that is silent for long.
    const edits = await editsFor();
    done = await commitEdits(control, zone, release, edits, state);
  }
  if (recent.status === "rejected") throw recent.reason;
  const read = step.kind === "loaded" || step.kind === "compared";
  // After the commit: secondaries need not wait for it.
  if (count && !read) for (const _ of names());
  const counted = (read || count) && { tally };
  return { kind: step.kind, release: release.number, from: state.serial, ...done, ...counted };

  async function editsFor(): Promise<Edits> {
    switch (step.kind) {
      case "changed":
        return editsBetween(zone, step.from, release, changedNames(db, zone, step.from.watermark, release.watermark));
      case "compared":
        return editsByComparing(control, zone, release, names());
      default:
        return editsFromNothing(zone, release, names());
    }
  }
}

function nothingToFeed(): never {
  throw new HifazatError("not_found", "There is no published release to feed into the zone.");
}

/** A release that is only committed is not published yet: the one before it is what everybody has. */
export function newestPublished(db: Db): ReleaseRow | undefined {
  const head = headRelease(db);
  return head?.state === "committed" ? releaseRow(db, head.previous) : head;
}
