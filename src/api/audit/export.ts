import { csvLine } from "../csv-cell.ts";
import { isoTime } from "../iso-time.ts";
import type { AuditDeps, AuditFilter, AuditLine } from "./deps.ts";

/** Rows read at a time for an export. */
const PIECE = 1_000;

/** All rows that the filter finds, oldest first, as a file. */
export function auditFile(deps: Pick<AuditDeps, "auditAfter">, filter: AuditFilter, format: "jsonl" | "csv"): Response {
  const type = format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson";
  const headers = { "content-type": type, "content-disposition": `attachment; filename="audit.${format}"` };
  return new Response(exported(deps, filter, format), { status: 200, headers });
}

function exported(
  deps: Pick<AuditDeps, "auditAfter">,
  filter: AuditFilter,
  format: "jsonl" | "csv",
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const columns = ["id", "at", "actor", "action", "subject", "detail", "previous", "hash"] as const;
  let after = 0;
  return new ReadableStream({
    start(controller) {
      if (format === "csv") controller.enqueue(encoder.encode(csvLine(columns)));
    },
    // Read as fast as it is taken: a log of years is never in memory.
    pull(controller) {
      const rows = deps.auditAfter(filter, after, PIECE);
      after = rows.at(-1)?.id ?? after;
      const lines = rows.map((row) =>
        format === "csv"
          ? csvLine(columns.map((column) => (column === "at" ? isoTime(row.at) : row[column])))
          : `${JSON.stringify(shownLine(row))}\n`,
      );
      if (rows.length > 0) controller.enqueue(encoder.encode(lines.join("")));
      if (rows.length < PIECE) controller.close();
    },
  });
}

export const shownLine = ({ detail, at, ...row }: AuditLine) => ({
  ...row,
  at: isoTime(at),
  detail: JSON.parse(detail) as unknown,
});
