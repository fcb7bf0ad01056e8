import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SCOPES, type Scope, targetText } from "../../../src/core/target/target.ts";
import { buildIndex } from "../../../src/protocol/index-file/build.ts";
import {
  fingerprintBytes,
  fingerprintText,
  firstSlot,
  newFingerprint,
} from "../../../src/protocol/index-file/fingerprint.ts";
import type { IndexEntry } from "../../../src/protocol/index-file/format.ts";
import { AT, PROBE_LIMIT } from "../../../src/protocol/index-file/layout.ts";
import { openIndex } from "../../../src/protocol/index-file/read.ts";
import { slotCountFor } from "../../../src/protocol/index-file/slots.ts";
import { bytesOf, target, targetKey } from "../generated-lists.ts";
import { build, CATEGORIES, indexEntries, indexInput, inputOf, order, sha256Prefix } from "./generated-index.ts";

const vector = JSON.parse(readFileSync(new URL("../../vectors/index.json", import.meta.url), "utf8"));
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const malformed = expect.objectContaining({ code: "index_malformed" });
const entry = (id: number, value: string, scope: Scope = "domain"): IndexEntry => ({
  id,
  value,
  scope,
  category: "decency",
  order: 0,
});

describe("the vectors of the specification", () => {
  test("the file, byte for byte", () =>
    expect(hex(build({ ...vector.input, count: vector.input.entries.length }))).toBe(vector.file));

  test("fingerprints", () => {
    const print = newFingerprint();
    for (const { seed, scope, value, place, stored } of vector.fingerprints) {
      fingerprintText(seed, SCOPES.indexOf(scope), value, print);
      expect([...print].map((half) => half >>> 0)).toEqual([place, stored]);
      const bytes = bytesOf(`..${value}..`);
      fingerprintBytes(seed, SCOPES.indexOf(scope), bytes, 2, bytes.length - 2, print);
      expect([...print].map((half) => half >>> 0)).toEqual([place, stored]);
    }
  });

  test("buckets", () => {
    const reader = openIndex(
      Uint8Array.from(vector.file.match(/../g), (pair: string) => Number.parseInt(pair, 16)).buffer,
    );
    for (const [at, prefix] of vector.sha256Prefixes.entries()) {
      expect(reader.bucket(prefix).map((handle) => reader.entry(handle))).toContainEqual(vector.input.entries[at]);
    }
  });
});

