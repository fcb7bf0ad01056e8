import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Change } from "../../../src/protocol/delta.ts";
import { formatIndexDelta, readIndexDelta } from "../../../src/protocol/index-file/index-delta.ts";
import { openIndex } from "../../../src/protocol/index-file/read.ts";

const vector = JSON.parse(readFileSync(new URL("../../vectors/index-delta.json", import.meta.url), "utf8"));
const bytesOf = (hex: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(hex, "hex"));

test("the vector is read, and written again byte for byte", () => {
  const file = bytesOf(vector.file);
  const { meta, changes } = readIndexDelta(vector.delta);
  const reader = openIndex(file.buffer);
  expect(meta).toMatchObject({ ...reader.header, categories: reader.categories, orders: reader.orders });
  expect(changes.map((change) => (change.kind === "put" ? change.entry.id : change.value))).toEqual([
    7,
    6,
    "c.example",
    5,
    "gone.example",
  ]);

  const listDelta = changes.map(
    (change): Change => (change.kind === "put" ? { kind: "put", line: change.entry } : change),
  );
  expect(formatIndexDelta(file, listDelta)).toBe(vector.delta);
});

test("no delta is written that lacks what the list's delta puts", () => {
  const change: Change = { kind: "put", line: { value: "no.example", scope: "domain", category: "decency" } };
  expect(() => formatIndexDelta(bytesOf(vector.file), [change])).toThrow(
    expect.objectContaining({ code: "delta_malformed" }),
  );
});
