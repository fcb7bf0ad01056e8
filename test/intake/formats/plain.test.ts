import { expect, test } from "vitest";
import { openFormat } from "../../../src/intake/formats/format.ts";
import { itemsOf, outcomes } from "./read-text.ts";

test("a plain line is a candidate as it stands, without outer space and remark", () => {
  const text = "  Example.com \nhttp://x.com/a#b\nexample.net # since 2019\nexample.org#x\n";
  expect(outcomes("plain", text)).toEqual(["Example.com", "http://x.com/a#b", "example.net", "example.org#x"]);
});

test("blank lines and comments are counted, not reported", () => {
  expect(outcomes("plain", "# a\n\n; b\n! c\n// d\n \t\n")).toEqual([
    "ignored:comment",
    "ignored:blank",
    "ignored:comment",
    "ignored:comment",
    "ignored:comment",
    "ignored:blank",
  ]);
});

test("the text of an item is the line as it came", () => {
  expect(itemsOf("plain", "  Example.com  # x\n")).toEqual([
    { kind: "candidate", line: 1, text: "  Example.com  # x", target: "Example.com", terminated: true },
  ]);
});

test("only a last line without a newline is marked as unterminated", () => {
  const items = itemsOf("plain", "a.com\nb.co");
  expect(items.map((item) => item.kind === "candidate" && item.terminated)).toEqual([true, false]);
});

test("a line that is too long is refused by its number and does not touch the lines after it", () => {
  const lines = [
    { number: 1, text: "a".repeat(200), terminated: true, tooLong: true },
    { number: 2, text: "a.com", terminated: true, tooLong: false },
  ];
  for (const format of ["plain", "csv"] as const) {
    const reader = openFormat(format, { csv: { header: false } });
    expect(reader.read(lines).map((item) => [item.line, item.kind])).toEqual([
      [1, "refused"],
      [2, "candidate"],
    ]);
  }
});

test("a source of exact names marks bare names and nothing else", () => {
  const text = "a.com\n*.b.com\n.c.com\n=d.com\nhttp://e.com/x\nf.com/x\n||g.com^\nh.com:8080\ni[.]com\n";
  expect(outcomes("plain", text, { scope: "host" })).toEqual([
    "=a.com",
    "*.b.com",
    ".c.com",
    "=d.com",
    "http://e.com/x",
    "f.com/x",
    "||g.com^",
    "h.com:8080",
    "=i[.]com",
  ]);
});
