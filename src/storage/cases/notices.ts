import type { Language } from "../../core/complaint/complaint.ts";
import type { Notice } from "../../core/notice/notice.ts";
import type { Referral, ReferralBody } from "../../core/referral/referral.ts";
import { type Db, transaction } from "../database.ts";
import type { Seal } from "./seal.ts";

/** A message on its way out. */
export type QueuedNotice = {
  readonly id: number;
  readonly to: string;
  readonly language: Language;
  readonly notice: Notice;
  /** For whoever complained by mail and has seen no page. */
  readonly followUpCode: string | null;
  /** How often it was tried before. */
  readonly attempts: number;
};

const PLACE = "notice/recipient";

/** Who a message goes to, and what nobody else may read of it: encrypted, and gone when the message is. */
type Envelope = { readonly to: string; readonly followUpCode: string | null };

/** Puts a message into the outbox, in the transaction of what it tells. */
export function queueNotice(
  db: Db,
  seal: Seal,
  message: {
    readonly to: string;
    readonly language: Language;
    readonly notice: Notice;
    readonly followUpCode?: string;
  },
  now: number,
): void {
  const { template, ...parameters } = message.notice;
  const envelope: Envelope = { to: message.to, followUpCode: message.followUpCode ?? null };
  db.sqlite
    .prepare(
      `INSERT INTO notices (created_at, recipient, language, template, parameters, state, attempts, next_at)
       VALUES (?, ?, ?, ?, ?, 'queued', 0, ?)`,
    )
    .run(now, seal.close(JSON.stringify(envelope), PLACE), message.language, template, JSON.stringify(parameters), now);
}

/** Mail addresses of the bodies that cases are passed to; whoever has none is told by the desk. */
export type BodyMail = Readonly<Partial<Record<ReferralBody, string>>>;

/** Tells a body that a case is passed to it. In English, as the bodies work among themselves. */
export function queueReferralNotice(
  db: Db,
  seal: Seal,
  mail: BodyMail,
  reference: string,
  { body, clock: { dueAt } }: Pick<Referral, "body" | "clock">,
  now: number,
): void {
  const to = mail[body];
  if (to === undefined) return;
  queueNotice(db, seal, { to, language: "en", notice: { template: "referral_opened", reference, body, dueAt } }, now);
}

/** Messages whose time has come, the oldest first. */
export function dueNotices(db: Db, seal: Seal, now: number, limit: number): QueuedNotice[] {
  const rows = db.sqlite
    .prepare(
      `SELECT id, recipient, language, template, parameters, attempts FROM notices
        WHERE state = 'queued' AND next_at <= ? ORDER BY next_at, id LIMIT ?`,
    )
    .all(now, limit) as {
    id: number;
    recipient: string;
    language: Language;
    template: string;
    parameters: string;
    attempts: number;
  }[];
  return rows.map(({ recipient, template, parameters, ...row }) => {
    const envelope: Envelope = JSON.parse(seal.open(recipient, PLACE));
    return { ...row, ...envelope, notice: { template, ...JSON.parse(parameters) } };
  });
}

/**
 * The same, and nobody else gets them until `leaseUntil`: two processes never send one message at the same time, and one
 * that died while it sent leaves it to the next.
 */
export function claimNotices(db: Db, seal: Seal, now: number, leaseUntil: number, limit: number): QueuedNotice[] {
  return transaction(db, () => {
    const due = dueNotices(db, seal, now, limit);
    const lease = db.sqlite.prepare("UPDATE notices SET next_at = ? WHERE id = ?");
    for (const { id } of due) lease.run(leaseUntil, id);
    return due;
  });
}

/** The message is out, or will not be tried again; who it was for is forgotten. */
export function finishNotice(
  db: Db,
  id: number,
  state: "sent" | "given_up",
  failure: string | null,
  now: number,
): void {
  db.sqlite
    .prepare(
      `UPDATE notices SET state = ?, failure = ?, done_at = ?, recipient = NULL, attempts = attempts + 1
        WHERE id = ? AND state = 'queued'`,
    )
    .run(state, failure, now, id);
}

export function postponeNotice(db: Db, id: number, failure: string, nextAt: number): void {
  db.sqlite
    .prepare("UPDATE notices SET failure = ?, next_at = ?, attempts = attempts + 1 WHERE id = ? AND state = 'queued'")
    .run(failure, nextAt, id);
}
