import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HifazatError } from "../../../src/core/errors.ts";
import { SCOPES, targetText } from "../../../src/core/target/target.ts";
import { checkBytes } from "../../../src/protocol/index-file/fingerprint.ts";
import type { IndexEntry } from "../../../src/protocol/index-file/format.ts";
import { AT, HEADER_BYTES } from "../../../src/protocol/index-file/layout.ts";
import { openIndex } from "../../../src/protocol/index-file/read.ts";
import { inListOrder, targetKey } from "../generated-lists.ts";
import { build, CATEGORIES, inputOf, order, sha256Prefix } from "./generated-index.ts";

const entries: IndexEntry[] = inListOrder(
  Array.from({ length: 40 }, (_, at) => ({
    value: at % 4 === 3 ? `n${at >> 2}.example.com/p${at}` : `n${at >> 1}.example.com`,
    scope: at % 4 === 3 ? ("url" as const) : at % 2 === 0 ? ("domain" as const) : ("host" as const),
    category: CATEGORIES[at % 4] ?? "x",
    order: at % 2,
    id: at * 3 + 1,
  })),
);
const listed = new Map(entries.map((entry) => [targetKey(entry), entry]));
const byId = new Map(entries.map((entry) => [entry.id, entry]));
const sound = build(inputOf(entries, [order("1"), order("2")]));
const slotCount = new DataView(sound.buffer).getUint32(AT.slotCount, true);
// Neighbours of what is listed: one letter off, which is what a flipped bit makes of a value.
const values = [...new Set(entries.flatMap(({ value }) => [value, `m${value.slice(1)}`, value.replace("n1", "n0")]))];

const prefixes = entries.map((entry) => sha256Prefix(targetText(entry)));

/** Asks a file everything. Nothing but index_malformed may be thrown, and nothing wrong may be said. */
function interrogate(buffer: ArrayBuffer): void {
  const reader = opened(buffer);
  if (reader === undefined) return;
  const wrong: unknown[] = [];
  const expected = (asked: unknown, handle: number, entry: IndexEntry | undefined): void => {
    if (handle !== -1 && text(reader.entry(handle)) !== text(entry)) wrong.push(asked);
  };
  for (const value of values) {
    for (const scope of SCOPES)
      expected([scope, value], reader.find(scope, value), listed.get(targetKey({ value, scope })));
  }
  for (let id = 0; id < 130; id++) expected(id, reader.byId(id), byId.get(id));
  for (const handle of prefixes.flatMap((prefix) => reader.bucket(prefix))) {
    const entry = reader.entry(handle);
    expected("bucket", handle, byId.get(entry.id));
  }
  const handles: number[] = [];
  for (let handle = 0; handle < 400; handle += 17) handles.push(handle);
  for (const handle of handles) {
    const entry = guarded(() => reader.entry(handle));
    if (entry !== undefined && text(byId.get(entry.id)) !== text(entry)) wrong.push(entry);
  }
  expect(wrong).toEqual([]);
}

function text(entry: IndexEntry | undefined): string | undefined {
  return entry && [entry.id, entry.value, entry.scope, entry.category, entry.order].join(" ");
}

const opened = (buffer: ArrayBuffer) => guarded(() => openIndex(buffer));

function guarded<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof HifazatError && error.code === "index_malformed") return undefined;
    throw error;
  }
}

/** Makes the header's check word right again, so that only the checks behind it stand in the way. */
function resealed(file: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const header = new DataView(file.buffer);
  const metaEnd = Math.min(HEADER_BYTES + header.getUint32(AT.meta + 4, true), file.length);
  const check = checkBytes(file.subarray(HEADER_BYTES, metaEnd), checkBytes(file.subarray(0, AT.check)));
  header.setUint32(AT.check, check, true);
  return file;
}

