import type { z } from "@hono/zod-openapi";
import { csvLine } from "../csv-cell.ts";
import type { ItemRow } from "./schema.ts";

const COLUMNS = ["item", "line", "text", "outcome", "code", "reason", "notes", "scope", "value"] as const;

/** Rows as RFC 4180 text. */
export function csvOf(rows: readonly z.output<typeof ItemRow>[], header: boolean): string {
  const lines = rows.map(({ item, line, text, outcome, code, reason, notes, target }) =>
    csvLine([item, line, text, outcome, code, reason, notes, target?.scope, target?.value]),
  );
  return [...(header ? [csvLine(COLUMNS)] : []), ...lines].join("");
}
