import { hash } from "node:crypto";
import fc from "fast-check";
import { buildIndex } from "../../../src/protocol/index-file/build.ts";
import type { IndexEntry, IndexInput, IndexOrder } from "../../../src/protocol/index-file/format.ts";
import { inListOrder, listState } from "../generated-lists.ts";

export const sha256Prefix = (text: string): number => Number.parseInt(hash("sha256", text, "hex").slice(0, 5), 16);

export const order = (id: string): IndexOrder => ({
  id,
  number: `PTA/${id}`,
  authority: "Pakistan Telecommunication Authority",
  law: "PECA 2016",
  ground: "decency",
  provision: "s. 37(1)",
  since: 1_790_000_000,
  reviewAt: 1_792_592_000,
  expiresAt: 1_821_536_000,
});

export const CATEGORIES = ["decency", "privacy", "proxy", "hate-speech", "x"] as const;

export function inputOf(entries: readonly IndexEntry[], orders: readonly IndexOrder[] = [order("1")]): IndexInput {
  const header = {
    list: "general",
    release: 7,
    previous: 6,
    publishedAt: 1_790_000_200,
    identity: "ab".repeat(32),
  } as const;
  return { ...header, count: entries.length, categories: CATEGORIES, orders, entries };
}

export const build = (input: IndexInput): Uint8Array<ArrayBuffer> => buildIndex(input, sha256Prefix);

/** Entries in list order; ids are distinct and in no order. */
export const indexEntries: fc.Arbitrary<IndexEntry[]> = fc.tuple(listState, fc.nat(2 ** 32 - 1)).map(([state, start]) =>
  inListOrder(state.values()).map((line, at) => ({
    ...line,
    id: (start + Math.imul(at, 0x9e3779b1)) >>> 0,
    order: at % 2,
  })),
);

export const indexInput: fc.Arbitrary<IndexInput> = indexEntries.map((entries) =>
  inputOf(entries, [order("1"), order("سندھ ہائی کورٹ")]),
);
