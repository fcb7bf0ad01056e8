import type { RefusalCode } from "../core/target/refusal.ts";
import type { Scope } from "../core/target/target.ts";
import type { IndexReader } from "../protocol/index-file/read.ts";
import { decide } from "./decision.ts";
import { appealPath, entryId } from "./entry-id.ts";

/** What a verdict says of the entry that decided. Times are ISO 8601, UTC; `appeal` is the path of a page. */
export type VerdictEntry = {
  readonly id: string;
  readonly scope: Scope;
  readonly value: string;
  readonly category: string;
  readonly ground: string;
  /** The order's number. */
  readonly order: string;
  readonly since: string;
  readonly reviewAt: string;
  readonly expiresAt: string;
  readonly appeal: string;
};

export type Verdict = {
  readonly query: string;
  /** What was looked up; null when the query is no target, and then `refused` says why. */
  readonly canonical: string | null;
  readonly blocked: boolean;
  readonly entry?: VerdictEntry;
  readonly variant?: string;
  readonly refused?: RefusalCode;
  readonly release: number;
};

/** The answer of a release to a name or URL as somebody typed it. Never throws for what the text holds. */
export function lookup(index: IndexReader, query: string): Verdict {
  const decision = decide(index, query);
  const { release } = index.header;
  if (decision.kind === "refused") return { query, canonical: null, blocked: false, refused: decision.code, release };
  const { canonical } = decision;
  if (decision.kind === "clear") return { query, canonical, blocked: false, release };
  const entry = verdictEntry(index, decision.handle);
  const variant = decision.variant === undefined ? {} : { variant: decision.variant };
  return { query, canonical, blocked: true, entry, ...variant, release };
}

/** What is told of the entry at a handle. */
export function verdictEntry(index: IndexReader, handle: number): VerdictEntry {
  const { id, scope, value, category, order } = index.entry(handle);
  const { ground, number, since, reviewAt, expiresAt } = orderAt(index, order);
  return {
    id: entryId(id),
    scope,
    value,
    category,
    ground,
    order: number,
    since: isoTime(since),
    reviewAt: isoTime(reviewAt),
    expiresAt: isoTime(expiresAt),
    appeal: appealPath(entryId(id)),
  };
}

export function orderAt(index: IndexReader, position: number) {
  const order = index.orders[position];
  // The reader checks every position it hands out.
  if (order === undefined) throw new RangeError(`no order ${position}`);
  return order;
}

/** Seconds since 1970 as ISO 8601 in whole seconds. */
export const isoTime = (seconds: number): string => `${new Date(seconds * 1_000).toISOString().slice(0, 19)}Z`;
