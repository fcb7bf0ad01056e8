import type { ListName } from "../core/list-name.ts";
import { listCode } from "./codes.ts";
import type { Db } from "./database.ts";
import { type Change, endedSince, type HeldStretch, heldBackAt } from "./held-batch.ts";
import { eventWatermark } from "./log.ts";
import { activeSql, asideOf, heldOnSql, setAsideAt, unlistedAt } from "./set-aside.ts";
import { within, without } from "./stretch.ts";

/** What waits on a list, against the limits. `released` is the watermark of the newest release. Counts are of entries. */
export function countEntries(db: Db, list: ListName, change: Change, condition: string, most: number): number {
  return Number(
    db.sqlite
      .prepare(
        `SELECT count(*) FROM (SELECT 1 FROM entries INDEXED BY entries_${change}
          WHERE ${change}_event IS NOT NULL AND list = ? AND ${condition} LIMIT ?)`,
      )
      .pluck()
      .get(listCode(list), most),
  );
}

/** Whether something would come onto the list, or leave it, without what is held back in these stretches. */
export const holdsAnything = (db: Db, list: ListName, stretches: readonly HeldStretch[]): boolean => {
  const [added, removed] = (["added", "removed"] as const).map((change) =>
    stretches.filter((stretch) => stretch.change === change),
  );
  const aside = (removed ?? []).map((stretch) => asideOf(db, list, stretch, "batch"));
  return (
    countEntries(db, list, "added", `${within("added_event", added ?? [])} AND removed_event IS NULL`, 1) > 0 ||
    countEntries(db, list, "removed", heldOnSql("entries", aside), 1) > 0
  );
};

/** Whether additions to the list, or removals from it, are held back. */
export const isHeldBack = (db: Db, list: ListName, change: Change): boolean =>
  holdsAnything(db, list, heldBackAt(db, list, change));

/** How many additions no release has and nothing holds back; counted to one above `most`. */
export function freshAdditions(db: Db, list: ListName, released: number, most: number): number {
  const decided = without([{ after: released, upto: eventWatermark(db) }], heldBackAt(db, list, "added"));
  const waits = within("added_event", [...endedSince(db, list, "added", released), ...decided]);
  return countEntries(db, list, "added", `${waits} AND removed_event IS NULL`, most + 1);
}

/**
 * Whether what waits of the additions, or of the removals, may go out at once: never when the publisher would find that it
 * is more than `most`. A name that another order has on the list may speak anew when one of its entries goes.
 */
export function fits(db: Db, list: ListName, change: Change, released: number, most: number): boolean {
  const listed = `added_event <= ${released} AND NOT ${within("added_event", unlistedAt(db, list, released))}`;
  const removals = heldBackAt(db, list, "removed");
  if (change === "added") {
    const waits = [...heldBackAt(db, list, "added"), { after: released, upto: eventWatermark(db) }];
    const added = countEntries(
      db,
      list,
      "added",
      `${within("added_event", waits)} AND removed_event IS NULL`,
      most + 1,
    );
    const gone = `removed_event > ${released} AND NOT ${within("removed_event", removals)} AND ${listed}`;
    return added + countEntries(db, list, "removed", gone, most + 1) <= most;
  }
  // The batch as a whole, with what of it went out at once: else its rest would be small enough the next moment.
  const since = Math.min(
    released,
    ...removals.map((stretch) => (stretch.change === "removed" ? stretch.released : released)),
  );
  const gone = `removed_event > ${since} AND ${listed}`;
  const left = countEntries(db, list, "removed", `${gone} AND NOT ${isCovered(db, list)}`, most + 1);
  if (left > most) return false;
  const covered = countEntries(db, list, "removed", gone, 2 * most + 2) - left;
  return covered + freshAdditions(db, list, released, most) <= most;
}

/** SQL: whether the target of an entry stays on the list when no removal is held back. */
function isCovered(db: Db, list: ListName): string {
  const watermark = eventWatermark(db);
  const aside = setAsideAt(db, list, watermark).filter(({ of, by }) => of === "additions" || by === "rollback");
  return `EXISTS (SELECT 1 FROM entries other WHERE other.list = entries.list AND other.sort_key = entries.sort_key
    AND other.scope = entries.scope AND ${activeSql("other", `${watermark}`, aside)})`;
}