describe("a damaged index", () => {
  test("the sound one answers for everything", () => {
    const reader = openIndex(sound.buffer);
    for (const entry of entries) expect(reader.entry(reader.find(entry.scope, entry.value))).toEqual(entry);
  });

  test("any byte of the tables or the records changed: a miss, never a wrong answer", () => {
    for (let at = new DataView(sound.buffer).getUint32(AT.slots, true); at < sound.length; at++) {
      const file = sound.slice();
      file[at] = (file[at] ?? 0) ^ (1 << (at % 8));
      interrogate(file.buffer);
    }
  });

  test("any byte of the header or the meta section changed: a refusal", () => {
    const metaEnd = new DataView(sound.buffer).getUint32(AT.slots, true);
    for (let at = 0; at < metaEnd; at++) {
      const file = sound.slice();
      file[at] = (file[at] ?? 0) ^ (1 << (at % 8));
      expect(opened(file.buffer), `byte ${at}`).toBeUndefined();
    }
  });

  test("many bytes changed", () => {
    const changes = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(changes, (some) => {
        const file = sound.slice();
        // From the slots on: what comes before is covered by the check word.
        const from = new DataView(sound.buffer).getUint32(AT.slots, true);
        for (const [at, byte] of some) file[from + (at % (file.length - from))] = byte;
        interrogate(file.buffer);
      }),
      { numRuns: 150 },
    );
  });

  test("any header field set to anything, with the check word made right", () => {
    const field = fc.constantFrom(
      ...[AT.fileBytes, AT.count, AT.seed, AT.slotCount, AT.longestProbe],
      ...[AT.meta, AT.slots, AT.ids, AT.buckets, AT.records].flatMap((at) => [at, at + 4]),
    );
    const value = fc.oneof(
      fc.nat(2_000),
      fc.nat(2 ** 32 - 1),
      fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(field, value), { minLength: 1, maxLength: 3 }), (fields) => {
        const file = sound.slice();
        for (const [at, number] of fields) new DataView(file.buffer).setUint32(at, number, true);
        interrogate(resealed(file).buffer);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ["a length of the file that is not its length", AT.fileBytes, sound.length + 4],
    ["no empty slot", AT.slotCount, 40],
    ["a probe longer than the table", AT.longestProbe, slotCount],
    ["a section that begins elsewhere", AT.ids, 0],
    ["slots shorter than the table", AT.slots + 4, slotCount * 8 - 8],
    ["fewer ids than entries", AT.ids + 4, 39 * 4],
    ["fewer buckets than entries", AT.buckets + 4, 39 * 8],
    ["records that end elsewhere", AT.records + 4, 400],
  ])("a header with %s is refused", (_, at, number) => {
    const file = sound.slice();
    new DataView(file.buffer).setUint32(at, number, true);
    expect(opened(resealed(file).buffer)).toBeUndefined();
  });

  test("cut short anywhere, or with bytes behind its end, it is refused", () => {
    for (let length = 0; length < sound.length; length++) {
      expect(opened(sound.slice(0, length).buffer), `${length} bytes`).toBeUndefined();
    }
    for (const more of [1, 4, 8]) {
      const file = new Uint8Array(sound.length + more);
      file.set(sound);
      expect(opened(file.buffer)).toBeUndefined();
    }
  });

  test.each([
    ["null", "null"],
    ["an array", "[]"],
    ["not JSON", "{"],
    ["another list", '"list":"public"'],
    ["a count that is not the header's", '"count":39'],
    ["counts that do not add up", '"counts":[1,1,1,1,1]'],
    ["counts that are not numbers", '"counts":["40",0,0,0,0]'],
    ["fewer counts than categories", '"counts":[40]'],
    ["an order without members", '"orders":[{}]'],
    ["an order whose time is a text", '"since":"17900000"'],
    ["a category that is no text", '"categories":[1,2,3,4,5]'],
  ])("a meta section with %s is refused", (_, text) => {
    const member = /^"(\w+)":/.exec(text)?.[1];
    const file = sound.slice();
    const slots = new DataView(file.buffer).getUint32(AT.slots, true);
    const old = new TextDecoder().decode(file.subarray(HEADER_BYTES, slots)).trimEnd();
    const pattern = new RegExp(`"${member}":(\\[.*?\\](?=,"|})|"[^"]*"|\\d+)`);
    const meta = member === undefined ? text : old.replace(pattern, text);
    expect(meta).not.toBe(old);
    const bytes = new TextEncoder().encode(meta.padEnd(slots - HEADER_BYTES));
    expect(bytes.length).toBe(slots - HEADER_BYTES);
    file.set(bytes, HEADER_BYTES);
    expect(opened(resealed(file).buffer)).toBeUndefined();
  });
});
