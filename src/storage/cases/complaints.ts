import { tellAt } from "../../core/clock/clock.ts";
import type { ComplaintEvent, ComplaintRecord } from "../../core/complaint/complaint.ts";
import { applyComplaintEvent, type ComplaintHappened } from "../../core/complaint/fold.ts";
import { readReference } from "../../core/complaint/reference.ts";
import { HifazatError } from "../../core/errors.ts";
import type { ListName } from "../../core/list-name.ts";
import { listCode } from "../codes.ts";
import type { Db } from "../database.ts";
import { appendEvent } from "../log.ts";

export function complaintByReference(db: Db, reference: string): ComplaintRecord | undefined {
  const text = db.sqlite.prepare("SELECT record FROM complaints WHERE reference = ?").pluck().get(reference);
  return typeof text === "string" ? JSON.parse(text) : undefined;
}

/** A desk's complaint. Throws `not_found`, also for one of the other desk: neither learns what the other has. */
export function findComplaint(db: Db, desk: ListName, reference: string): ComplaintRecord {
  const record = complaintByReference(db, readReference("C", reference) ?? "");
  if (record?.list !== desk) throw new HifazatError("not_found", "There is no such complaint.");
  return record;
}

export function complaintById(db: Db, id: number): ComplaintRecord | undefined {
  const text = db.sqlite.prepare("SELECT record FROM complaints WHERE id = ?").pluck().get(id);
  return typeof text === "string" ? JSON.parse(text) : undefined;
}

/** Takes the next id for a complaint whose `received` event follows in the same transaction. */
export function nextComplaintId(db: Db): number {
  return Number(db.sqlite.prepare("SELECT coalesce(max(id), 0) + 1 FROM complaints").pluck().get());
}

/** Appends the event and writes the projection it leads to. Inside a transaction. */
export function appendComplaintEvent(
  db: Db,
  id: number,
  before: ComplaintRecord | undefined,
  happened: ComplaintHappened,
): ComplaintRecord {
  const { kind, ...data } = happened.event;
  const { at, actor } = happened;
  appendEvent(db, { at, actor, subject: "complaint", subjectId: id, kind, data });
  const record = applyComplaintEvent(id, before, happened);
  db.sqlite
    .prepare(
      `INSERT INTO complaints (id, reference, state, list, category, rank, received_at, clock, due_at, stopped_at, tell_at,
         organisation, joined_to, order_id, record)
       VALUES (:id, :reference, :state, :list, :category, :rank, :receivedAt, :clock, :dueAt, :stoppedAt, :tellAt,
         :organisation, :joinedTo, :orderId, :record)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, list = excluded.list, category = excluded.category,
         rank = excluded.rank, clock = excluded.clock, due_at = excluded.due_at, stopped_at = excluded.stopped_at,
         tell_at = excluded.tell_at, joined_to = excluded.joined_to, order_id = excluded.order_id,
         record = excluded.record`,
    )
    .run(complaintColumns(record));
  if (happened.event.kind === "received") insertPrints(db, record);
  return record;
}

/** The row that a record stands in: what a query needs beside it. */
export function complaintColumns(record: ComplaintRecord) {
  return {
    id: record.id,
    reference: record.reference,
    state: record.state,
    list: listCode(record.list),
    category: record.category,
    rank: (record.priority === "high" ? 0 : 2) + (record.queue === "slow" ? 1 : 0),
    receivedAt: record.receivedAt,
    clock: record.clock.name,
    dueAt: record.clock.dueAt,
    stoppedAt: record.clock.stoppedAt,
    tellAt: nextTelling(record),
    organisation: record.complainant.kind === "organisation" ? record.complainant.name : null,
    joinedTo: record.joinedTo,
    orderId: record.order?.id ?? null,
    record: JSON.stringify(record),
  };
}

/** The clock of one that joined another is told by that one. */
function nextTelling(record: ComplaintRecord): number | null {
  const clocks = record.referrals.map(({ clock }) => clock);
  const times = (record.state === "joined" ? clocks : [record.clock, ...clocks]).map(tellAt);
  const next = Math.min(...times.filter((time) => time !== null));
  return Number.isFinite(next) ? next : null;
}

function insertPrints(db: Db, record: ComplaintRecord): void {
  const insert = db.sqlite.prepare(
    "INSERT INTO complaint_prints (complaint_id, seq, target, host, parent) VALUES (?, ?, ?, ?, ?)",
  );
  record.addresses.forEach(({ prints }, index) => {
    if (prints !== null) insert.run(record.id, index + 1, prints.target, prints.host, prints.parent);
  });
}

/** Everything that happened to a complaint, oldest first. */
export function complaintEvents(db: Db, id: number): ComplaintHappened[] {
  const rows = db.sqlite
    .prepare("SELECT at, actor, kind, data FROM events WHERE subject = 'complaint' AND subject_id = ? ORDER BY id")
    .all(id) as { at: number; actor: string; kind: ComplaintEvent["kind"]; data: string }[];
  return rows.map(({ at, actor, kind, data }) => ({ at, actor, event: { kind, ...JSON.parse(data) } }));
}
