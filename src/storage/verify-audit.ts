import { foldOrder, type Happened } from "../core/order/fold.ts";
import { isLetIn } from "../core/order/held.ts";
import type { OrderRecord } from "../core/order/order.ts";
import { sortKey } from "../protocol/sort-key.ts";
import { verifyCases } from "./cases/verify-cases.ts";
import { listCode, scopeCode } from "./codes.ts";
import type { Db } from "./database.ts";
import { itemsOf, orderDigest, storedUpload } from "./items.ts";
import { AUDIT_START, type AuditRow, auditDigest, eventDigest } from "./log.ts";
import { orderEvents } from "./orders.ts";
import { standingCounts, standsAsDecided } from "./verify-standing.ts";

export type Finding = { readonly where: string; readonly what: string };
export type AuditReport = {
  readonly rows: number;
  readonly events: number;
  readonly orders: number;
  /** The hash of the last row: write it down elsewhere, and a later look can tell that the end was not cut off. */
  readonly head: string;
  readonly findings: readonly Finding[];
};

/**
 * Checks everything that can be recomputed: the chain of the audit log, every event against it, every order's
 * projection against its events, every order's items against the digest that was approved, and every entry against the
 * item and events it stands on, every complaint and appeal against its events.
 */
export function verifyAudit(db: Db): AuditReport {
  const findings: Finding[] = [];
  const chain = verifyChain(db, findings);
  const events = verifyEvents(db, chain.events, findings);
  const orders = verifyOrders(db, findings);
  verifyEntries(db, findings);
  findings.push(...verifyCases(db).findings);
  return { rows: chain.rows, events, orders, head: chain.head, findings };
}

function verifyChain(db: Db, findings: Finding[]) {
  const events = new Map<number, string>();
  let previous = AUDIT_START;
  let rows = 0;
  for (const row of db.sqlite.prepare("SELECT * FROM audit ORDER BY id").iterate() as IterableIterator<AuditRow>) {
    rows += 1;
    if (row.id !== rows) findings.push({ where: `audit ${row.id}`, what: `expected row ${rows}: rows are missing` });
    if (row.previous !== previous)
      findings.push({ where: `audit ${row.id}`, what: "does not follow the row before it" });
    if (row.hash !== auditDigest(row)) findings.push({ where: `audit ${row.id}`, what: "was changed" });
    previous = row.hash;
    collectEvent(row, events);
  }
  return { rows, head: previous, events };
}

function collectEvent(row: AuditRow, events: Map<number, string>): void {
  try {
    const { event, sha256 } = JSON.parse(row.detail) ?? {};
    if (typeof event === "number" && typeof sha256 === "string") events.set(event, sha256);
  } catch {
    // A detail that is no JSON was changed: the row's own hash says so.
  }
}

function verifyEvents(db: Db, digests: Map<number, string>, findings: Finding[]): number {
  const rows = db.sqlite
    .prepare("SELECT id, at, actor, subject, subject_id AS subjectId, kind, data FROM events ORDER BY id")
    .iterate() as IterableIterator<Parameters<typeof eventDigest>[0]>;
  let count = 0;
  for (const event of rows) {
    count += 1;
    const digest = digests.get(event.id);
    digests.delete(event.id);
    if (digest === undefined) findings.push({ where: `event ${event.id}`, what: "is not in the audit log" });
    else if (digest !== eventDigest(event)) findings.push({ where: `event ${event.id}`, what: "was changed" });
  }
  for (const id of digests.keys()) findings.push({ where: `event ${id}`, what: "is missing" });
  return count;
}

function verifyOrders(db: Db, findings: Finding[]): number {
  const rows = db.sqlite
    .prepare("SELECT id, state, category, content_digest AS digest, record FROM orders ORDER BY id")
    .all() as { id: number; state: string; category: string; digest: string; record: string }[];
  const standing = standingCounts(db);
  for (const row of rows) {
    const where = `order o${row.id}`;
    const events = orderEvents(db, row.id);
    const record = foldSafely(row.id, events);
    if (record === undefined || JSON.stringify(record) !== row.record)
      findings.push({ where, what: "is not what its events lead to" });
    if (record === undefined) continue;
    if (record.state !== row.state || record.terms.category !== row.category || record.digest !== row.digest)
      findings.push({ where, what: "has columns that differ from its record" });
    verifyItems(db, record, findings);
    if (record.counts.held > 0) verifyHeld(db, record, findings);
    if (!standsAsDecided(db, events, record, standing.get(row.id) ?? 0))
      findings.push({ where, what: "has other entries standing than its events leave" });
  }
  const strays = db.sqlite
    .prepare(
      "SELECT DISTINCT subject_id FROM events WHERE subject = 'order' AND subject_id NOT IN (SELECT id FROM orders)",
    )
    .pluck()
    .all();
  for (const id of strays) findings.push({ where: `order o${id}`, what: "is missing" });
  return rows.length;
}

