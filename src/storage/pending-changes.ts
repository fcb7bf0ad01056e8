import type { ListName } from "../core/list-name.ts";
import { listCode } from "./codes.ts";
import type { Db } from "./database.ts";
import { heldBackAt } from "./held-batch.ts";
import { within } from "./stretch.ts";

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
export function pendingChanges(db: Db, list: ListName, after: number, upto: number): PendingChanges {
  const held = within("added_event", heldBackAt(db, list, after));
  const count = (condition: string): number =>
    Number(
      db.sqlite
        .prepare(
          `SELECT count(*) FROM (SELECT 1 FROM entries WHERE ${condition} AND list = :list LIMIT ${MOST_COUNTED})`,
        )
        .pluck()
        .get({ after, upto, list: listCode(list) }),
    );
  const additions = count(`((added_event > :after AND added_event <= :upto) OR ${held}) AND removed_event IS NULL`);
  const removals = count(`removed_event > :after AND removed_event <= :upto AND added_event <= :after AND NOT ${held}`);
  return { additions, removals, more: Math.max(additions, removals) === MOST_COUNTED };
}
