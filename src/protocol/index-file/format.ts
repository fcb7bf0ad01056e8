import type { ListName } from "../../core/list-name.ts";
import type { Scope } from "../../core/target/target.ts";

/**
 * What a verdict says about the order an entry stands on; one for each group of equal order and dates. Times in
 * seconds since 1970.
 */
export type IndexOrder = {
  readonly id: string;
  readonly number: string;
  readonly authority: string;
  readonly law: string;
  readonly ground: string;
  readonly provision: string;
  readonly since: number;
  readonly reviewAt: number;
  readonly expiresAt: number;
};

/** `order` is a position in the file's orders. */
export type IndexEntry = {
  readonly id: number;
  readonly value: string;
  readonly scope: Scope;
  readonly category: string;
  readonly order: number;
};

export type IndexHeader = {
  readonly list: ListName;
  readonly release: number;
  readonly previous: number;
  /** Seconds since 1970. */
  readonly publishedAt: number;
  /** SHA-256 of the list's text, hexadecimal. */
  readonly identity: string;
  readonly count: number;
};

/** What an index is built from. `entries`: `count` of them, in list order, unique by scope and value, ids unique. */
export type IndexInput = IndexHeader & {
  readonly categories: readonly string[];
  readonly orders: readonly IndexOrder[];
  readonly entries: Iterable<IndexEntry>;
};
