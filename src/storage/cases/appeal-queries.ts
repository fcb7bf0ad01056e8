import type { AppealRecord, AppealState } from "../../core/appeal/appeal.ts";
import type { ListName } from "../../core/list-name.ts";
import { listCode } from "../codes.ts";
import type { Db } from "../database.ts";

/** A desk's appeals, the earliest end of the clock first. */
export function deskAppeals(
  db: Db,
  list: ListName,
  states: readonly AppealState[],
  page: { readonly limit: number; readonly skip: number },
): AppealRecord[] {
  return records(
    db.sqlite
      .prepare(
        `SELECT record FROM appeals WHERE list = ? AND state IN (SELECT value FROM json_each(?))
         ORDER BY due_at, id LIMIT ? OFFSET ?`,
      )
      .pluck()
      .all(listCode(list), JSON.stringify(states), page.limit, page.skip),
  );
}

/** Every appeal that is not decided, on whichever desk. */
export function openAppeals(db: Db): AppealRecord[] {
  return records(db.sqlite.prepare("SELECT record FROM appeals WHERE state <> 'concluded' ORDER BY id").pluck().all());
}

/** Appeals whose clock somebody has to be told of at `now` (seconds since the epoch). */
export function appealsToTell(db: Db, now: number): AppealRecord[] {
  return records(db.sqlite.prepare("SELECT record FROM appeals WHERE tell_at <= ? ORDER BY tell_at").pluck().all(now));
}

function records(rows: unknown[]): AppealRecord[] {
  return rows.map((text) => JSON.parse(String(text)));
}
