import { describe, expect, test } from "vitest";
import { MAX_PATH_DEPTH, MAX_TARGET_LENGTH } from "../../../src/core/target/limits.ts";
import { notesOf, said } from "./said.ts";

describe("a URL with a path is never cut to its host", () => {
  test.each([
    ["http://example.com/a", "url example.com/a"],
    ["https://Example.com/A/b.html", "url example.com/A/b.html"],
    ["example.com/a/", "url example.com/a/"],
    ["http:\\\\example.com\\a\\b", "url example.com/a/b"],
    ["http:/example.com/a", "url example.com/a"],
    ["http:example.com/a", "url example.com/a"],
    ["example.com//", "url example.com//"],
    ["example.com/a//b", "url example.com/a//b"],
    ["example.com./a", "url example.com/a"],
    ["web.archive.org/web/2019/http://bad.com/", "url web.archive.org/web/2019/http://bad.com/"],
  ])("%s", (text, expected) => expect(said(text)).toBe(expected));

  test.each(["example.com/a/..", "http://example.com/.", "http://example.com/%2e%2E/", "example.com:8080/a/.."])(
    "%s collapses to the root, and a person has to say what was meant",
    (text) => expect(said(text)).toBe("path_collapses"),
  );

  test.each(["example.com/*", "http://example.com/a/*", "example.com/a/%2A"])("%s has a wildcard", (text) => {
    expect(said(text)).toBe("path_wildcard");
  });
});

describe("a path has one spelling", () => {
  test.each([
    ["example.com/%61%7E%2d", "url example.com/a~-"],
    ["example.com/a%2fb", "url example.com/a%2Fb"],
    ["example.com/a%3bb;c", "url example.com/a%3Bb;c"],
    ["example.com/%28x%29%2C", "url example.com/(x),"],
    ["example.com/کراچی", "url example.com/%DA%A9%D8%B1%D8%A7%DA%86%DB%8C"],
    ["example.com/%da%a9", "url example.com/%DA%A9"],
    ["example.com/%2561", "url example.com/%2561"],
    ["example.com/100%", "url example.com/100%25"],
    ["example.com/%zz", "url example.com/%25zz"],
    ["example.com/%%41", "url example.com/%25A"],
    ['example.com/a"b<c>', "url example.com/a%22b%3Cc%3E"],
    ["example.com/[x]{y}|^`", "url example.com/%5Bx%5D%7By%7D%7C%5E%60"],
    ["example.com/%5c", "url example.com/%5C"],
    ["example.com/%00", "url example.com/%00"],
    ["example.com/%E9", "url example.com/%E9"],
    ["example.com/a/./b/../c", "url example.com/a/c"],
    ["example.com/a/b/..", "url example.com/a/"],
    ["example.com/a/%2E%2e/b", "url example.com/b"],
    ["example.com/../../a", "url example.com/a"],
    ["example.com/a/..b", "url example.com/a/..b"],
    ["example.com/...", "url example.com/..."],
  ])("%s", (text, expected) => expect(said(text)).toBe(expected));
});

describe("a query is part of the target", () => {
  test.each([
    ["example.com/?q", "url example.com/?q"],
    ["http://example.com?q=1", "url example.com/?q=1"],
    ["example.com/a?b=%41&c=%26+%2b", "url example.com/a?b=A&c=%26+%2B"],
    ["example.com/a?b='", "url example.com/a?b=%27"],
    ["example.com/a?b=/../c?", "url example.com/a?b=/../c?"],
    ["example.com/a?b=ک", "url example.com/a?b=%DA%A9"],
    ["example.com/a?*", "url example.com/a?*"],
    ["example.com/a/*?q", "url example.com/a/*?q"],
  ])("%s", (text, expected) => expect(said(text)).toBe(expected));

  test("an empty one is none, and the reviewer is told", () => {
    expect(said("example.com/a?")).toBe("url example.com/a");
    expect(said("example.com/?")).toBe("domain example.com");
    expect(notesOf("example.com/?")).toEqual(["empty_query_dropped"]);
  });
});

