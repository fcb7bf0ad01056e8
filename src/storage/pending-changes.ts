import type { ListName } from "../core/list-name.ts";
import { listCode } from "./codes.ts";
import type { Db } from "./database.ts";

/** Entries decided and not published yet. */
export type PendingChanges = {
  readonly additions: number;
  readonly removals: number;
  /** There are more than was counted. */
  readonly more: boolean;
};

/** Counted up to here: above it a senior officer must look in any case, and a server has answers to give. */
const MOST_COUNTED = 100_000;

/** What was decided after the watermark `after`, up to `upto`. */
export function pendingChanges(db: Db, list: ListName, after: number, upto: number): PendingChanges {
  const count = (condition: string): number =>
    Number(
      db.sqlite
        .prepare(`SELECT count(*) FROM (SELECT 1 FROM entries WHERE ${condition} AND list = ? LIMIT ${MOST_COUNTED})`)
        .pluck()
        .get(after, upto, listCode(list)),
    );
  const additions = count("added_event > ? AND added_event <= ? AND removed_event IS NULL");
  const removals = count(`removed_event > ? AND removed_event <= ? AND added_event <= ${after}`);
  return { additions, removals, more: Math.max(additions, removals) === MOST_COUNTED };
}
