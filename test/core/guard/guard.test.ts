import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recentlyCleared } from "../../../src/core/guard/cleared.ts";
import { defaultGuardRules } from "../../../src/core/guard/defaults/default-rules.ts";
import { type GuardContext, guard } from "../../../src/core/guard/guard.ts";
import { GUARD_KINDS, type GuardKind, HOLD_REASONS } from "../../../src/core/guard/guard-kind.ts";
import { buildGuardLists, kindBit, reasonBit } from "../../../src/core/guard/guard-lists.ts";
import { rulesOf } from "../../../src/core/guard/guard-rule.ts";
import { canonicalise } from "../../../src/core/target/canonicalise.ts";
import { SCOPES, type Target } from "../../../src/core/target/target.ts";

const lists = (rules: Partial<Record<GuardKind, string>>) =>
  buildGuardLists(
    GUARD_KINDS.flatMap((kind) => (rules[kind] === undefined ? [] : [{ kind, rules: rulesOf(rules[kind]) }])),
  );

function target(text: string): Target {
  const result = canonicalise(text);
  if (result.kind === "refused") throw new Error(`${text}: ${result.code}`);
  return result.target;
}

/** `pass`, `refuse` or the reasons to hold. */
function decide(text: string, of: ReturnType<typeof lists>, context: GuardContext = {}): string {
  const outcome = guard(target(text), of, context);
  return outcome.kind === "hold" ? outcome.reasons.join(" ") : outcome.kind;
}

describe("protected names", () => {
  const of = lists({ protected: ".gov.pk crl.example.net .registry.example.com" });

  test("are refused in every scope", () => {
    for (const text of [
      "nadra.gov.pk",
      "=nadra.gov.pk",
      "nadra.gov.pk/page",
      "nadra.gov.pk:8080",
      "crl.example.net/x",
    ]) {
      expect(decide(text, of)).toBe("refuse");
    }
  });

  test("are refused with everything below only when the rule says so", () => {
    expect(decide("a.b.gov.pk", of)).toBe("refuse");
    expect(decide("www.crl.example.net", of)).toBe("pass");
  });

  test("refuse every domain that would cover them", () => {
    expect(decide("example.net", of)).toBe("refuse");
    expect(decide("example.com", of)).toBe("refuse");
  });

  test("do not stand in the way of what does not reach them", () => {
    for (const text of ["=example.net", "example.net/page", "other.example.net", "notgov.pk", "gov.pk.example.org"]) {
      expect(decide(text, of)).toBe("pass");
    }
  });
});

test("essential names are refused as names and held as URLs, because ordinary pages are on them too", () => {
  const of = lists({ essential: "www.google.com" });
  expect(decide("google.com", of)).toBe("refuse");
  expect(decide("=www.google.com", of)).toBe("refuse");
  expect(decide("www.google.com:8080", of)).toBe("refuse");
  expect(decide("www.google.com/amp/s/bad.example", of)).toBe("essential");
  expect(decide("www.google.com.example.org", of)).toBe("pass");
});

test("institutions are held with everything below them, a single page passes", () => {
  const of = lists({ institution: ".edu.pk" });
  expect(decide("lums.edu.pk", of)).toBe("institution");
  expect(decide("=mail.lums.edu.pk", of)).toBe("institution");
  expect(decide("lums.edu.pk/~somebody/page", of)).toBe("pass");
});

describe("shared parents", () => {
  const of = lists({
    shared_host: ".blogspot.com .github.io docs.google.com",
    cdn: "cloudfront.net",
    shortener: "bit.ly",
    link_in_bio: "linktr.ee",
    dynamic_dns: ".duckdns.org",
  });

  test("are held themselves, by their kind", () => {
    expect(decide("cloudfront.net", of)).toBe("cdn private_suffix");
    expect(decide("bit.ly", of)).toBe("shortener");
    expect(decide("=linktr.ee", of)).toBe("link_in_bio");
    expect(decide("bit.ly:8443", of)).toBe("shortener");
    expect(decide("www.bit.ly", of)).toBe("shortener");
  });

  test("let the narrowest name and the single page pass, and never collapse them", () => {
    for (const text of ["bad.blogspot.com", "bad.github.io", "=d111.cloudfront.net", "bit.ly/x1", "bad.duckdns.org"]) {
      expect(decide(text, of)).toBe("pass");
    }
    for (const text of ["linktr.ee/bad", "docs.google.com/document/d/1", "bit.ly/?x"])
      expect(decide(text, of)).toBe("pass");
  });

  test("hold every domain that would cover them", () => {
    expect(decide("google.com", of)).toBe("shared_host");
    expect(decide("=google.com", of)).toBe("pass");
  });
});

test("a private suffix is held even when no list knows it", () => {
  const of = lists({});
  expect(decide("github.io", of)).toBe("private_suffix");
  expect(decide("=blogspot.com", of)).toBe("private_suffix");
  expect(decide("somebody.github.io", of)).toBe("pass");
  expect(decide("github.io/x", of)).toBe("pass");
});

test("popular names are held, with what means the same site and what would cover them", () => {
  const of = lists({ popular: "alibaba.com espn.go.com" });
  for (const text of ["alibaba.com", "=alibaba.com", "www.alibaba.com", "m.alibaba.com", "go.com", "alibaba.com:444"]) {
    expect(decide(text, of)).toBe("popular");
  }
  for (const text of ["alibaba.com/x", "shop.alibaba.com", "alibaba.com.example.org", "=go.com", "alibaba.co"]) {
    expect(decide(text, of)).toBe("pass");
  }
});

