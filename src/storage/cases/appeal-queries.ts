import type { AppealRecord } from "../../core/appeal/appeal.ts";
import type { AppealFilter } from "../../core/appeal/view.ts";
import type { ListName } from "../../core/list-name.ts";
import { listCode } from "../codes.ts";
import type { Db } from "../database.ts";
import type { Near } from "./complaint-queries.ts";

/** `AppealFilter` (core) with what a text was read as. */
export type AppealDeskFilter = Omit<AppealFilter, "text" | "takenBy"> & {
  readonly list: ListName;
  /** Whose lock has not run out at `at`, seconds since the epoch. */
  readonly taken?: { readonly by: string; readonly at: number } | undefined;
  readonly reference?: string | undefined;
  readonly entry?: number | undefined;
  readonly near?: Near | undefined;
};

/** A desk's appeals, the earliest end of the clock first. */
export function deskAppeals(db: Db, filter: AppealDeskFilter): AppealRecord[] {
  const { taken, near } = filter;
  return records(
    db.sqlite
      .prepare(
        `SELECT record FROM appeals WHERE list = :list AND state IN (SELECT value FROM json_each(:states))
          AND (:officer IS NULL OR (record ->> '$.lock.officer' = :officer AND record ->> '$.lock.until' > :at))
          AND (:reference IS NULL OR reference = :reference)
          AND (:entry IS NULL OR record ->> '$.entry' = :entry)
          AND (:parent IS NULL OR (record ->> '$.address.prints.parent' = :parent
            AND (:host IS NULL OR record ->> '$.address.prints.host' = :host)))
         ORDER BY due_at, id LIMIT :limit OFFSET :skip`,
      )
      .pluck()
      .all({
        list: listCode(filter.list),
        states: JSON.stringify(filter.states),
        officer: taken?.by ?? null,
        at: taken?.at ?? null,
        reference: filter.reference ?? null,
        entry: filter.entry ?? null,
        parent: near?.parent ?? null,
        host: near?.host ?? null,
        limit: filter.limit,
        skip: filter.skip,
      }),
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
