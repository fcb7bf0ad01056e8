import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareTargets, newSpan, scanTarget } from "../../src/protocol/line-bytes.ts";
import { sortKey, valueOfSortKey } from "../../src/protocol/sort-key.ts";
import { bytesOf, compareTexts, target } from "./generated-lists.ts";

const vectors = JSON.parse(readFileSync(new URL("../vectors/sort-order.json", import.meta.url), "utf8"));

function scan(value: string, scope: string) {
  const bytes = bytesOf(`${value}\t${scope}\t`);
  const span = newSpan();
  return { bytes, span, sound: scanTarget(bytes, 0, span) };
}

describe("the order of a list", () => {
  test("sort keys are those of the vectors and lead back to their values", () => {
    for (const { value, sortKey: key } of vectors.order) {
      expect(sortKey(value)).toBe(key);
      expect(valueOfSortKey(key)).toBe(value);
    }
  });

  test("comparing bytes puts the vectors in their order", () => {
    for (const [i, a] of vectors.order.entries()) {
      for (const [j, b] of vectors.order.entries()) {
        const [left, right] = [scan(a.value, a.scope), scan(b.value, b.scope)];
        const order = compareTargets(left.bytes, left.span, right.bytes, right.span);
        expect(Math.sign(order), `${a.value} against ${b.value}`).toBe(Math.sign(i - j));
      }
    }
  });

  test("comparing bytes is comparing sort keys, then scopes", () => {
    fc.assert(
      fc.property(target, target, (a, b) => {
        const [left, right] = [scan(a.value, a.scope), scan(b.value, b.scope)];
        expect(left.sound && right.sound).toBe(true);
        const expected = compareTexts(sortKey(a.value), sortKey(b.value)) || compareTexts(a.scope, b.scope);
        expect(Math.sign(compareTargets(left.bytes, left.span, right.bytes, right.span))).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  test("a sort key leads back to its value", () => {
    fc.assert(
      fc.property(target, ({ value }) => {
        expect(valueOfSortKey(sortKey(value))).toBe(value);
      }),
    );
  });

  test("a name stands before its URLs, these before its children, these before the next name", () => {
    const keys = ["example.com", "example.com/z", "a.example.com", "example-a.com"].map(sortKey);
    expect([...keys].sort()).toEqual(keys);
  });
});
