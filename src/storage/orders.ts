import { HifazatError } from "../core/errors.ts";
import { applyEvent, type Happened } from "../core/order/fold.ts";
import type { OrderEvent, OrderRecord } from "../core/order/order.ts";
import { listCode } from "./codes.ts";
import type { Db } from "./database.ts";
import { appendEvent } from "./log.ts";

/** An order by its public id (`o12`) or by its number as the authority wrote it. Throws `order_unknown`. */
export function findOrder(db: Db, reference: string): OrderRecord {
  const byId = /^o(\d{1,15})$/.exec(reference);
  const found = (
    byId
      ? db.sqlite.prepare("SELECT record FROM orders WHERE id = ?").pluck().all(Number(byId[1]))
      : db.sqlite.prepare("SELECT record FROM orders WHERE number = ? LIMIT 2").pluck().all(reference)
  ) as string[];
  const [record, second] = found;
  if (record === undefined) throw new HifazatError("order_unknown", `There is no order ${reference}.`);
  if (second !== undefined)
    throw new HifazatError("conflict", `Two authorities have an order ${reference}: name it by its id (o…).`);
  return JSON.parse(record);
}

/** The order an authority gave a number to, if it is here. */
export function orderByNumber(db: Db, authority: string, number: string): OrderRecord | undefined {
  const record = db.sqlite
    .prepare("SELECT record FROM orders WHERE authority = ? AND number = ?")
    .pluck()
    .get(authority, number);
  return typeof record === "string" ? JSON.parse(record) : undefined;
}

/** Takes the next id for an order whose `created` event follows in the same transaction. */
export function nextOrderId(db: Db): number {
  return Number(db.sqlite.prepare("SELECT coalesce(max(id), 0) + 1 FROM orders").pluck().get());
}

/** Appends the event and writes the projection it leads to. Inside a transaction. Returns the event's id. */
export function appendOrderEvent(
  db: Db,
  id: number,
  before: OrderRecord | undefined,
  happened: Happened,
): { readonly event: number; readonly record: OrderRecord } {
  const { kind, ...data } = happened.event;
  const event = appendEvent(db, {
    at: happened.at,
    actor: happened.actor,
    subject: "order",
    subjectId: id,
    kind,
    data,
  });
  const record = applyEvent(id, before, happened);
  db.sqlite
    .prepare(
      `INSERT INTO orders (id, authority, number, state, category, list, content_digest, created_at, expires_at, record)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, content_digest = excluded.content_digest,
         expires_at = excluded.expires_at, record = excluded.record`,
    )
    .run(
      id,
      record.terms.authority,
      record.terms.number,
      record.state,
      record.terms.category,
      listCode(record.terms.list),
      record.digest,
      record.createdAt,
      record.terms.expiresAt,
      JSON.stringify(record),
    );
  return { event, record };
}

/** Everything that happened to an order, oldest first. */
export function orderEvents(db: Db, id: number): Happened[] {
  const rows = db.sqlite
    .prepare("SELECT at, actor, kind, data FROM events WHERE subject = 'order' AND subject_id = ? ORDER BY id")
    .all(id) as { at: number; actor: string; kind: OrderEvent["kind"]; data: string }[];
  return rows.map(({ at, actor, kind, data }) => ({ at, actor, event: { kind, ...JSON.parse(data) } as OrderEvent }));
}

/** The approved orders that a release has brought into force. */
export function markInForce(db: Db, watermark: number, release: number, at: number): void {
  const records = db.sqlite
    .prepare(
      `SELECT o.record FROM orders o WHERE o.state = 'approved' AND o.list = 0 AND EXISTS
        (SELECT 1 FROM events e WHERE e.subject = 'order' AND e.subject_id = o.id AND e.kind = 'approved' AND e.id <= ?)`,
    )
    .pluck()
    .all(watermark) as string[];
  for (const text of records) {
    const record: OrderRecord = JSON.parse(text);
    appendOrderEvent(db, record.id, record, { at, actor: "publisher", event: { kind: "in_force", release } });
  }
}
