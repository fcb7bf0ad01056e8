import type { z } from "@hono/zod-openapi";
import type { ItemRow } from "./schema.ts";

const COLUMNS = ["item", "line", "text", "outcome", "code", "reason", "notes", "scope", "value"] as const;

/** Rows as RFC 4180 text. What a spreadsheet would run as a formula is made plain text by an apostrophe before it. */
export function csvOf(rows: readonly z.output<typeof ItemRow>[], header: boolean): string {
  const lines = rows.map(({ item, line, text, outcome, code, reason, notes, target }) =>
    [item, line, text, outcome, code, reason, notes, target?.scope, target?.value].map(cell).join(","),
  );
  return [...(header ? [COLUMNS.join(",")] : []), ...lines].map((line) => `${line}\r\n`).join("");
}

function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
