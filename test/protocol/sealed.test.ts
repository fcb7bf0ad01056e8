import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatSealed,
  paddedLength,
  parseSealed,
  SEALED_FORMAT,
  type SealedHeader,
} from "../../src/protocol/sealed.ts";
import vectors from "../vectors/sealed.json" with { type: "json" };

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function listOf(list: (typeof vectors.texts)[number]["list"]): string {
  if (typeof list === "string") return list;
  const lines = Array.from(
    { length: list.count },
    (_, at) => `n${String(at).padStart(4, "0")}.example\tdomain\tchild-abuse\n`,
  );
  return lines.join("");
}

const header = (list: Uint8Array): SealedHeader => ({
  format: SEALED_FORMAT,
  list: "sealed",
  release: 2,
  previous: 1,
  published: "2026-11-24T03:00:00Z",
  entries: 1,
  bytes: list.length,
  sha256: sha256(list),
  salt: "0".repeat(32),
});

test.each(vectors.texts.map((vector) => [vector.header, vector] as const))("vector %s", (_, vector) => {
  const list = bytesOf(listOf(vector.list));
  const text = formatSealed(JSON.parse(vector.header), list);
  expect({ bytes: text.length, sha256: sha256(text) }).toEqual({ bytes: vector.bytes, sha256: vector.sha256 });
  const read = parseSealed(text);
  expect(read.header).toEqual(JSON.parse(vector.header));
  expect(sha256(read.list)).toBe(read.header.sha256);
});

test("lengths_are_few_and_never_too_short", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 28 }), (bytes) => {
      const length = paddedLength(bytes);
      expect(length).toBeGreaterThanOrEqual(bytes);
      expect(length === 65_536 || length < 2 * bytes).toBe(true);
      expect(Number.isInteger(Math.log2(length / 65_536))).toBe(true);
    }),
  );
});

describe("a text of another form is refused without quoting it", () => {
  const list = bytesOf("sealed-name.example\tdomain\tchild-abuse\n");
  const whole = new TextDecoder().decode(formatSealed(header(list), list));
  const altered = (change: object): string => {
    const line = JSON.stringify({ ...header(list), ...change });
    return `${line}${whole.slice(whole.indexOf("\n"))}`;
  };
  test.each([
    ["nothing", ""],
    ["no line end", "x".repeat(100)],
    ["no JSON", `sealed-name.example\n${whole}`],
    ["null", `null\n${whole}`],
    ["another format", altered({ format: "hifazat-sealed/2" })],
    ["another list", altered({ list: "general" })],
    ["no salt", altered({ salt: undefined })],
    ["a release that is none", altered({ release: 0 })],
    ["a release before its own", altered({ previous: 2 })],
    ["a list longer than the text", altered({ bytes: 1e8 })],
    ["a list shorter than it is", altered({ bytes: list.length - 1 - "child-abuse".length })],
    ["something after the list", `${whole}sealed-name.example`],
  ])("%s", (_, text) => {
    const refusal = (() => {
      try {
        return parseSealed(bytesOf(text));
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toMatchObject({ code: "list_malformed" });
    expect(String(refusal)).not.toContain("sealed-name");
  });
});
