import { calendarDate } from "./calendar-date.ts";
import { type Columns, columnIndex, guessDelimiter, guessTarget, isHeader } from "./csv-columns.ts";
import { splitRow } from "./csv-row.ts";
import type { Line } from "./line.ts";
import type { FormatReader, NameOptions } from "./reader.ts";
import { candidate, ignored, type ReceivedItem, refused } from "./received-item.ts";
import { scopedName } from "./scoped-name.ts";

export type CsvOptions = NameOptions & {
  readonly delimiter?: string;
  /** Whether the first row is a header. Default: it is when a column is declared by name, or when no cell has an address. */
  readonly header?: boolean;
  /** The column with the address, by header name (case ignored) or number from 1. Guessed from the header when absent. */
  readonly target?: string | number;
  /** A column with the date on which the source delisted the row; a row is skipped from that day on. */
  readonly delisted?: { readonly column: string | number; readonly today: string /* YYYY-MM-DD */ };
  /** A column with the agencies that confirm the row, with ; / | + or , between them: two different ones, or it is refused. */
  readonly agencies?: string | number;
};

/** A quoted cell may hold line breaks. When nothing closes it within this many lines, its first line is refused alone. */
const MAX_LINES_OF_A_ROW = 100;

/** Declared columns of delimited text, with quoted cells as in RFC 4180. */
export function openCsv(options: CsvOptions = {}): FormatReader {
  const named = [options.target, options.delisted?.column, options.agencies].some(
    (column) => typeof column === "string",
  );
  let delimiter = options.delimiter;
  let columns: Columns | undefined;
  let waiting: Line[] = [];
  let quotes = 0;

  function row(cells: readonly string[], line: Line, items: ReceivedItem[]): void {
    if (cells.every((cell) => cell.trim() === "")) {
      items.push(ignored(line, "blank"));
    } else if (columns === undefined) {
      columns = columnsOf(cells, options);
      const header = options.header ?? (named || isHeader(cells));
      items.push(header ? ignored(line, "header") : readRow(cells, line, columns, options));
    } else {
      items.push(readRow(cells, line, columns, options));
    }
  }

  function take(line: Line, items: ReceivedItem[]): void {
    delimiter ??= line.text.trim() === "" ? undefined : guessDelimiter(line.text);
    const here = line.text.includes('"') ? line.text.split('"').length - 1 : 0;
    if (waiting.length === 0 && here === 0) {
      if (line.tooLong) items.push(refused(line, "url_too_long"));
      else row(line.text.split(delimiter ?? ","), line, items);
      return;
    }
    waiting.push(line);
    quotes += here;
    if (line.tooLong || waiting.length > MAX_LINES_OF_A_ROW) giveUp(items);
    else if (quotes % 2 === 0) close(items);
  }

  function close(items: ReceivedItem[]): void {
    const [first, ...rest] = waiting;
    if (first === undefined) return;
    const text = rest.length === 0 ? first.text : waiting.map((line) => line.text).join("\n");
    const cells = splitRow(text, delimiter ?? ",");
    if (cells === undefined) {
      giveUp(items);
      return;
    }
    const { terminated } = rest.at(-1) ?? first;
    waiting = [];
    quotes = 0;
    row(cells, { ...first, text, terminated }, items);
    for (const line of rest) items.push(ignored(line, "continuation"));
  }

  /** Refuses the first waiting line and reads the others again, each as the possible start of a row. */
  function giveUp(items: ReceivedItem[]): void {
    const [first, ...rest] = waiting;
    waiting = [];
    quotes = 0;
    if (first === undefined) return;
    items.push(refused(first, first.tooLong ? "url_too_long" : "csv_malformed"));
    for (const line of rest) take(line, items);
  }

  return {
    read(lines) {
      const items: ReceivedItem[] = [];
      for (const line of lines) take(line, items);
      return items;
    },
    end() {
      const items: ReceivedItem[] = [];
      while (waiting.length > 0) giveUp(items);
      return items;
    },
  };
}

function readRow(cells: readonly string[], line: Line, columns: Columns, options: CsvOptions): ReceivedItem {
  const text = cells[columns.target]?.trim() ?? "";
  if (text === "") return refused(line, "csv_no_target");
  if (columns.agencies !== undefined && !isConfirmed(cells[columns.agencies] ?? ""))
    return refused(line, "csv_one_agency");
  const target = scopedName(text, options.scope);
  const delisted = columns.delisted === undefined ? "" : (cells[columns.delisted]?.trim() ?? "");
  if (delisted === "" || options.delisted === undefined) return candidate(line, target);
  const date = calendarDate(delisted);
  // A cell that is no date could mean either; a person has to look.
  if (date === undefined) return refused(line, "csv_bad_date");
  if (date > options.delisted.today) return candidate(line, target);
  return { kind: "skipped", line: line.number, text: line.text, target, code: "delisted" };
}

function columnsOf(firstRow: readonly string[], { target, delisted, agencies }: CsvOptions): Columns {
  return {
    target: target === undefined ? guessTarget(firstRow) : columnIndex(target, firstRow),
    ...(delisted !== undefined && { delisted: columnIndex(delisted.column, firstRow) }),
    ...(agencies !== undefined && { agencies: columnIndex(agencies, firstRow) }),
  };
}

/** Two agencies agree, and not one that is named twice (LAW.md: the "worst of" list). */
function isConfirmed(cell: string): boolean {
  const names = cell.split(/[;,/|+]/).map((name) => name.normalize("NFKC").replace(/\s+/g, " ").trim().toLowerCase());
  return new Set(names.filter((name) => name !== "")).size >= 2;
}
