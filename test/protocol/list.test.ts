import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HifazatError } from "../../src/core/errors.ts";
import { formatLine, parseLine, readLines } from "../../src/protocol/list.ts";
import { bytesOf, inListOrder, listBytes, listState } from "./generated-lists.ts";

const vectors = JSON.parse(readFileSync(new URL("../vectors/sort-order.json", import.meta.url), "utf8"));
const read = (text: string) => [...readLines(bytesOf(text))];

function refusedLine(text: string): unknown {
  try {
    read(text);
  } catch (error) {
    if (error instanceof HifazatError && error.code === "list_malformed") return error.details?.line;
    throw error;
  }
  return undefined;
}

describe("reading a list", () => {
  test("gives back what was written", () => {
    fc.assert(
      fc.property(listState, (state) => {
        expect([...readLines(listBytes(state))]).toEqual(inListOrder(state.values()));
      }),
    );
  });

  test("an empty list has no lines", () => expect(read("")).toEqual([]));

  test.each([
    ["no final newline", "a.com\tdomain\tx\nb.com\tdomain\tx", 2],
    ["carriage return", "a.com\tdomain\tx\r\n", 1],
    ["byte order mark", "\uFEFFa.com\tdomain\tx\n", 1],
    ["empty line", "a.com\tdomain\tx\n\n", 2],
    ["comment", "# list\na.com\tdomain\tx\n", 1],
    ["space for tab", "a.com domain x\n", 1],
    ["missing category", "a.com\tdomain\n", 1],
    ["empty category", "a.com\tdomain\t\n", 1],
    ["fourth field", "a.com\tdomain\tx\ty\n", 1],
    ["unknown scope", "a.com\tzone\tx\n", 1],
    ["scope cut short", "a.com\tdom", 1],
    ["scope with more", "a.com\tdomains\tx\n", 1],
    ["name with scope url", "a.com\turl\tx\n", 1],
    ["URL with scope domain", "a.com/\tdomain\tx\n", 1],
    ["URL with scope host", "a.com:8080/\thost\tx\n", 1],
    ["category in capitals", "a.com\tdomain\tDecency\n", 1],
    ["category with underscore", "a.com\tdomain\ta_b\n", 1],
    ["category of 65 bytes", `a.com\tdomain\t${"c".repeat(65)}\n`, 1],
    ["descending", "b.com\tdomain\tx\na.com\tdomain\tx\n", 2],
    ["the same target twice", "a.com\tdomain\tx\na.com\tdomain\ty\n", 2],
    ["scopes descending", "a.com\thost\tx\na.com\tdomain\tx\n", 2],
    ["child before parent", "a.b.com\tdomain\tx\nb.com\tdomain\tx\n", 2],
  ])("refuses %s, naming the line", (_, text, line) => expect(refusedLine(text)).toBe(line));

  test("refuses every value of the vectors that no list may have", () => {
    for (const value of vectors.malformed) {
      for (const scope of ["domain", "host", "url"]) expect(refusedLine(`${value}\t${scope}\tx\n`), value).toBe(1);
    }
  });

  test("takes a category of 64 bytes and a value of 8,192", () => {
    const value = `a.com/${"v".repeat(8_186)}`;
    expect(read(`${value}\turl\t${"c".repeat(64)}\n`)).toHaveLength(1);
  });

  test("a value of the list is not in the refusal: the list may be sealed", () => {
    try {
      read("secret.example\tdomain\tx\nsecret.example\tdomain\tx\n");
      expect.unreachable();
    } catch (error) {
      expect(JSON.stringify([String(error), (error as HifazatError).details])).not.toContain("secret");
    }
  });
});

describe("one line", () => {
  test("is read with and without its line feed", () => {
    const line = { value: "a.com/x", scope: "url", category: "proxy" } as const;
    expect(parseLine(formatLine(line))).toEqual(line);
    expect(parseLine(formatLine(line).trimEnd())).toEqual(line);
  });

  test.each(["", "\n", "a.com\tdomain\tx\n\n", "a.com\tdomain\tx\nb.com\tdomain\tx\n", " a.com\tdomain\tx"])(
    "%j is not one",
    (text) => expect(parseLine(text)).toBeUndefined(),
  );
});
