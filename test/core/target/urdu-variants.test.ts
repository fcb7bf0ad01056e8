import { toASCII, toUnicode } from "tr46";
import { describe, expect, test } from "vitest";
import { urduVariants } from "../../../src/core/target/urdu-variants.ts";

function ascii(name: string): string {
  return toASCII(name) ?? "";
}

function variantsOf(name: string): string[] {
  return urduVariants(ascii(name)).map((variant) => toUnicode(variant).domain);
}

describe("a word typed on another keyboard is found", () => {
  test.each([
    ["کراچی.com", "كراچي.com"],
    ["كراچي.com", "کراچی.com"],
    ["کراچی.com", "كراچی.com"],
    ["علی.com", "علي.com"],
    ["علی.com", "على.com"],
    ["على.com", "علی.com"],
    // The Egyptian habit: Arabic yeh inside the word, alef maksura at its end.
    ["کمیٹی.com", "كميٹى.com"],
    ["كميٹى.com", "کمیٹی.com"],
    ["www.کتاب.کراچی.com", "www.كتاب.كراچي.com"],
    ["کراچی.پاکستان", "كراچي.پاکستان"],
    ["کراچی.پاکستان", "كراچي.پاكستان"],
    ["example.پاكستان", "example.پاکستان"],
  ])("%s as %s", (asked, other) => expect(variantsOf(asked)).toContain(other));
});

test("another word is not found: heh letters differ in Urdu", () => {
  expect(variantsOf("کہا.com")).not.toContain("کھا.com");
  expect(variantsOf("ہم.com")).toEqual([]);
});

test("the name itself is not its own variant, and no variant comes twice", () => {
  for (const name of ["کراچی.پاکستان", "كراچي.com", "یکی.کی.com"]) {
    const variants = urduVariants(ascii(name));
    expect(variants).not.toContain(ascii(name));
    expect(new Set(variants).size).toBe(variants.length);
    expect(variants.length).toBeLessThanOrEqual(15);
  }
});

test("a top-level domain is varied only into another one that exists", () => {
  const lastLabels = new Set(variantsOf("کراچی.پاکستان").map((name) => name.split(".").at(-1)));
  expect(lastLabels).toEqual(new Set(["پاکستان", "پاكستان"]));
  expect(variantsOf("example.یک")).toEqual([]);
});

test("names in other scripts, invalid A-labels and names of many labels have none", () => {
  expect(variantsOf("пример.рф")).toEqual([]);
  expect(urduVariants("xn--a.com")).toEqual([]);
  expect(urduVariants("xn--999999999999.com")).toEqual([]);
  expect(variantsOf(`${"کی.".repeat(5)}com`)).toEqual([]);
});
