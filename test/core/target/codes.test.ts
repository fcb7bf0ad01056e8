import { expect, test } from "vitest";
import { NOTE_CODES, type NoteCode, REFUSAL_CODES, type RefusalCode } from "../../../src/core/target/refusal.ts";
import { notesOf, said } from "./said.ts";

/** One text for each code. A code that nothing gets would stand in reports and the API for nothing. */
const REFUSED = {
  empty: "",
  comment: "# example.com",
  public_suffix: "com.pk",
  ip_address: "1.2.3.4",
  cidr: "1.2.3.0/24",
  single_label: "localhost",
  not_a_name: "a..b",
  label_too_long: `${"a".repeat(64)}.com`,
  name_too_long: `${"a.".repeat(130)}com`,
  url_too_long: "a".repeat(10_000),
  unsupported_scheme: "ftp://example.com/",
  bad_port: "example.com:0",
  several_names: "a.com b.com",
  bad_character: "\ufffd",
  email_address: "someone@example.com",
  exception_rule: "@@||example.com^",
  unsupported_rule: "||example.com^$popup",
  path_wildcard: "example.com/*",
  path_collapses: "example.com/a/..",
  path_too_deep: `example.com${"/a".repeat(65)}`,
} as const satisfies Record<RefusalCode, string>;

const NOTED = {
  wildcard: "*.example.com",
  subdomains_added: "0.0.0.0 example.com",
  invalid_a_label: "xn--a.com",
  defanged: "example[.]com",
  port_dropped: "https://example.com:80/",
  userinfo_dropped: "http://a:b@example.com/",
  fragment_dropped: "example.com/#a",
  empty_query_dropped: "example.com/?",
  trailing_punctuation: "example.com/a.",
  unknown_suffix: "example.con",
} as const satisfies Record<NoteCode, string>;

test.each(REFUSAL_CODES)("%s is given to a text", (code) => expect(said(REFUSED[code])).toBe(code));

test.each(NOTE_CODES)("%s is noted of a text", (code) => expect(notesOf(NOTED[code])).toContain(code));
