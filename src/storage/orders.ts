import { HifazatError } from "../core/errors.ts";
import type { ListName } from "../core/list-name.ts";
import { applyEvent, type Happened } from "../core/order/fold.ts";
import type { OrderEdit, OrderEvent, OrderRecord, OrderSource, OrderState, OrderTerms } from "../core/order/order.ts";
import { listCode } from "./codes.ts";
import type { Db } from "./database.ts";
import { type Item, orderDigest, type StagedItems, stageItems } from "./items.ts";
import { appendEvent } from "./log.ts";
import { unlistedAt } from "./set-aside.ts";
import { within } from "./stretch.ts";

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

/** The items that were staged, moved into the order, as the edit that `decide` is asked about. Inside a transaction. */
export function takeUpload(order: OrderRecord, staged: StagedItems, source: OrderSource): OrderEdit {
  const counts = staged.counts();
  const first = nextItem(order);
  const last = first + Object.values(counts).reduce((total, number) => total + number, 0) - 1;
  const upload = { number: order.uploads.length + 1, source, first, last, digest: staged.digest(), counts };
  staged.moveTo(order.id);
  return { kind: "items_added", upload, digest: orderDigest(order.terms, [...order.uploads, upload]) };
}

/** The sequence number that the order's next item gets. */
export const nextItem = (order: OrderRecord): number => (order.uploads.at(-1)?.last ?? 0) + 1;

/** A drafted order without items, which follow in uploads. Inside a transaction. */
export function createOrder(
  db: Db,
  terms: OrderTerms,
  organisation: string | null,
  author: string,
  now: number,
): OrderRecord {
  if (orderByNumber(db, terms.authority, terms.number) !== undefined)
    throw new HifazatError("conflict", `${terms.authority} has an order ${terms.number} already.`);
  const event = { kind: "created", terms, organisation, digest: orderDigest(terms, []) } as const;
  return appendOrderEvent(db, nextOrderId(db), undefined, { at: now, actor: author, event }).record;
}

/** A drafted order with all its items at once. Inside a transaction. `items` are numbered from 1. */
export function createOrderOf(
  db: Db,
  order: { readonly terms: OrderTerms; readonly organisation: string | null; readonly source: OrderSource },
  items: Iterable<Item>,
  author: string,
  now: number,
): OrderRecord {
  const created = createOrder(db, order.terms, order.organisation, author, now);
  const staged = stageItems(db);
  for (const item of items) staged.add(item);
  const event = takeUpload(created, staged, order.source);
  return appendOrderEvent(db, created.id, created, { at: now, actor: author, event }).record;
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
       ON CONFLICT (id) DO UPDATE SET authority = excluded.authority, number = excluded.number, state = excluded.state,
         category = excluded.category, content_digest = excluded.content_digest, expires_at = excluded.expires_at,
         record = excluded.record`,
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
      record.term?.expiresAt ?? record.terms.expiresAt,
      JSON.stringify(record),
    );
  return { event, record };
}

/** SQL: some of the order's held items are not decided, and a word about all of them has not been spoken. */
const HELD_WAITS = `(state IN ('submitted', 'approved', 'in_force')
  AND record ->> '$.held.accepted.kind' <> 'all' AND record ->> '$.held.rejected.kind' <> 'all'
  AND record ->> '$.counts.held' > coalesce(json_array_length(record, '$.held.accepted.items'), 0)
    + coalesce(json_array_length(record, '$.held.rejected.items'), 0))`;

/** Orders to be listed, newest first, below `before` (an id). `organisation`: only those that belong to it. */
export function listOrders(
  db: Db,
  filter: {
    readonly list: ListName;
    readonly organisation: string | null;
    readonly state: OrderState | null;
    readonly category: string | null;
    readonly before: number | null;
    readonly limit: number;
    /** Part of the number, as its authority wrote it. */
    readonly number?: string | null;
    /** Standing ones whose time is over before then. Seconds since the epoch. */
    readonly expiresBefore?: number | null;
    /** Only those of which something waits for an officer. */
    readonly waiting?: "held" | "proposal" | "emergency" | null;
  },
): OrderRecord[] {
  const records = db.sqlite
    .prepare(
      `SELECT record FROM orders WHERE list = :list AND id < :before AND (:state IS NULL OR state = :state)
          AND (:category IS NULL OR category = :category)
          AND (:organisation IS NULL OR record ->> 'organisation' = :organisation)
          AND (:number IS NULL OR instr(lower(number), lower(:number)) > 0)
          AND (:expiresBefore IS NULL OR (expires_at < :expiresBefore AND state IN ('approved', 'in_force')))
          AND CASE :waiting WHEN 'held' THEN ${HELD_WAITS} WHEN 'proposal' THEN record ->> '$.proposal' IS NOT NULL
                WHEN 'emergency' THEN record ->> '$.emergency' = 'unconfirmed' AND state IN ('approved', 'in_force')
                ELSE TRUE END
        ORDER BY id DESC LIMIT :limit`,
    )
    .pluck()
    .all({
      number: null,
      expiresBefore: null,
      waiting: null,
      ...filter,
      list: listCode(filter.list),
      before: filter.before ?? Number.MAX_SAFE_INTEGER,
    }) as string[];
  return records.map((record) => JSON.parse(record));
}

/** The orders whose end has come by `now` (seconds since the epoch), with entries that still stand. */
export function ordersAtTheirEnd(db: Db, now: number): number[] {
  return db.sqlite
    .prepare("SELECT id FROM orders WHERE state IN ('approved', 'in_force') AND expires_at <= ? ORDER BY id")
    .pluck()
    .all(now) as number[];
}

/** Everything that happened to an order, oldest first. */
export function orderEvents(db: Db, id: number): Happened[] {
  const rows = db.sqlite
    .prepare("SELECT at, actor, kind, data FROM events WHERE subject = 'order' AND subject_id = ? ORDER BY id")
    .all(id) as { at: number; actor: string; kind: OrderEvent["kind"]; data: string }[];
  return rows.map(({ at, actor, kind, data }) => ({ at, actor, event: { kind, ...JSON.parse(data) } as OrderEvent }));
}

/** The id of the event that made the order. */
export const firstOrderEvent = (db: Db, id: number): number =>
  Number(db.sqlite.prepare("SELECT min(id) FROM events WHERE subject = 'order' AND subject_id = ?").pluck().get(id));

/** The approved orders that a release has brought into force. */
export function markInForce(db: Db, watermark: number, release: number, at: number): void {
  const aside = within("e.id", unlistedAt(db, "general", watermark));
  const records = db.sqlite
    .prepare(
      `SELECT o.record FROM orders o WHERE o.state = 'approved' AND o.list = 0 AND EXISTS
        (SELECT 1 FROM events e WHERE e.subject = 'order' AND e.subject_id = o.id AND e.kind = 'approved' AND e.id <= ?
            AND NOT ${aside})`,
    )
    .pluck()
    .all(watermark) as string[];
  for (const text of records) {
    const record: OrderRecord = JSON.parse(text);
    appendOrderEvent(db, record.id, record, { at, actor: "publisher", event: { kind: "in_force", release } });
  }
}