test("what is below a popular name is held when its rule says that it has one owner", () => {
  const of = lists({ popular: ".whatsapp.com tumblr.com", shared_host: ".tumblr.com" });
  expect(decide("api.whatsapp.com", of)).toBe("popular");
  expect(decide("api.whatsapp.com/send", of)).toBe("pass");
  expect(decide("bad.tumblr.com", of)).toBe("pass");
});

test("a name on several lists is held for all of them", () => {
  const of = lists({ popular: "bit.ly", shortener: "bit.ly", link_in_bio: "bit.ly" });
  expect(decide("bit.ly", of, { terminated: false })).toBe("shortener link_in_bio popular unterminated");
});

test("a whole name for the sake of one page is held", () => {
  const of = lists({});
  const page = target("example.org/bad/page");
  expect(decide("example.org", of, { evidence: [page, page] })).toBe("single_path_evidence");
  expect(decide("=example.org", of, { evidence: [page] })).toBe("single_path_evidence");
  expect(decide("example.org/bad", of, { evidence: [page] })).toBe("pass");
  expect(decide("example.org", of, { evidence: [page, target("example.org/other")] })).toBe("pass");
  expect(decide("example.org", of, { evidence: [page, target("example.org")] })).toBe("pass");
  expect(decide("example.org", of, { evidence: [] })).toBe("pass");
});

test("an unterminated last line is held whatever it is", () => {
  expect(decide("example.co", lists({}), { terminated: false })).toBe("unterminated");
  expect(decide("example.co/x", lists({}), { terminated: false })).toBe("unterminated");
});

describe("a name cleared on appeal", () => {
  const until = 1_000;
  const cleared = (text: string, now = 0) => ({
    isRecentlyCleared: recentlyCleared([{ target: target(text), until }], now),
  });
  const held = (text: string, by: string, now = 0) => decide(text, lists({}), cleared(by, now)) === "recently_cleared";

  test("does not come back as itself, as its parent or as its child", () => {
    for (const text of [
      "shop.example.org",
      "=shop.example.org",
      "example.org",
      "www.shop.example.org",
      "shop.example.org/x",
    ]) {
      expect(held(text, "shop.example.org")).toBe(true);
    }
    for (const text of ["=example.org", "other.example.org", "example.org/x", "hop.example.org"]) {
      expect(held(text, "shop.example.org")).toBe(false);
    }
  });

  test("counts as an exact name or as a page when that was cleared", () => {
    expect(held("a.example.org", "=example.org")).toBe(false);
    expect(held("example.org/x", "=example.org")).toBe(true);
    expect(held("example.org", "example.org/a/b")).toBe(true);
    for (const text of ["example.org/a/b", "example.org/a", "example.org/a/b/c", "example.org/a/b?q=1"]) {
      expect(held(text, "example.org/a/b")).toBe(true);
    }
    for (const text of ["example.org/a/bc", "example.org/c", "sub.example.org"]) {
      expect(held(text, "example.org/a/b")).toBe(false);
    }
  });

  test("is forgotten when the time is over", () => {
    expect(held("shop.example.org", "shop.example.org", until - 1)).toBe(true);
    expect(held("shop.example.org", "shop.example.org", until)).toBe(false);
  });
});

test("the names blocked by mistake in May 2019 are held by the lists that ship", () => {
  const of = buildGuardLists(defaultGuardRules());
  for (const name of ["alibaba.com", "buzzfeed.com", "bloomberg.com", "www.bloomberg.com"]) {
    expect(decide(name, of)).toBe("popular");
  }
});

test("the bit of a reason that comes from a list is the bit of that list, and no other", () => {
  const all = HOLD_REASONS.map(reasonBit);
  expect(new Set(all).size).toBe(HOLD_REASONS.length);
  for (const kind of GUARD_KINDS) if (kind !== "protected") expect(reasonBit(kind)).toBe(kindBit(kind));
  expect(all).not.toContain(kindBit("protected"));
});

test("whatever the lists say, a protected host is never anything but refused, and blocking more is never easier", () => {
  const label = fc.constantFrom("a", "b", "c", "www");
  const name = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => `${labels.join(".")}.example`);
  const rule = fc.record({ name, below: fc.boolean() });
  const source = fc.record({ kind: fc.constantFrom(...GUARD_KINDS), rules: fc.array(rule, { maxLength: 4 }) });
  const rank = (outcome: { kind: "pass" | "hold" | "refuse" }) => ["pass", "hold", "refuse"].indexOf(outcome.kind);
  fc.assert(
    fc.property(fc.array(source, { maxLength: 6 }), name, (sources, value) => {
      const of = buildGuardLists(sources);
      const [domain, host] = SCOPES.slice(0, 2).map((scope) => guard({ scope, value }, of));
      const url = guard({ scope: "url", value: `${value}/page` }, of);
      if (domain === undefined || host === undefined) throw new Error("scopes");
      expect(rank(host)).toBeLessThanOrEqual(rank(domain));
      expect(rank(url)).toBeLessThanOrEqual(rank(host));
      const rules = sources.filter(({ kind }) => kind === "protected").flatMap((one) => one.rules);
      const refused = rules.some((one) => one.name === value || (one.below && value.endsWith(`.${one.name}`)));
      expect(url.kind === "refuse").toBe(refused);
    }),
  );
});
