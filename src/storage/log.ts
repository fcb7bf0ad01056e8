import { createHash } from "node:crypto";
import type { Connection, Db } from "./database.ts";

/** What the log is about. */
export type Subject = "order" | "release" | "key" | "data" | "guard" | "complaint" | "appeal";

export type NewEvent = {
  /** Seconds since the epoch. */
  readonly at: number;
  readonly actor: string;
  readonly subject: Subject;
  readonly subjectId: number;
  readonly kind: string;
  readonly data: unknown;
};

export type NewAudit = {
  /** Seconds since the epoch. */
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  /** JSON. Never holds a sealed value. */
  readonly detail: unknown;
};

export type AuditRow = {
  readonly id: number;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: string;
  readonly previous: string;
  readonly hash: string;
};

/** The id of the newest event: everything up to it is what a release made now holds. 0 when there is none. */
export function eventWatermark(db: Connection): number {
  return Number(db.sqlite.prepare("SELECT coalesce(max(id), 0) FROM events").pluck().get());
}

/** The events of these kinds (SQL) about publication itself after `after`, up to `upto`, oldest first. */
export function publicationEvents(db: Connection, kinds: string, after: number, upto: number): number[] {
  return db.sqlite
    .prepare(
      `SELECT id FROM events WHERE subject = 'release' AND subject_id = 0 AND kind IN (${kinds})
          AND id > ? AND id <= ? ORDER BY id`,
    )
    .pluck()
    .all(after, upto) as number[];
}

/** The hash before the first row. */
export const AUDIT_START = "0".repeat(64);

/**
 * Appends an event and the audit row that binds it into the chain; call it inside the transaction that writes the
 * projection. Returns the event's id, which is the version of the lists from then on.
 */
export function appendEvent(db: Db, event: NewEvent): number {
  const data = JSON.stringify(event.data);
  const row = db.sqlite
    .prepare("INSERT INTO events (at, actor, subject, subject_id, kind, data) VALUES (?, ?, ?, ?, ?, ?)")
    .run(event.at, event.actor, event.subject, event.subjectId, event.kind, data);
  const id = Number(row.lastInsertRowid);
  appendAudit(db, {
    at: event.at,
    actor: event.actor,
    action: `${event.subject}.${event.kind}`,
    subject: `${event.subject}:${event.subjectId}`,
    detail: { event: id, sha256: eventDigest({ ...event, id, data }) },
  });
  return id;
}

/** Appends to the hash-chained audit log. Inside a transaction, so that two writers cannot extend the same hash. */
export function appendAudit(db: Db, entry: NewAudit): void {
  if (!db.sqlite.inTransaction) {
    db.sqlite.transaction(() => appendAudit(db, entry)).immediate();
    return;
  }
  const last = db.sqlite.prepare("SELECT hash FROM audit ORDER BY id DESC LIMIT 1").pluck().get();
  const previous = typeof last === "string" ? last : AUDIT_START;
  const row = { ...entry, detail: JSON.stringify(entry.detail), previous };
  db.sqlite
    .prepare("INSERT INTO audit (at, actor, action, subject, detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)")
    .run(row.at, row.actor, row.action, row.subject, row.detail, row.previous, auditDigest(row));
}

/** SHA-256 over a JSON array, so that no two different rows have the same bytes. */
export function auditDigest(row: Omit<AuditRow, "id" | "hash">): string {
  return sha256([row.previous, row.at, row.actor, row.action, row.subject, row.detail]);
}

export function eventDigest(event: {
  id: number;
  at: number;
  actor: string;
  subject: string;
  subjectId: number;
  kind: string;
  data: string;
}): string {
  return sha256([event.id, event.at, event.actor, event.subject, event.subjectId, event.kind, event.data]);
}

function sha256(fields: readonly (string | number)[]): string {
  return createHash("sha256").update(JSON.stringify(fields)).digest("hex");
}