describe("an index answers as the list it was built from", () => {
  test("every target in every scope, listed or not", () => {
    fc.assert(
      fc.property(indexInput, fc.array(target, { maxLength: 30 }), (input, others) => {
        const entries = [...input.entries];
        const expected = new Map(entries.map((one) => [targetKey(one), one]));
        const reader = openIndex(build(input).buffer);
        for (const { value } of [...entries, ...others]) {
          for (const scope of SCOPES) {
            const handle = reader.find(scope, value);
            const found = handle === -1 ? undefined : reader.entry(handle);
            expect(found).toEqual(expected.get(targetKey({ value, scope })));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("every id, and no other", () => {
    fc.assert(
      fc.property(indexInput, (input) => {
        const entries = [...input.entries];
        const ids = new Set(entries.map(({ id }) => id));
        const reader = openIndex(build(input).buffer);
        for (const one of entries) {
          expect(reader.entry(reader.byId(one.id))).toEqual(one);
          for (const id of [one.id - 1, one.id + 1, one.id + 2 ** 32, one.id + 0.5, -one.id - 1]) {
            if (!ids.has(id)) expect(reader.byId(id)).toBe(-1);
          }
        }
        expect(reader.byId(Number.NaN)).toBe(-1);
      }),
    );
  });

  test("every bucket, in list order", () => {
    fc.assert(
      fc.property(indexEntries, (entries) => {
        // Real digests seldom meet, so buckets are made narrow here: 3 of them.
        const narrow = (text: string) => (sha256Prefix(text) % 3) * 0x7ffff;
        const input = inputOf(entries, [order("1"), order("2")]);
        const reader = openIndex(buildIndex(input, narrow).buffer);
        for (const prefix of [0, 0x7ffff, 0xffffe]) {
          const expected = entries.filter((one) => narrow(targetText(one)) === prefix);
          expect(reader.bucket(prefix).map((handle) => reader.entry(handle))).toEqual(expected);
        }
        for (const prefix of [1, 0x7fffe, 0xfffff, -1, 2 ** 20, Number.NaN]) expect(reader.bucket(prefix)).toEqual([]);
      }),
    );
  });

  test("header, orders, categories and counts", () => {
    const input = inputOf([entry(1, "a.com"), entry(2, "a.com", "host")], [order("1")]);
    const reader = openIndex(build(input).buffer);
    const { list, release, previous, publishedAt, identity, count } = input;
    expect(reader.header).toEqual({ list, release, previous, publishedAt, identity, count });
    expect([reader.orders, reader.categories]).toEqual([[order("1")], CATEGORIES]);
    expect(reader.counts()).toEqual({ decency: 2, privacy: 0, proxy: 0, "hate-speech": 0, x: 0 });
  });

  test("an empty list", () => {
    const reader = openIndex(build(inputOf([])).buffer);
    expect([reader.find("domain", "a.com"), reader.byId(1), reader.bucket(0)]).toEqual([-1, -1, []]);
  });

  test("in shared memory", () => {
    const file = build(inputOf([entry(9, "a.com"), entry(8, "example.com")]));
    const shared = new SharedArrayBuffer(file.length);
    new Uint8Array(shared).set(file);
    const reader = openIndex(shared);
    expect(reader.entry(reader.find("domain", "example.com"))).toEqual(entry(8, "example.com"));
  });

  test("a value that no list can have is not listed", () => {
    const reader = openIndex(build(inputOf([entry(1, "a.com"), entry(2, "b.com")])).buffer);
    // U+0161 has the low byte of "a": a comparison of bytes alone would take it for one.
    for (const value of ["", "\u0161.com", "a.com\u0000", "a.com ", "A.COM", "x".repeat(70_000)]) {
      for (const scope of SCOPES) expect(reader.find(scope, value)).toBe(-1);
    }
  });

  test("the longest value that the format allows", () => {
    const value = `a.com/${"v".repeat(8_186)}`;
    const reader = openIndex(build(inputOf([entry(1, value, "url")])).buffer);
    expect(reader.entry(reader.find("url", value)).value).toBe(value);
  });

  test("a handle that is none throws index_malformed", () => {
    const file = build(inputOf([entry(1, "a.com"), entry(2, "b.com")]));
    const reader = openIndex(file.buffer);
    for (const handle of [-1, 1, 5, 7, 0.5, 1e9, Number.NaN]) expect(() => reader.entry(handle)).toThrow(malformed);
  });
});

describe("building", () => {
  test("the same input gives the same bytes, whatever the order of an order's members", () => {
    fc.assert(
      fc.property(indexInput, (input) => {
        const orders = input.orders.map((one) => Object.fromEntries(Object.entries(one).reverse()) as typeof one);
        expect(hex(build({ ...input, orders }))).toBe(hex(build(input)));
      }),
      { numRuns: 30 },
    );
  });

  test("nothing of an order but its published members reaches the file", () => {
    const orders = [{ ...order("1"), officer: "a name" }];
    expect(new TextDecoder("latin1").decode(build(inputOf([entry(1, "a.com")], orders)))).not.toContain("officer");
  });

  test("takes 64 bytes an entry at most, with names as long as real ones", () => {
    const letters = "abcdefghijklmnopqrstuvwxyz";
    const entries = Array.from({ length: 10_000 }, (_, at) =>
      entry(at, `${letters.slice(at % 7, (at % 7) + 6)}${String(at).padStart(5, "0")}.com`),
    );
    const mean = entries.reduce((sum, { value }) => sum + value.length, 0) / entries.length;
    expect(mean).toBeGreaterThanOrEqual(15);
    expect(build(inputOf(entries)).length / entries.length).toBeLessThan(64);
  });

  test("takes another seed when names crowd one spot of the table, so that lookups stay short", () => {
    const [print, count] = [newFingerprint(), 600];
    const crowded: IndexEntry[] = [];
    for (let at = 0; crowded.length < count; at++) {
      fingerprintText(0, 0, `n${at}.com`, print);
      if (firstSlot(print, slotCountFor(count)) < 20) crowded.push(entry(at, `n${at}.com`));
    }
    const file = build(inputOf(crowded));
    const header = new DataView(file.buffer);
    expect(header.getUint32(AT.seed, true)).toBe(1);
    expect(header.getUint32(AT.longestProbe, true)).toBeLessThan(PROBE_LIMIT);
    const reader = openIndex(file.buffer);
    for (const one of crowded) expect(reader.entry(reader.find("domain", one.value))).toEqual(one);
  });

  test.each<[string, IndexEntry[]]>([
    ["a target twice", [entry(1, "a.com"), entry(2, "a.com")]],
    ["an id twice", [entry(1, "a.com"), entry(1, "b.com")]],
    ["an id of more than 32 bits", [entry(2 ** 32, "a.com")]],
    ["a negative id", [entry(-1, "a.com")]],
    ["an id that is not whole", [entry(1.5, "a.com")]],
    ["an empty value", [entry(1, "")]],
    ["a value that is too long", [entry(1, "v".repeat(8_193))]],
    ["a value beyond ASCII", [entry(1, "پاکستان.pk")]],
    ["a value with a tab", [entry(1, "a.com\t")]],
    ["an order that is not there", [{ ...entry(1, "a.com"), order: 1 }]],
    ["a category that is not there", [{ ...entry(1, "a.com"), category: "other" }]],
  ])("refuses %s", (_, entries) => expect(() => build(inputOf(entries))).toThrow(malformed));

  test("refuses more or fewer entries than announced, and too many categories", () => {
    const entries = [entry(1, "a.com"), entry(2, "b.com")];
    for (const count of [1, 3]) expect(() => build({ ...inputOf(entries), count })).toThrow(malformed);
    const categories = Array.from({ length: 257 }, (_, at) => `c${at}`);
    expect(() => build({ ...inputOf([]), categories })).toThrow(malformed);
  });

  test("refuses a prefix that is not one of 20 bits", () => {
    for (const prefix of [2 ** 20, -1, 0.5, Number.NaN]) {
      expect(() => buildIndex(inputOf([entry(1, "a.com")]), () => prefix)).toThrow(malformed);
    }
  });
});
