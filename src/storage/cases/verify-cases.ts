import { type AppealHappened, foldAppeal } from "../../core/appeal/fold.ts";
import { type ComplaintHappened, foldComplaint } from "../../core/complaint/fold.ts";
import type { Db } from "../database.ts";
import { appealColumns, appealEvents } from "./appeals.ts";
import { complaintColumns, complaintEvents } from "./complaints.ts";

type CaseFinding = { readonly where: string; readonly what: string };

/** Checks every complaint and appeal against its events: the record, the columns beside it, and what it is found by. */
export function verifyCases(db: Db): {
  readonly complaints: number;
  readonly appeals: number;
  readonly findings: readonly CaseFinding[];
} {
  const findings: CaseFinding[] = [];
  const find = (where: string, what: string) => findings.push({ where, what });
  const complaints = verifyRows(
    db,
    "complaint",
    (id) => {
      const record = foldComplaint(id, complaintEvents(db, id) as Iterable<ComplaintHappened>);
      return record === undefined ? undefined : complaintColumns(record);
    },
    find,
  );
  const appeals = verifyRows(
    db,
    "appeal",
    (id) => {
      const record = foldAppeal(id, appealEvents(db, id) as Iterable<AppealHappened>);
      return record === undefined ? undefined : appealColumns(record);
    },
    find,
  );
  verifyPrints(db, find);
  return { complaints, appeals, findings };
}

const TABLES = { complaint: "complaints", appeal: "appeals" } as const;

function verifyRows(
  db: Db,
  subject: keyof typeof TABLES,
  expected: (id: number) => Record<string, unknown> | undefined,
  find: (where: string, what: string) => void,
): number {
  const rows = db.sqlite.prepare(`SELECT * FROM ${TABLES[subject]} ORDER BY id`).all() as { id: number }[];
  for (const row of rows) {
    const columns = safely(() => expected(row.id));
    if (columns === undefined || !sameColumns(columns, row))
      find(`${subject} ${row.id}`, "is not what its events lead to");
  }
  const strays = db.sqlite
    .prepare(
      `SELECT DISTINCT subject_id FROM events WHERE subject = '${subject}'
        AND subject_id NOT IN (SELECT id FROM ${TABLES[subject]})`,
    )
    .pluck()
    .all();
  for (const id of strays) find(`${subject} ${id}`, "is missing");
  const unanswerable = db.sqlite
    .prepare(
      `SELECT id FROM ${TABLES[subject]} WHERE id NOT IN
        (SELECT case_id FROM correspondents WHERE subject = '${subject}')`,
    )
    .pluck()
    .all();
  for (const id of unanswerable) find(`${subject} ${id}`, "has nobody who could follow it up");
  return rows.length;
}

/** Column names are the camel case of the row's. */
function sameColumns(columns: Record<string, unknown>, row: object): boolean {
  const stored: Record<string, unknown> = Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()), value]),
  );
  return (
    Object.keys(stored).length === Object.keys(columns).length &&
    Object.entries(columns).every(([name, value]) => stored[name] === value)
  );
}

function verifyPrints(db: Db, find: (where: string, what: string) => void): void {
  const strays = db.sqlite
    .prepare(
      `WITH said AS (
         SELECT c.id AS complaint_id, a.key + 1 AS seq, a.value ->> '$.prints.target' AS target,
                a.value ->> '$.prints.host' AS host, a.value ->> '$.prints.parent' AS parent
           FROM complaints c, json_each(c.record, '$.addresses') a WHERE a.value ->> '$.prints.target' IS NOT NULL)
       SELECT DISTINCT complaint_id FROM (
         SELECT * FROM (SELECT * FROM said EXCEPT SELECT complaint_id, seq, target, host, parent FROM complaint_prints)
         UNION ALL
         SELECT * FROM (SELECT p.complaint_id, p.seq, p.target, p.host, p.parent FROM complaint_prints p
             JOIN complaints c ON c.id = p.complaint_id EXCEPT SELECT * FROM said))`,
    )
    .pluck()
    .all();
  for (const id of strays) find(`complaint ${id}`, "is found by other addresses than it has");
}

function safely<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
