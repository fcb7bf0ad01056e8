import { expect, test } from "vitest";
import { defaultGuardRules } from "../../../src/core/guard/defaults/default-rules.ts";
import { GUARD_KINDS } from "../../../src/core/guard/guard-kind.ts";
import { parseGuardRule, rulesOf } from "../../../src/core/guard/guard-rule.ts";

test("a leading dot or star means everything below as well", () => {
  expect(parseGuardRule(" Example.COM. ")).toEqual({ name: "example.com", below: false });
  expect(parseGuardRule(".gov.pk")).toEqual({ name: "gov.pk", below: true });
  expect(parseGuardRule("*.gov.pk")).toEqual({ name: "gov.pk", below: true });
  expect(parseGuardRule("حکومت.پاکستان")).toEqual({ name: "xn--pgbf6el89b.xn--mgbai9azgqp6j", below: false });
});

test("what is no name is no rule", () => {
  for (const text of ["", ".", "a b", "1.2.3.4", "http://a.com/", "a.com/x", "::1", "a..b", ".."]) {
    expect(parseGuardRule(text)).toBeUndefined();
  }
});

test("a list that ships must be names throughout", () => {
  expect(() => rulesOf("a.com not/a/name")).toThrow("not/a/name");
  expect(defaultGuardRules().map(({ kind }) => kind)).toEqual([...GUARD_KINDS]);
  for (const { rules } of defaultGuardRules()) expect(rules.length).toBeGreaterThan(25);
});

test("no name that ships stands twice on one list", () => {
  for (const { kind, rules } of defaultGuardRules()) {
    const names = rules.map((rule) => rule.name);
    expect([kind, names.filter((name, at) => names.indexOf(name) !== at)]).toEqual([kind, []]);
  }
});
