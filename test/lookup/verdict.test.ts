import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lookup } from "../../src/lookup/verdict.ts";
import { verdictWriter } from "../../src/lookup/verdict-json.ts";
import { openIndex } from "../../src/protocol/index-file/read.ts";
import { type FixtureEntry, indexOf } from "../fixtures/repository.ts";

const ENTRIES: FixtureEntry[] = [
  { value: "blocked.example", scope: "domain" },
  { value: "deep.of.blocked.example", scope: "domain", category: "proxy" },
  { value: "only.host.example", scope: "host" },
  { value: "paths.example/bad", scope: "url" },
  { value: "paths.example/dir/", scope: "url" },
  { value: "paths.example/q?id=1", scope: "url" },
  // کراچی with the Persian kaf and yeh
  { value: "xn--mgbta8c9r.example", scope: "domain" },
];
const index = openIndex(indexOf(7, ENTRIES).bytes.buffer);
const decided = (query: string): string | undefined => lookup(index, query).entry?.value;

describe("a verdict", () => {
  test("names the entry that decided, its order and its dates", () => {
    expect(lookup(index, "https://www.Blocked.example/page")).toEqual({
      query: "https://www.Blocked.example/page",
      canonical: "www.blocked.example/page",
      blocked: true,
      entry: {
        id: "e1",
        scope: "domain",
        value: "blocked.example",
        category: "decency",
        ground: "decency",
        order: 'PTA/2026/"1"',
        since: "2026-11-24T00:00:00Z",
        reviewAt: "2027-03-04T00:00:00Z",
        expiresAt: "2027-11-24T00:00:00Z",
        appeal: "/appeal?entry=e1",
      },
      release: 7,
    });
  });

  test("of a name that is not on the list says so and no more", () => {
    expect(lookup(index, "fine.example")).toEqual({
      query: "fine.example",
      canonical: "fine.example",
      blocked: false,
      release: 7,
    });
  });

  test("of a text that is no target says why", () => {
    expect(lookup(index, "192.0.2.1")).toEqual({
      query: "192.0.2.1",
      canonical: null,
      blocked: false,
      refused: "ip_address",
      release: 7,
    });
  });

  test.each([
    ["blocked.example", "blocked.example"],
    ["a.b.blocked.example", "blocked.example"],
    ["x.deep.of.blocked.example", "deep.of.blocked.example"],
    ["notblocked.example", undefined],
    ["only.host.example", "only.host.example"],
    ["sub.only.host.example", undefined],
    ["paths.example", undefined],
    ["paths.example/bad", "paths.example/bad"],
    ["paths.example/bad/deeper", "paths.example/bad"],
    ["paths.example/badly", undefined],
    ["paths.example/dir/x", "paths.example/dir/"],
    ["paths.example/dir", undefined],
    ["paths.example/q?id=1", "paths.example/q?id=1"],
    ["paths.example/q?id=2", undefined],
    ["paths.example:8080/bad", undefined],
  ])("of %s is decided by %s", (query, value) => {
    expect(decided(query)).toBe(value);
  });
});

test("the written JSON is the verdict, character for character", () => {
  const write = verdictWriter(index);
  const values = ENTRIES.map(({ value }) => value);
  const query = fc.oneof(
    fc.constantFrom(...values, ...values.map((value) => `https://www.${value}/x`), 'a"b\\.example', "\u2028"),
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.webUrl({ withQueryParameters: true }),
    fc.domain(),
  );
  fc.assert(
    fc.property(query, (text) => {
      const verdict = lookup(index, text);
      const written = write(text);
      expect(written.json).toBe(JSON.stringify(verdict));
      expect(written.kind).toBe(verdict.refused ? "refused" : verdict.blocked ? "blocked" : "clear");
    }),
  );
});

test("a fingerprint alone never blocks: of many unlisted names not one is", () => {
  const listed = Array.from(
    { length: 20_000 },
    (_, at): FixtureEntry => ({ value: `n${at}.example`, scope: "domain" }),
  );
  const large = openIndex(indexOf(1, listed).bytes.buffer);
  const wrong = Array.from({ length: 200_000 }, (_, at) => `m${at}.example`).filter(
    (name) => lookup(large, name).blocked,
  );
  expect(wrong).toEqual([]);
  expect(lookup(large, "n19999.example").blocked).toBe(true);
});
