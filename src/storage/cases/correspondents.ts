import { and, eq } from "drizzle-orm";
import type { Db } from "../database.ts";
import { correspondents } from "../schema/cases.ts";

export type CaseSubject = "complaint" | "appeal";

export type Correspondent = {
  readonly subject: CaseSubject;
  readonly caseId: number;
  /** SHA-256 of the follow-up code, hexadecimal. */
  readonly codeHash: string;
  /** Encrypted; null when none was given or it was erased. */
  readonly contact: string | null;
};

export function insertCorrespondent(db: Db, row: Correspondent): void {
  db.orm.insert(correspondents).values(row).run();
}

export function correspondentOf(db: Db, subject: CaseSubject, caseId: number): Correspondent | undefined {
  return db.orm
    .select()
    .from(correspondents)
    .where(and(eq(correspondents.subject, subject), eq(correspondents.caseId, caseId)))
    .get();
}
