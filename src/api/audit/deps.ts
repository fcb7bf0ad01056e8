/** What the audit routes need from `src/storage`. Times in seconds since the epoch. */

export type AuditFilter = {
  readonly actor: string | null;
  /** An action, or the noun that several begin with. */
  readonly action: string | null;
  readonly subject: string | null;
  readonly from: number | null;
  readonly until: number | null;
};

export type AuditLine = {
  readonly id: number;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  /** JSON. */
  readonly detail: string;
  readonly previous: string;
  readonly hash: string;
};

export type AuditReport = {
  readonly rows: number;
  readonly events: number;
  readonly orders: number;
  readonly head: string;
  readonly findings: readonly { readonly where: string; readonly what: string }[];
};

export type AuditDeps = {
  /** Newest first, below `before`. */
  readonly auditPage: (filter: AuditFilter, before: number | null, limit: number) => readonly AuditLine[];
  /** Oldest first, after `after`. */
  readonly auditAfter: (filter: AuditFilter, after: number, limit: number) => readonly AuditLine[];
  readonly verifyAudit: () => Promise<AuditReport>;
  /** Says in the log itself who took a copy of it. */
  readonly exported: (actor: string, filter: AuditFilter, format: string) => void;
};
