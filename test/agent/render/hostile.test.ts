import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ListLine } from "../../../src/protocol/list.ts";
import { cdbKeys, wire } from "./cdb-reader.ts";
import { FORMATS, formatOf, renderLines, SENTINEL } from "./rendered.ts";

/** What a broken or bought publisher might put into a value, if the list's reader let it through. */
const poison = fc.constantFrom(
  "a.pk\nevil.pk",
  "a.pk\r",
  "a.pk ; x",
  'a".pk',
  "a'.pk",
  "$INCLUDE /etc/passwd",
  "(a.pk",
  "a..pk",
  ".pk",
  "pk",
  "",
  "@",
  "*.pk",
  "*.a.pk",
  "a.pk.",
  "a.pk/",
  "a.pk:80/",
  "a,b.pk",
  "a\tb.pk",
  "a\u0000b.pk",
  "\ufeffa.pk",
  "کراچی.pk",
  "A.PK",
  "a.pk 1;",
  "~^.*$",
  "default",
  "include /etc/passwd;",
  "32.1.2.0.192.rpz-ip",
  "x.rpz-nsdname",
  "1.2.3.4",
  "a.0x7f",
  `${"a".repeat(64)}.pk`,
  `${"a.".repeat(127)}pk`,
  "=cmd()",
  "+a.pk",
  "-a.pk",
  "a.pk#b",
  "a/b.pk",
  "a\\.pk",
  "a.pk\u2028b.pk",
);
const value = fc.oneof(
  poison,
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.domain().map((name) => name.toLowerCase()),
);
const line = fc.record({
  value,
  scope: fc.constantFrom("domain", "host", "url"),
  category: fc.oneof(fc.constant("decency"), fc.constant('a,"b\n')),
});

const NAME = "(?=\\S{1,253}$)(?:[a-z0-9_-]{1,63}\\.)+(?!rpz-)[a-z0-9_-]{1,63}";
const SHAPES: Readonly<Record<string, RegExp>> = {
  plain: new RegExp(`^${NAME}$`),
  rpz: /^(?:\$ORIGIN rpz\.hifazat\.|\$TTL 60|rpz\.hifazat\. (?:SOA localhost\. hostmaster\.rpz\.hifazat\. 42 60 10 604800 60|NS localhost\.)|(?=\S{1,241} )(?:\*\.)?(?:[a-z0-9_-]{1,63}\.)+[a-z0-9_-]{1,63} (?:CNAME \.|TXT "hifazat general 42"))$/,
  unbound:
    /^(?:server:|local-zone: "(?:[a-z0-9_-]{1,63}\.)+" (?:always_nxdomain|transparent|static)|local-data: "(?:[a-z0-9_-]{1,63}\.)+ 60 IN (?:A 0\.0\.0\.0|AAAA ::|TXT hifazat-general-42)")$/,
  dnsmasq: /^server=\/(?:[a-z0-9_-]{1,63}\.)+[a-z0-9_-]{1,63}\/$/,
  hosts: /^(?:# Hifazat .*|(?:0\.0\.0\.0|::) (?:[a-z0-9_-]{1,63}\.)+[a-z0-9_-]{1,63})$/,
  squid: /^\.?(?:[a-z0-9_-]{1,63}\.)+[a-z0-9_-]{1,63}$/,
  nginx: /^\.?(?:[a-z0-9_-]{1,63}\.)+[a-z0-9_-]{1,63} 1;$/,
};

test.each(Object.entries(SHAPES))("%s: no value can break out of its line", (kind, shape) => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines: ListLine[]) => {
      const { text, lines: meant, tail, tally } = renderLines(lines, formatOf(kind));
      const found = text.split("\n");
      expect(found.pop()).toBe("");
      for (const one of found) expect(one).toMatch(shape);
      expect(found).toHaveLength(meant ?? -1);
      expect(text.endsWith(Buffer.from(tail).toString())).toBe(true);
      expect(found.at(-1)).toContain(SENTINEL);
      const rejected = Object.values(tally.rejected).reduce((sum, number) => sum + number, 0);
      expect(tally.carried + tally.covered + rejected).toBe(lines.length);
    }),
    { numRuns: 500 },
  );
});

test("csv and jsonl: every record reads back as it was, and no other appears", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (raw: ListLine[]) => {
      // A category comes from the registry's closed set; a list that has others is malformed.
      const lines = raw.map((one) => ({ ...one, category: "decency" }));
      const kept = lines.filter((one) => /^[\x21-\x7e]+$/.test(one.value));
      const json = renderLines(lines, { kind: "jsonl" });
      const records = json.text
        .split("\n")
        .slice(0, -1)
        .map((text) => JSON.parse(text));
      expect(records.slice(0, -1)).toEqual(kept);
      const csv = renderLines(lines, { kind: "csv" });
      const rows: string[][] = parse(csv.text);
      expect(rows.slice(1, -1).map(([value]) => value?.replace(/^'/, ""))).toEqual(kept.map((one) => one.value));
      expect(rows.slice(1).every(([value]) => !/^[=+\-@]/.test(value ?? ""))).toBe(true);
      expect(csv.text.split("\n")).toHaveLength((csv.lines ?? 0) + 1);
    }),
  );
});

test("cdb: every key is a name in wire format", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines: ListLine[]) => {
      const { bytes } = renderLines(lines, { kind: "cdb" });
      const keys = cdbKeys(bytes);
      for (const key of keys) {
        const labels: string[] = [];
        for (let at = 0; (key[at] ?? 0) > 0; at += (key[at] ?? 0) + 1)
          labels.push(key.subarray(at + 1, at + 1 + (key[at] ?? 0)).toString("latin1"));
        expect(wire(labels.join("."))).toEqual(key);
      }
      expect(keys.at(-1)).toEqual(wire(SENTINEL));
    }),
  );
});

test("no text format has a carriage return, a byte order mark or anything but ASCII", () => {
  for (const name of Object.keys(FORMATS).filter((kind) => kind !== "cdb"))
    fc.assert(
      fc.property(fc.array(line, { maxLength: 10 }), (raw: ListLine[]) => {
        const { bytes } = renderLines(
          raw.map((one) => ({ ...one, category: "decency" })),
          formatOf(name),
        );
        expect(bytes.every((byte) => byte === 0x0a || (byte >= 0x20 && byte < 0x7f))).toBe(true);
      }),
      { numRuns: 50 },
    );
});
