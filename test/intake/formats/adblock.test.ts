import { expect, test } from "vitest";
import { outcomes } from "./read-text.ts";

const one = (rule: string) => outcomes("adblock", `${rule}\n`)[0];

test("rules that block a whole name or a path for everyone are candidates", () => {
  expect(one("||Example.com^")).toBe("Example.com");
  expect(one("||example.com^|")).toBe("example.com");
  expect(one("||example.com")).toBe("example.com");
  expect(one("||*.example.com^")).toBe("*.example.com");
  expect(one("||example.com/bad/page")).toBe("example.com/bad/page");
  expect(one("||example.com/bad^")).toBe("example.com/bad");
  expect(one("||example.com:8080^")).toBe("example.com:8080");
  expect(one("|https://example.com/bad|")).toBe("https://example.com/bad");
  expect(one("example.com")).toBe("example.com");
  expect(one("0.0.0.0 example.com")).toBe("example.com");
});

test("options that leave the rule as wide as it stands do no harm", () => {
  expect(one("||example.com^$important")).toBe("example.com");
  expect(one("||example.com^$all,document")).toBe("example.com");
  expect(one("||example.com/a$b/c")).toBe("example.com/a$b/c");
});

test("an exception never becomes a block", () => {
  expect(one("@@||example.com^")).toBe("refused:adblock_exception");
  expect(one("@@||example.com^$important")).toBe("refused:adblock_exception");
  expect(one("||example.com^$badfilter")).toBe("refused:adblock_exception");
});

test("a rule that an option narrows is refused, not widened", () => {
  for (const option of ["domain=a.com", "third-party", "~third-party", "script", "client=1.2.3.4", "important,image"]) {
    expect(one(`||example.com^$${option}`)).toBe("refused:adblock_option");
  }
});

test("cosmetic rules do not take their site away", () => {
  for (const rule of [
    "example.com##.ad",
    "##.ad",
    "example.com#@#.ad",
    "example.com#$#x",
    "example.com#@?#a",
    "a.com#%#x",
  ]) {
    expect(one(rule)).toBe("refused:adblock_cosmetic");
  }
});

test("patterns are refused", () => {
  for (const rule of [
    "/banner[0-9]+/",
    "||ads*.example.com^",
    "/ads/",
    "||",
    "*",
    "||example.com^path",
    "||a.com/*.gif",
  ]) {
    expect(one(rule)).toBe("refused:adblock_pattern");
  }
});

test("headers, comments and blank lines are ignored", () => {
  expect(outcomes("adblock", "[Adblock Plus 2.0]\n! Title: x\n# y\n#\n\n")).toEqual([
    "ignored:header",
    "ignored:comment",
    "ignored:comment",
    "ignored:comment",
    "ignored:blank",
  ]);
});
