import { describe, expect, test } from "vitest";
import { canonicalise } from "../../../src/core/target/canonicalise.ts";
import { covers } from "../../../src/core/target/covers.ts";
import { MAX_LOOKUP_LENGTH } from "../../../src/core/target/limits.ts";
import { read } from "../../../src/core/target/reading.ts";

function isCovered(target: string, url: string): boolean {
  const blocked = canonicalise(target);
  const reading = read(url, MAX_LOOKUP_LENGTH);
  if (blocked.kind === "refused" || reading.kind === "refused") throw new Error(`${target} or ${url} is refused`);
  return covers(blocked.target, reading.place);
}

describe.each([
  ["example.com", "http://example.com/", true],
  ["example.com", "https://example.com:8443/a?b", true],
  ["example.com", "http://a.b.example.com/c", true],
  ["example.com", "http://notexample.com/", false],
  ["example.com", "http://example.com.pk/", false],
  ["a.example.com", "http://example.com/", false],
  ["=example.com", "http://example.com/a", true],
  ["=example.com", "http://www.example.com/", false],
  ["example.com/a", "http://example.com/a", true],
  ["example.com/a", "https://example.com/a/b", true],
  ["example.com/a", "https://example.com/a?b", true],
  ["example.com/a", "https://example.com/%61/", true],
  ["example.com/a", "https://example.com/ab", false],
  ["example.com/a", "https://example.com/A", false],
  ["example.com/a", "https://example.com/", false],
  ["example.com/a", "https://www.example.com/a", false],
  ["example.com/a", "https://example.com:8443/a", false],
  ["example.com/a/", "https://example.com/a", false],
  ["example.com/a/", "https://example.com/a/b", true],
  ["example.com/a?q=1", "https://example.com/a?q=1", true],
  ["example.com/a?q=1", "https://example.com/a?q=1&r=2", false],
  ["example.com/a?q=1", "https://example.com/a", false],
  ["example.com/a?q=1", "https://example.com/a/?q=1", false],
  ["example.com:8443", "https://example.com:8443/a/b", true],
  ["example.com:8443", "https://example.com/a/b", false],
])("a block of %s", (target, url, expected) => {
  test(`${expected ? "covers" : "leaves alone"} ${url}`, () => expect(isCovered(target, url)).toBe(expected));
});
