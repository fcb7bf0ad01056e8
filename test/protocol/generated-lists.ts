import fc from "fast-check";
import type { Scope } from "../../src/core/target/target.ts";
import { formatLine, type ListLine } from "../../src/protocol/list.ts";
import { sortKey } from "../../src/protocol/sort-key.ts";

// Few labels and short ones, so that targets meet: parents and children, prefixes of each other, one name in all scopes.
const label = fc.constantFrom(
  "a",
  "b",
  "ab",
  "a-b",
  "a_b",
  "0",
  "-",
  "com",
  "example",
  "xn--mgbai9azgqp6j",
  "z".repeat(63),
);
const name = fc
  .array(label, { minLength: 2, maxLength: 4 })
  .map((labels) => labels.join("."))
  .filter((text) => text.length <= 253);
const rest = fc.tuple(
  fc.constantFrom("", ":8080", ":9"),
  fc.constantFrom("/", "/a", "/a/", "/a/b", "/a!b", "/%D9%BE", "/a?b=c&d", "/~'()*;,"),
);

export const target: fc.Arbitrary<{ value: string; scope: Scope }> = fc.oneof(
  fc.record({ value: name, scope: fc.constantFrom<Scope>("domain", "host") }),
  fc.tuple(name, rest).map(([host, [port, path]]) => ({ value: host + port + path, scope: "url" as const })),
);

export const category = fc.constantFrom("decency", "privacy", "proxy", "hate-speech", "x");

export type State = ReadonlyMap<string, ListLine>;

/** A list as a map, by the text of its target. */
export function stateOf(lines: Iterable<ListLine>): State {
  return new Map(Array.from(lines, (line) => [targetKey(line), line]));
}

export function targetKey({ value, scope }: { value: string; scope: Scope }): string {
  return `${value} ${scope}`;
}

/** In the order of README 4.2, by comparing the texts it defines: the reference for everything that compares bytes. */
export function inListOrder<T extends { value: string; scope: Scope }>(targets: Iterable<T>): T[] {
  const keyed = Array.from(targets, (item) => ({ item, key: sortKey(item.value) }));
  keyed.sort((a, b) => compareTexts(a.key, b.key) || compareTexts(a.item.scope, b.item.scope));
  return keyed.map(({ item }) => item);
}

export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

export function listBytes(state: State): Uint8Array {
  return bytesOf(inListOrder(state.values()).map(formatLine).join(""));
}

export const listState: fc.Arbitrary<State> = fc
  .array(
    fc.tuple(target, category).map(([{ value, scope }, slug]) => ({ value, scope, category: slug })),
    { maxLength: 40 },
  )
  .map(stateOf);
