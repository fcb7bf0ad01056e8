import fc from "fast-check";
import { expect, test } from "vitest";
import { FILE_FORMATS as FORMATS, type FileFormat as Format } from "../../../src/core/file-format.ts";
import { detectFormat } from "../../../src/intake/formats/detect.ts";
import { itemsOf, linesOf } from "./read-text.ts";

/** Formats in which one line can name several addresses. */
const SEVERAL: readonly Format[] = ["hosts", "adblock", "dnsmasq", "jsonl"];

const piece = fc.constantFrom(
  ..."a.com|b.example.org|0.0.0.0|127.0.0.1|::1|localhost|||^|@@|##|#|!|;|$|$TTL|$ORIGIN|x.|@|SOA|NS|CNAME|.|*.|(|)|IN|TXT|A".split(
    "|",
  ),
  ...'server=/|address=/|local=/|/|//|http://|?q=1|"|""|,|\t| |[|]|{|}|{"url":"a.com"}|rpz-passthru.|rpz-ip|\\|\r|\u0000|é|\ud800|\ufeff|='.split(
    "|",
  ),
);
const line = fc.oneof(
  fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 40 }).map((text) => text.replaceAll("\n", " ")),
);
const text = fc
  .tuple(fc.array(line, { maxLength: 30 }), fc.boolean())
  .map(([lines, closed]) => lines.join("\n") + (closed ? "\n" : ""));
const format = fc.constantFrom(...FORMATS);
const scope = fc.constantFrom("domain" as const, "host" as const);

test("no text makes a reader throw, and every line is accounted for, once, in order", () => {
  fc.assert(
    fc.property(format, text, scope, (format, text, scope) => {
      const items = itemsOf(format, text, { scope });
      const numbers = items.map((item) => item.line);
      const expected = linesOf(text).map((line) => line.number);
      expect([...new Set(numbers)]).toEqual(expected);
      expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers);
      if (!SEVERAL.includes(format)) expect(numbers).toEqual(expected);
    }),
    { numRuns: 2_000 },
  );
});

test("where a batch of lines ends makes no difference", () => {
  fc.assert(
    fc.property(format, text, fc.integer({ min: 1, max: 5 }), (format, text, batch) => {
      expect(itemsOf(format, text, {}, batch)).toEqual(itemsOf(format, text));
    }),
    { numRuns: 500 },
  );
});

test("no sample and no file name makes detection throw", () => {
  fc.assert(
    fc.property(text, fc.string(), (text, filename) => {
      expect(FORMATS).toContain(detectFormat(text, filename));
    }),
  );
});
