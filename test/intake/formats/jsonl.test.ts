import { expect, test } from "vitest";
import { outcomes } from "./read-text.ts";

test("an address stands alone or in a field", () => {
  const text = '"a.com"\n{"url":"http://b.com/x","domain":"b.com"}\n{"domain":"c.com"}\n';
  expect(outcomes("jsonl", text)).toEqual(["a.com", "http://b.com/x", "c.com"]);
});

test("a declared field is the only one that counts", () => {
  expect(outcomes("jsonl", '{"site":"a.com"}\n{"url":"b.com"}\n', { jsonl: { field: "site" } })).toEqual([
    "a.com",
    "refused:json_no_target",
  ]);
});

test("the lines of an array are read as lines, an array on one line as its values", () => {
  expect(outcomes("jsonl", '[\n  "a.com",\n  {"url":"b.com"}\n]\n')).toEqual([
    "ignored:header",
    "a.com",
    "b.com",
    "ignored:header",
  ]);
  expect(outcomes("jsonl", '["a.com", 5, "b.com"]\n')).toEqual(["a.com", "refused:json_no_target", "b.com"]);
});

test("what is no JSON or has no address is refused line by line", () => {
  expect(outcomes("jsonl", '{"url":\nnull\n{}\n""\n{"url":5}\n')).toEqual([
    "refused:json_malformed",
    "refused:json_no_target",
    "refused:json_no_target",
    "refused:json_no_target",
    "refused:json_no_target",
  ]);
});
