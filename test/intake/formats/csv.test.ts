import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { calendarDate } from "../../../src/intake/formats/calendar-date.ts";
import { openCsv } from "../../../src/intake/formats/csv.ts";
import { itemsOf, linesOf, outcomes } from "./read-text.ts";

const REGISTER = "Address;Published;Removed\na.com;01.02.2020;\nb.com;01.02.2020;03.04.2021\n";

test("columns are declared by header name or by number", () => {
  expect(outcomes("csv", REGISTER, { csv: { target: " address " } })).toEqual(["ignored:header", "a.com", "b.com"]);
  expect(outcomes("csv", REGISTER, { csv: { target: 1, header: true } })).toEqual(["ignored:header", "a.com", "b.com"]);
  expect(outcomes("csv", "x,a.com\ny,b.com\n", { csv: { target: 2, header: false } })).toEqual(["a.com", "b.com"]);
});

test("a row that its source delisted is skipped with an outcome, from that day on", () => {
  const on = (today: string) =>
    outcomes("csv", REGISTER, { csv: { target: "Address", delisted: { column: "Removed", today } } });
  expect(on("2021-04-02")).toEqual(["ignored:header", "a.com", "b.com"]);
  expect(on("2021-04-03")).toEqual(["ignored:header", "a.com", "skipped:delisted"]);
});

test("a delisting date that cannot be read is refused, because it could mean either", () => {
  const delisted = { column: 2, today: "2026-01-01" };
  const text = "a.com;yes\nb.com;31.02.2020\nc.com;2020-01-05\n";
  expect(outcomes("csv", text, { csv: { target: 1, delisted, header: false } })).toEqual([
    "refused:csv_bad_date",
    "refused:csv_bad_date",
    "skipped:delisted",
  ]);
});

test("a declared column that is not there refuses the file and names those that are", () => {
  expect(() => outcomes("csv", REGISTER, { csv: { target: "URL" } })).toThrow(/"Address", "Published", "Removed"/);
  expect(() => outcomes("csv", REGISTER, { csv: { target: 0 } })).toThrow(/from 1/);
});

test("without a declaration the header or the first row shows the column and the delimiter", () => {
  expect(outcomes("csv", "No\tDomain\n1\ta.com\n")).toEqual(["ignored:header", "a.com"]);
  expect(outcomes("csv", "2020-01-01,12.50,a.com\n2020-01-01,1,b.com\n")).toEqual(["a.com", "b.com"]);
});

test("a first row with an address is no header, so that no entry is lost", () => {
  expect(outcomes("csv", "a.com,x\nb.com,y\n")).toEqual(["a.com", "b.com"]);
});

test("quoted cells may hold delimiters, quotes and line breaks", () => {
  const text = 'url,why\n"a.com","x, ""y"""\nb.com,"first\nsecond\n"\nc.com,z\n';
  const items = itemsOf("csv", text);
  expect(items.map((item) => [item.line, item.kind === "candidate" ? item.target : item.code])).toEqual([
    [1, "header"],
    [2, "a.com"],
    [3, "b.com"],
    [4, "continuation"],
    [5, "continuation"],
    [6, "c.com"],
  ]);
  expect(items[2]?.text).toBe('b.com,"first\nsecond\n"');
});

test("a stray quote costs its own line and no other", () => {
  const rows = Array.from({ length: 300 }, (_, index) => `n${index}.com,x`).join("\n");
  const found = outcomes("csv", `url,why\n"bad.com,x\n${rows}\n`);
  expect(found.filter((outcome) => outcome === "refused:csv_malformed")).toHaveLength(1);
  expect(found.filter((outcome) => outcome.startsWith("n"))).toHaveLength(300);
});

test("a stray quote does not hold the rows after it back until the end of the file", () => {
  const rows = Array.from({ length: 300 }, (_, index) => `n${index}.com,x`).join("\n");
  const items = openCsv().read(linesOf(`url,why\n"bad.com,x\n${rows}\n`));
  expect(items.map((item) => item.line)).toEqual(Array.from({ length: 302 }, (_, index) => index + 1));
});

test("a row without an address is refused, an empty one is blank", () => {
  expect(outcomes("csv", "url,why\n,x\n,\n\n")).toEqual([
    "ignored:header",
    "refused:csv_no_target",
    "ignored:blank",
    "ignored:blank",
  ]);
});

test("a quoted last row keeps that it was not terminated", () => {
  const items = itemsOf("csv", 'url,why\n"a.com","x\ny"');
  expect(items[1]).toMatchObject({ kind: "candidate", target: "a.com", terminated: false });
});

test("rows are split as csv-parse splits them", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", ".", " ", ",", '"', "\n", "x") });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), (rows) => {
      const quote = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
      const text = rows.map((row) => `t${row.map(quote).join(",")}\n`.replace(/^t"/, '"t')).join("");
      const expected: string[][] = parse(text, { relax_column_count: true });
      const items = itemsOf("csv", text, { csv: { target: 1, header: false, delimiter: "," } });
      const found = items.flatMap((item) => (item.kind === "candidate" ? [item.target] : []));
      expect(found).toEqual(expected.map((row) => row[0]?.trim()));
    }),
  );
});

test("dates are read in ISO order or day first, and only if the calendar has them", () => {
  expect(["2021-04-03", "3.4.2021", "03/04/2021", "2021-04-03T10:00:00Z"].map(calendarDate)).toEqual(
    Array.from({ length: 4 }, () => "2021-04-03"),
  );
  expect(["2021-02-29", "32.1.2020", "soon", "", "1.13.2020"].map(calendarDate)).toEqual(Array.from({ length: 5 }));
});
