import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { buildBlockTable, openBlockTable } from "../../../src/protocol/index-file/block-table.ts";

const read = (name: string) => JSON.parse(readFileSync(new URL(`../../vectors/${name}`, import.meta.url), "utf8"));
const vectors = read("index-blocks.json") as { index: string; madeUp: { bytes: number; table: string }[] };
const sha256 = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

test("the table of a file is the one an outsider makes from the specification", () => {
  const index = new Uint8Array(Buffer.from((read("index.json") as { file: string }).file, "hex"));
  expect(hex(buildBlockTable(index, sha256))).toBe(vectors.index);
  for (const { bytes, table } of vectors.madeUp) {
    const file = Uint8Array.from({ length: bytes }, (_, at) => (7 * at + (at >> 8)) % 251);
    expect(hex(buildBlockTable(file, sha256))).toBe(table);
    const opened = openBlockTable(new Uint8Array(Buffer.from(table, "hex")), bytes);
    const last = opened.count - 1;
    expect([opened.count, hex(opened.digest(last))]).toEqual([
      Math.ceil(bytes / 65_536),
      hex(sha256(file.subarray(last * 65_536))),
    ]);
  }
});

test("a table of another form, or of another file, is refused", () => {
  const sound = new Uint8Array(Buffer.from(vectors.madeUp[1]?.table ?? "", "hex"));
  const changed = (at: number): Uint8Array => sound.map((byte, place) => (place === at ? byte ^ 1 : byte));
  const wrong: Record<string, [Uint8Array, number]> = {
    empty: [new Uint8Array(), 65_540],
    "another magic": [changed(0), 65_540],
    "another block size": [changed(8), 65_540],
    "another length": [changed(12), 65_540],
    "another file": [sound, 65_544],
    "a digest short": [sound.subarray(0, -32), 65_540],
    "a byte long": [new Uint8Array([...sound, 0]), 65_540],
  };
  for (const [name, [table, bytes]] of Object.entries(wrong)) {
    expect(() => openBlockTable(table, bytes), name).toThrow(expect.objectContaining({ code: "index_malformed" }));
  }
});