describe("a port narrows the target and is kept, but for 80 and 443", () => {
  test.each([
    ["example.com:8080", "url example.com:8080/"],
    ["http://example.com:8080", "url example.com:8080/"],
    ["example.com:08080/a", "url example.com:8080/a"],
    ["example.com:8080//a", "url example.com:8080//a"],
    ["example.com:80", "domain example.com"],
    ["example.com:443/a", "url example.com/a"],
    ["http://example.com:80/a", "url example.com/a"],
    ["example.com:/a", "url example.com/a"],
    ["کراچی.com:8080", "url xn--mgbt0xve8g.com:8080/"],
    ["example.com:0", "bad_port"],
    ["example.com:65536", "bad_port"],
    ["http://example.com:-1/", "bad_port"],
    ["http://example.com:8o8o/", "bad_port"],
    ["example.com:abc", "bad_port"],
  ])("%s", (text, expected) => expect(said(text)).toBe(expected));

  test("the other scheme's default port goes with a note", () => {
    expect(notesOf("https://example.com:80/")).toEqual(["port_dropped"]);
    expect(notesOf("http://example.com:443/")).toEqual(["port_dropped"]);
    expect(notesOf("https://example.com:443/")).toEqual([]);
    expect(notesOf("example.com:443")).toEqual([]);
  });
});

describe("what a server never sees goes, with a note", () => {
  test.each([
    ["http://user:secret@example.com/a", "url example.com/a", ["userinfo_dropped"]],
    ["http://www.google.com@example.com/", "domain example.com", ["userinfo_dropped"]],
    ["http://a@b@example.com/a", "url example.com/a", ["userinfo_dropped"]],
    ["http://example.com/a#part", "url example.com/a", ["fragment_dropped"]],
    ["http://example.com/#/page", "domain example.com", ["fragment_dropped"]],
    ["http://example.com/a#", "url example.com/a", []],
    ["http://a@example.com/", "domain example.com", ["userinfo_dropped"]],
    ["http://@example.com/a", "url example.com/a", []],
    ["http://:@example.com/a", "url example.com/a", []],
  ])("%s", (text, expected, notes) => {
    expect(said(text)).toBe(expected);
    expect(notesOf(text)).toEqual(notes);
  });
});

test.each([
  "ftp://example.com/a",
  "javascript:alert(1)",
  "view-source:http://example.com/",
  "htp://example.com",
  "ws://a.com/",
])("%s has a scheme that is not blocked by this list", (text) => expect(said(text)).toBe("unsupported_scheme"));

test("punctuation at the end may be the sentence's, and the reviewer is told", () => {
  expect(said("http://example.com/a).")).toBe("url example.com/a).");
  expect(notesOf("http://example.com/a).")).toEqual(["trailing_punctuation"]);
  expect(notesOf("http://example.com/a۔")).toEqual(["trailing_punctuation"]);
  expect(notesOf('"http://example.com/a"')).toEqual([]);
});

test("length is bounded before and after encoding", () => {
  const longest = `example.com/${"a".repeat(MAX_TARGET_LENGTH - 12)}`;
  expect(said(longest)).toBe(`url ${longest}`);
  expect(said(`${longest}a`)).toBe("url_too_long");
  expect(said(`example.com/${"ک".repeat(2_000)}`)).toBe("url_too_long");
  expect(said(" ".repeat(1_000_000))).toBe("url_too_long");
});

test("a path deeper than lookups try is refused", () => {
  expect(said(`example.com${"/a".repeat(MAX_PATH_DEPTH)}`)).toBe(`url example.com${"/a".repeat(MAX_PATH_DEPTH)}`);
  expect(said(`example.com${"/a".repeat(MAX_PATH_DEPTH)}/`)).toBe("path_too_deep");
  expect(said(`example.com${"/a".repeat(MAX_PATH_DEPTH + 1)}`)).toBe("path_too_deep");
});