/** Every item must stand in an upload, and the uploads' digests lead to the one that was approved. */
function verifyItems(db: Db, record: OrderRecord, findings: Finding[]): void {
  const where = `order o${record.id}`;
  const stored = record.uploads.map((upload) => storedUpload(db, record.id, upload));
  const last = record.uploads.at(-1)?.last ?? 0;
  const all = db.sqlite.prepare("SELECT count(*) FROM items WHERE order_id = ?").pluck().get(record.id);
  if (record.digest !== orderDigest(record.terms, stored) || Number(all) !== last)
    findings.push({ where, what: "has items that differ from what was received" });
}

/** A held item is an entry exactly when a senior officer let it in and the order was approved. */
function verifyHeld(db: Db, record: OrderRecord, findings: Finding[]): void {
  const entry = db.sqlite
    .prepare("SELECT 1 FROM entries WHERE list = ? AND sort_key = ? AND scope = ? AND order_id = ? AND item = ?")
    .pluck();
  const list = listCode(record.terms.list);
  for (const { seq, target } of itemsOf(db, record.id, ["held"])) {
    if (target === null) continue;
    const scope = scopeCode(target.scope);
    const isEntry = entry.get(list, sortKey(target.value), scope, record.id, seq) !== undefined;
    if (isEntry !== (record.approvedBy !== null && isLetIn(record.held, seq)))
      findings.push({ where: `order o${record.id} item ${seq}`, what: "was held and is not as it was decided" });
  }
}

function foldSafely(id: number, events: Happened[]) {
  try {
    return foldOrder(id, events);
  } catch {
    return undefined;
  }
}

/** Every entry must be an item of its order with the same target, added by an event of that order, on that order's list. */
function verifyEntries(db: Db, findings: Finding[]): void {
  const strays = db.sqlite
    .prepare(
      `SELECT e.id FROM entries e
         LEFT JOIN items i ON i.order_id = e.order_id AND i.seq = e.item
         LEFT JOIN orders o ON o.id = e.order_id
         LEFT JOIN events a ON a.id = e.added_event AND a.subject = 'order' AND a.subject_id = e.order_id
         LEFT JOIN events r ON r.id = e.removed_event AND r.subject = 'order' AND r.subject_id = e.order_id
        WHERE i.seq IS NULL OR i.sort_key IS NOT e.sort_key OR i.scope IS NOT e.scope OR o.list IS NOT e.list
           OR i.outcome NOT IN (0, 1) OR o.record ->> 'approvedBy' IS NULL OR a.id IS NULL OR (e.removed_event IS NOT NULL AND r.id IS NULL)
        LIMIT 100`,
    )
    .pluck()
    .all();
  for (const id of strays) findings.push({ where: `entry ${id}`, what: "does not match the item it stands on" });
  const missing = db.sqlite
    .prepare(
      `SELECT 'o' || i.order_id || ' item ' || i.seq FROM orders o JOIN items i ON i.order_id = o.id
         LEFT JOIN entries e ON e.list = o.list AND e.sort_key = i.sort_key AND e.scope = i.scope AND e.order_id = o.id
        WHERE o.record ->> 'approvedBy' IS NOT NULL AND i.outcome = 0 AND e.id IS NULL LIMIT 100`,
    )
    .pluck()
    .all();
  const standing = db.sqlite
    .prepare(
      `SELECT DISTINCT 'o' || o.id FROM orders o JOIN entries e ON e.order_id = o.id
        WHERE o.state NOT IN ('approved', 'in_force') AND e.removed_event IS NULL LIMIT 100`,
    )
    .pluck()
    .all();
  for (const order of standing) findings.push({ where: `order ${order}`, what: "has ended and its entries have not" });
  for (const item of missing) findings.push({ where: `order ${item}`, what: "was approved and has no entry" });
}
