import type { ListName } from "../core/list-name.ts";
import type { Db } from "./database.ts";
import { heldBackAt } from "./held-batch.ts";
import { heldOnSql, setAsideAt, unlistedAt } from "./set-aside.ts";
import { within } from "./stretch.ts";
import { countEntries } from "./waiting-changes.ts";

/** Entries decided and not published yet. */
export type PendingChanges = {
  readonly additions: number;
  readonly removals: number;
  /** There are more than was counted. */
  readonly more: boolean;
};

/** Counted up to here: above it a senior officer must look in any case, and a server has answers to give. */
const MOST_COUNTED = 100_000;

/** What was decided after the watermark `after`, up to `upto`, and what is held back of what was decided before it. */
export function pendingChanges(
  db: Db,
  list: ListName,
  after: number,
  upto: number,
  most: number = MOST_COUNTED,
): PendingChanges {
  const waits = [{ after, upto }, ...heldBackAt(db, list, "added", after)];
  const gone = `removed_event > ${after} AND removed_event <= ${upto} AND added_event <= ${after}
    AND NOT ${within("added_event", unlistedAt(db, list, after))}`;
  const heldOn = heldOnSql("entries", setAsideAt(db, list, after));
  const additions = countEntries(db, list, "added", `${within("added_event", waits)} AND removed_event IS NULL`, most);
  const removals = countEntries(db, list, "removed", `((${gone}) OR ${heldOn})`, most);
  return { additions, removals, more: Math.max(additions, removals) === most };
}
