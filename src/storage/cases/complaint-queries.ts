import type { ComplaintRecord } from "../../core/complaint/complaint.ts";
import type { Nearness } from "../../core/complaint/nearness.ts";
import type { QueueFilter } from "../../core/complaint/view.ts";
import type { ListName } from "../../core/list-name.ts";
import { listCode } from "../codes.ts";
import type { Db } from "../database.ts";

/** `QueueFilter` (core) with what a text was read as. */
export type DeskFilter = Omit<QueueFilter, "text" | "takenBy"> & {
  readonly list: ListName;
  /** Whose lock has not run out at `at`, seconds since the epoch. */
  readonly taken?: { readonly by: string; readonly at: number } | undefined;
  readonly reference?: string | undefined;
  readonly near?: Near | undefined;
};

/** Keyed digests of a host and of the registered name that it lies under. */
export type Near = {
  /** Null: everything under the registered name. */
  readonly host: string | null;
  readonly parent: string;
};

/** A desk's complaints, in the order in which it works: priority, then queue, then the earliest end of the clock. */
export function deskComplaints(db: Db, filter: DeskFilter): ComplaintRecord[] {
  const { taken, near } = filter;
  return records(
    db.sqlite
      .prepare(
        `SELECT record FROM complaints WHERE list = :list AND state IN (SELECT value FROM json_each(:states))
          AND (:organisation IS NULL OR organisation = :organisation)
          AND (:category IS NULL OR category = :category)
          AND (:urgency IS NULL OR record ->> '$.urgency' = :urgency)
          AND (:officer IS NULL OR (record ->> '$.lock.officer' = :officer AND record ->> '$.lock.until' > :at))
          AND (:reference IS NULL OR reference = :reference)
          AND (:parent IS NULL OR id IN (SELECT complaint_id FROM complaint_prints
            WHERE parent = :parent AND (:host IS NULL OR host = :host)))
         ORDER BY rank, due_at, id LIMIT :limit OFFSET :skip`,
      )
      .pluck()
      .all({
        list: listCode(filter.list),
        states: JSON.stringify(filter.states),
        organisation: filter.organisation ?? null,
        category: filter.category ?? null,
        urgency: filter.urgency ?? null,
        officer: taken?.by ?? null,
        at: taken?.at ?? null,
        reference: filter.reference ?? null,
        parent: near?.parent ?? null,
        host: near?.host ?? null,
        limit: filter.limit,
        skip: filter.skip,
      }),
  );
}

/** The complaints that joined this one. */
export function joinersOf(db: Db, id: number): ComplaintRecord[] {
  return records(
    db.sqlite.prepare("SELECT record FROM complaints WHERE joined_to = ? AND state = 'joined'").pluck().all(id),
  );
}

/** Complaints that led to an order. */
export function complaintsOfOrder(db: Db, order: number): ComplaintRecord[] {
  return records(db.sqlite.prepare("SELECT record FROM complaints WHERE order_id = ? ORDER BY id").pluck().all(order));
}

export function orderedComplaints(db: Db): ComplaintRecord[] {
  return records(db.sqlite.prepare("SELECT record FROM complaints WHERE state = 'ordered' ORDER BY id").pluck().all());
}

/** Complaints with a clock that somebody has to be told of at `now` (seconds since the epoch). */
export function complaintsToTell(db: Db, now: number): ComplaintRecord[] {
  return records(
    db.sqlite.prepare("SELECT record FROM complaints WHERE tell_at <= ? ORDER BY tell_at").pluck().all(now),
  );
}

/** Complaints with any of these targets, oldest first, whatever their state. */
export function withTargets(db: Db, list: ListName, targets: readonly string[]): ComplaintRecord[] {
  return records(
    db.sqlite
      .prepare(
        `SELECT record FROM complaints WHERE list = ? AND id IN
          (SELECT complaint_id FROM complaint_prints WHERE target IN (SELECT value FROM json_each(?))) ORDER BY id`,
      )
      .pluck()
      .all(listCode(list), JSON.stringify(targets)),
  );
}

export type Related = { readonly complaint: ComplaintRecord; readonly nearness: Nearness };

/** Other complaints of these lists about the same address, host or registered name, the nearest and newest first. */
export function relatedComplaints(db: Db, id: number, lists: readonly ListName[], limit: number): Related[] {
  const rows = db.sqlite
    .prepare(
      `SELECT c.record AS record, min(CASE WHEN o.target = m.target THEN 0 WHEN o.host = m.host THEN 1 ELSE 2 END) AS near
         FROM complaint_prints m JOIN complaint_prints o ON o.parent = m.parent AND o.complaint_id <> m.complaint_id
         JOIN complaints c ON c.id = o.complaint_id
        WHERE m.complaint_id = ? AND c.list IN (SELECT value FROM json_each(?))
        GROUP BY c.id ORDER BY near, c.id DESC LIMIT ?`,
    )
    .all(id, JSON.stringify(lists.map(listCode)), limit) as { record: string; near: number }[];
  const words = ["target", "host", "parent"] as const;
  return rows.map(({ record, near }) => ({ complaint: JSON.parse(record), nearness: words[near] ?? "parent" }));
}

function records(rows: unknown[]): ComplaintRecord[] {
  return rows.map((text) => JSON.parse(String(text)));
}
