import { describe, expect, test } from "vitest";
import { type Candidates, candidates } from "../../../src/core/target/candidates.ts";
import { canonicalise } from "../../../src/core/target/canonicalise.ts";
import { MAX_LOOKUP_LENGTH, MAX_PATH_DEPTH, MAX_TARGET_LENGTH } from "../../../src/core/target/limits.ts";
import { targetText } from "../../../src/core/target/target.ts";

function tried(url: string): readonly string[] {
  return found(url).targets.map(({ scope, value }) => `${scope} ${value}`);
}

function found(url: string): Extract<Candidates, { kind: "candidates" }> {
  const result = candidates(url);
  if (result.kind === "refused") throw new Error(`${url} is refused: ${result.code}`);
  return result;
}

test("the exact host is tried first, then the name and its parents, never the top-level domain", () => {
  expect(tried("a.b.example.com")).toEqual([
    "host a.b.example.com",
    "domain a.b.example.com",
    "domain b.example.com",
    "domain example.com",
  ]);
  expect(tried("http://example.com/")).toEqual(["host example.com", "domain example.com"]);
});

test("paths follow, the most specific first", () => {
  expect(tried("https://example.com/a/b.html?q=1").slice(2)).toEqual([
    "url example.com/a/b.html?q=1",
    "url example.com/a/b.html",
    "url example.com/a/",
    "url example.com/a",
  ]);
  expect(tried("example.com/a/").slice(2)).toEqual(["url example.com/a/", "url example.com/a"]);
  expect(tried("example.com//a").slice(2)).toEqual(["url example.com//a", "url example.com//"]);
  expect(tried("example.com/?q").slice(2)).toEqual(["url example.com/?q"]);
});

test("a port other than the default ones is part of every URL tried", () => {
  expect(tried("http://example.com:8080/a").slice(2)).toEqual(["url example.com:8080/a", "url example.com:8080/"]);
  expect(tried("http://example.com:8080").slice(2)).toEqual(["url example.com:8080/"]);
  expect(tried("https://example.com:443/a").slice(2)).toEqual(["url example.com/a"]);
});

describe("the canonical form of the question", () => {
  test.each([
    ["Example.COM", "example.com"],
    ["=example.com", "=example.com"],
    ["https://example.com", "example.com"],
    ["hxxps://example[.]com/%61", "example.com/a"],
    ["example.com:8080", "example.com:8080/"],
    ["gob.mx", "gob.mx"],
    ["http://example.com/a/*", "example.com/a/*"],
    ["http://example.com/a/..", "example.com"],
    ["http://example.com/\ufffd", "example.com/%EF%BF%BD"],
  ])("of %s is %s", (url, expected) => expect(targetText(found(url).canonical)).toBe(expected));
});

describe("a question that no target can answer is refused with the reason", () => {
  test.each([
    ["", "empty"],
    ["http://1.2.3.4/", "ip_address"],
    ["com", "public_suffix"],
    ["localhost", "single_label"],
    ["ftp://example.com/", "unsupported_scheme"],
    ["someone@example.com", "email_address"],
    [" ".repeat(MAX_LOOKUP_LENGTH + 1), "url_too_long"],
  ])("%j", (url, code) => expect(candidates(url)).toEqual({ kind: "refused", code }));
});

test("padding a URL does not take it out of a block of its host or of a path above", () => {
  const long = tried(`http://example.com/a/${"x".repeat(MAX_TARGET_LENGTH)}?${"y".repeat(MAX_TARGET_LENGTH)}`);
  expect(long).toContain("domain example.com");
  expect(long).toContain("url example.com/a");
  const deep = tried(`http://example.com/a/${"x/".repeat(10_000)}`);
  expect(deep).toContain("url example.com/a/");
  expect(deep.length).toBeLessThan(2 * MAX_PATH_DEPTH + 4);
});

test("the deepest target there can be is found from any depth below it", () => {
  const deepest = `example.com${"/a".repeat(MAX_PATH_DEPTH)}`;
  const deepestFolder = `example.com${"/a".repeat(MAX_PATH_DEPTH - 1)}/`;
  for (const target of [deepest, deepestFolder]) {
    expect(canonicalise(target).kind).toBe("target");
    for (const below of ["", "/", "/b", "/b/c/d?q"]) expect(tried(deepest + below)).toContain(`url ${target}`);
  }
});

test("other spellings are tried for names in Arabic script only", () => {
  expect(found("example.com").variants).toEqual([]);
  expect(found("http://bücher.de/").variants).toEqual([]);
  expect(found("http://пример.рф/").variants).toEqual([]);
});

test("a variant is the same question under another name, with everything that answers it", () => {
  const { variants } = found("http://www.كراچي.com:8080/a?q=1");
  const urdu = variants.find((variant) => variant.canonical.value.startsWith("www.xn--mgbt0xve8g.com"));
  expect(urdu).toEqual({
    canonical: { scope: "url", value: "www.xn--mgbt0xve8g.com:8080/a?q=1" },
    targets: found("http://www.کراچی.com:8080/a?q=1").targets,
  });
});
