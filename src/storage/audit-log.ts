import { Worker } from "node:worker_threads";
import type { Db } from "./database.ts";
import type { AuditRow } from "./log.ts";
import { DATABASE_THREAD } from "./thread-options.ts";
import type { AuditReport } from "./verify-audit.ts";

export type AuditFilter = {
  readonly actor: string | null;
  /** An action, or the noun that several begin with: `order` finds `order.approved`. */
  readonly action: string | null;
  readonly subject: string | null;
  /** Seconds since the epoch; `until` is not included. */
  readonly from: number | null;
  readonly until: number | null;
};

const WHERE = `(:actor IS NULL OR actor = :actor) AND (:subject IS NULL OR subject = :subject)
  AND (:action IS NULL OR action = :action OR substr(action, 1, length(:action) + 1) = :action || '.')
  AND (:from IS NULL OR at >= :from) AND (:until IS NULL OR at < :until)`;

/** Rows of the audit log, newest first, below `before` (an id). */
export function auditPage(db: Db, filter: AuditFilter, before: number | null, limit: number): AuditRow[] {
  return db.sqlite
    .prepare(`SELECT * FROM audit WHERE (:before IS NULL OR id < :before) AND ${WHERE} ORDER BY id DESC LIMIT :limit`)
    .all({ ...filter, before, limit }) as AuditRow[];
}

/** The same, oldest first, after `after`: for reading all of it in pieces. */
export function auditAfter(db: Db, filter: AuditFilter, after: number, limit: number): AuditRow[] {
  return db.sqlite
    .prepare(`SELECT * FROM audit WHERE id > :after AND ${WHERE} ORDER BY id LIMIT :limit`)
    .all({ ...filter, after, limit }) as AuditRow[];
}

/** `verifyAudit` on a thread of its own: it reads every item and entry. `database` is the file. */
export async function verifyAside(database: string): Promise<AuditReport> {
  const worker = new Worker(new URL("./verify-worker.ts", import.meta.url), {
    ...DATABASE_THREAD,
    workerData: database,
  });
  try {
    return await new Promise<AuditReport>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.once("exit", () => reject(new Error("the verifying thread ended early")));
    });
  } finally {
    await worker.terminate();
  }
}
