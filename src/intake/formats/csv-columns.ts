import { HifazatError } from "../../core/errors.ts";

/** Where things stand in a row, counted from 0. */
export type Columns = { readonly target: number; readonly delisted?: number; readonly agencies?: number };

const DELIMITERS = [";", "\t", ",", "|"];
/** What registers call the column with the address, as whole words of a header. */
const ADDRESS_HEADERS = /\b(?:url|urls|domain|domains|host|hostname|address|site|website|link|target|value|adresa)\b/i;

/** A dot between characters, with a letter after it: no date, no amount. */
const ADDRESS = /^\S+\.\p{L}\S*$/u;

/** The column that a declaration means: a header name (case and outer space ignored) or a number from 1. */
export function columnIndex(column: string | number, header: readonly string[]): number {
  if (typeof column === "number") {
    if (Number.isInteger(column) && column >= 1) return column - 1;
    throw new HifazatError("file_bad_format", `column ${column}: columns are numbered from 1`);
  }
  const found = header.findIndex((name) => headerKey(name) === headerKey(column));
  if (found >= 0) return found;
  const names = header.map((name) => `"${name.trim()}"`).join(", ");
  throw new HifazatError("file_bad_format", `no column "${column}"; the header has ${names || "no names"}`);
}

/** A row without anything like an address is a header. */
export function isHeader(firstRow: readonly string[]): boolean {
  return !firstRow.some((cell) => ADDRESS.test(cell.trim()));
}

/** The column with the addresses: by what the first row holds, or by what a header calls it; the first when neither shows. */
export function guessTarget(firstRow: readonly string[]): number {
  const sign = isHeader(firstRow) ? ADDRESS_HEADERS : ADDRESS;
  return Math.max(
    0,
    firstRow.findIndex((cell) => sign.test(cell.trim())),
  );
}

/** The delimiter that occurs most often in the first line; a comma when there is none. */
export function guessDelimiter(firstLine: string): string {
  const times = (delimiter: string) => firstLine.split(delimiter).length;
  return DELIMITERS.reduce((best, next) => (times(next) > times(best) ? next : best), ",");
}

function headerKey(name: string): string {
  return name.trim().normalize("NFC").toLowerCase();
}
