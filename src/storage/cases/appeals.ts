import type { AppealEvent, AppealRecord } from "../../core/appeal/appeal.ts";
import { type AppealHappened, applyAppealEvent } from "../../core/appeal/fold.ts";
import { tellAt } from "../../core/clock/clock.ts";
import { readReference } from "../../core/complaint/reference.ts";
import { HifazatError } from "../../core/errors.ts";
import type { ListName } from "../../core/list-name.ts";
import { listCode } from "../codes.ts";
import type { Db } from "../database.ts";
import { appendEvent } from "../log.ts";

export function appealByReference(db: Db, reference: string): AppealRecord | undefined {
  const text = db.sqlite.prepare("SELECT record FROM appeals WHERE reference = ?").pluck().get(reference);
  return typeof text === "string" ? JSON.parse(text) : undefined;
}

/** A desk's appeal. Throws `not_found`, also for one of the other desk. */
export function findAppeal(db: Db, desk: ListName, reference: string): AppealRecord {
  const record = appealByReference(db, readReference("A", reference) ?? "");
  if (record?.list !== desk) throw new HifazatError("not_found", "There is no such appeal.");
  return record;
}

/** Takes the next id for an appeal whose `received` event follows in the same transaction. */
export function nextAppealId(db: Db): number {
  return Number(db.sqlite.prepare("SELECT coalesce(max(id), 0) + 1 FROM appeals").pluck().get());
}

/** Appends the event and writes the projection it leads to. Inside a transaction. */
export function appendAppealEvent(
  db: Db,
  id: number,
  before: AppealRecord | undefined,
  happened: AppealHappened,
): AppealRecord {
  const { kind, ...data } = happened.event;
  const { at, actor } = happened;
  appendEvent(db, { at, actor, subject: "appeal", subjectId: id, kind, data });
  const record = applyAppealEvent(id, before, happened);
  db.sqlite
    .prepare(
      `INSERT INTO appeals (id, reference, state, list, received_at, clock, due_at, stopped_at, tell_at, record)
       VALUES (:id, :reference, :state, :list, :receivedAt, :clock, :dueAt, :stoppedAt, :tellAt, :record)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, clock = excluded.clock, due_at = excluded.due_at,
         stopped_at = excluded.stopped_at, tell_at = excluded.tell_at, record = excluded.record`,
    )
    .run(appealColumns(record));
  return record;
}

/** The row that a record stands in: what a query needs beside it. */
export function appealColumns(record: AppealRecord) {
  return {
    id: record.id,
    reference: record.reference,
    state: record.state,
    list: record.list === null ? null : listCode(record.list),
    receivedAt: record.receivedAt,
    clock: record.clock.name,
    dueAt: record.clock.dueAt,
    stoppedAt: record.clock.stoppedAt,
    tellAt: tellAt(record.clock),
    record: JSON.stringify(record),
  };
}

/** Everything that happened to an appeal, oldest first. */
export function appealEvents(db: Db, id: number): AppealHappened[] {
  const rows = db.sqlite
    .prepare("SELECT at, actor, kind, data FROM events WHERE subject = 'appeal' AND subject_id = ? ORDER BY id")
    .all(id) as { at: number; actor: string; kind: AppealEvent["kind"]; data: string }[];
  return rows.map(({ at, actor, kind, data }) => ({ at, actor, event: { kind, ...JSON.parse(data) } }));
}
