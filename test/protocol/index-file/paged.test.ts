import fc from "fast-check";
import { expect, test } from "vitest";
import { SCOPES, targetText } from "../../../src/core/target/target.ts";
import { openHead } from "../../../src/protocol/index-file/open.ts";
import { PagedIndex } from "../../../src/protocol/index-file/paged.ts";
import { type IndexReader, openIndex } from "../../../src/protocol/index-file/read.ts";
import { build, indexInput, sha256Prefix } from "./generated-index.ts";

/** An index in blocks of so many bytes, all on the shelf and none in memory: each is brought when it was asked for. */
function paged(file: Uint8Array<ArrayBuffer>, blockBytes: number) {
  const shelf = new Uint8Array(Math.ceil(file.length / blockBytes) * blockBytes);
  shelf.set(file);
  const memory = new Map<number, Int32Array>();
  let wanted: number[] = [];
  let rounds = 0;
  const index = new PagedIndex(openHead(file.buffer, file.length), blockBytes, (block) => {
    const words = memory.get(block);
    if (words === undefined) wanted.push(block);
    return words;
  });
  function settle<T>(ask: (index: IndexReader) => T): T {
    for (;;) {
      rounds++;
      wanted = [];
      const answer = ask(index);
      if (wanted.length === 0) return answer;
      for (const block of wanted) memory.set(block, new Int32Array(shelf.buffer, block * blockBytes, blockBytes / 4));
    }
  }
  return { settle, memory, rounds: () => rounds };
}

const BLOCK_SIZES = [4, 16, 64, 4_096] as const;

test("an index in parts answers as the whole one does, whatever lies across two parts", () => {
  fc.assert(
    fc.property(indexInput, fc.constantFrom(...BLOCK_SIZES), (input, blockBytes) => {
      const file = build(input);
      const whole = openIndex(file.buffer);
      const { settle } = paged(file, blockBytes);
      const same = <T>(ask: (index: IndexReader) => T): void => expect(settle(ask)).toEqual(ask(whole));
      for (const { value, id, scope } of input.entries) {
        for (const one of SCOPES) same((index) => index.find(one, value));
        same((index) => index.find(scope, `${value}x`));
        same((index) => index.byId(id));
        same((index) => index.byId(id + 1));
        same((index) => index.bucket(sha256Prefix(targetText({ scope, value }))).map((at) => index.entry(at)));
      }
      for (const prefix of [0, 1, 0x7ffff, 0xfffff]) same((index) => index.bucket(prefix));
      same((index) => index.counts());
    }),
    { numRuns: 60 },
  );
});

test("an id or a prefix is found in a long list without walking through it", () => {
  const entries = Array.from({ length: 20_000 }, (_, at) => ({
    id: at * 2 + 1,
    value: `n${String(at).padStart(6, "0")}.example`,
    scope: "domain" as const,
    category: "decency",
    order: 0,
  }));
  const header = { list: "general", release: 1, previous: 0, publishedAt: 1, identity: "ab".repeat(32) } as const;
  const order = {
    id: "1",
    number: "1",
    authority: "",
    law: "",
    ground: "",
    provision: "",
    since: 1,
    reviewAt: 1,
    expiresAt: 1,
  };
  const file = build({ ...header, count: entries.length, categories: ["decency"], orders: [order], entries });
  for (const ask of [
    (index: IndexReader) => index.byId(23_457),
    (index: IndexReader) => index.bucket(sha256Prefix("n011728.example"))[0] ?? -1,
  ]) {
    const { settle, memory, rounds } = paged(file, 1_024);
    const handle = settle(ask);
    expect(settle((index) => index.entry(handle).value)).toBe("n011728.example");
    // A search by halves needs 15 places in as many rounds.
    expect([memory.size < 15, rounds() < 15]).toEqual([true, true]);
  }
});
