import fc from "fast-check";
import { expect, test } from "vitest";
import { queryParameter } from "../../src/api/query-parameter.ts";

test("a parameter is read as URLSearchParams reads it", () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[a-z%&=+?0-9A-F]{0,12}$/), fc.webUrl());
  const query = fc.oneof(
    text,
    text.map((value) => `url=${value}`),
    text.map((value) => `url=${encodeURIComponent(value.toWellFormed())}`),
    fc.tuple(text, text).map(([a, b]) => `other=${a}&url=${b}`),
  );
  fc.assert(
    fc.property(query, (search) => {
      const { href } = new URL(`http://localhost/v1/lookup?${search.replaceAll("#", "")}`);
      expect(queryParameter(href, "url")).toBe(new URL(href).searchParams.get("url") ?? undefined);
    }),
    { numRuns: 2_000 },
  );
});

test("a URL without a query has no parameter", () => {
  expect(queryParameter("http://localhost/url=", "url")).toBeUndefined();
});
