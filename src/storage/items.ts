import { createHash } from "node:crypto";
import type { ItemOutcome, OrderTerms } from "../core/order/order.ts";
import type { Scope } from "../core/target/target.ts";
import { sortKey, valueOfSortKey } from "../protocol/sort-key.ts";
import { outcomeCode, outcomeOf, scopeCode, scopeOf } from "./codes.ts";
import type { Db } from "./database.ts";

export type Item = {
  /** From 1, in the order of the file. One line can give several items. */
  readonly seq: number;
  readonly line: number;
  /** The text as it came. */
  readonly text: string;
  readonly outcome: ItemOutcome;
  /** Refusal code, or hold reasons joined by commas, or null. */
  readonly code: string | null;
  /** Note codes joined by commas, or null. */
  readonly notes: string | null;
  readonly target: { readonly scope: Scope; readonly value: string } | null;
};

export type ItemWriter = {
  readonly add: (item: Item) => void;
  /** SHA-256 (hex) over every item added so far; call it once, at the end. */
  readonly digest: () => string;
};

/** Bytes of digest input gathered before they are hashed. */
const DIGEST_CHUNK = 65_536;

/**
 * Writes an order's items, inside a transaction of the caller. The order's own row may follow them in the same
 * transaction: the digest that it holds is known only at the end.
 */
export function itemWriter(db: Db, orderId: number): ItemWriter {
  db.sqlite.pragma("defer_foreign_keys = ON");
  const insert = db.sqlite.prepare("INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const digest = itemsDigest();
  return {
    add: (item) => {
      const { seq, line, code, notes, target } = item;
      const text = target !== null && target.scope === "domain" && target.value === item.text ? null : item.text;
      const outcome = outcomeCode(item.outcome);
      const scope = target === null ? null : scopeCode(target.scope);
      const key = target === null ? null : sortKey(target.value);
      insert.run(orderId, seq, line, text, outcome, code, notes, scope, key);
      digest.add(seq, line, text, outcome, code, notes, scope, key);
    },
    digest: digest.done,
  };
}

/** What an approval names: SHA-256 (hex) over the terms and the digest of the items. */
export function orderDigest(terms: OrderTerms, itemsDigest: string): string {
  return createHash("sha256")
    .update(`${JSON.stringify(terms)}\n${itemsDigest}`)
    .digest("hex");
}

/** The digest of an order's items as they stand in the database. */
export function storedItemsDigest(db: Db, orderId: number): string {
  const digest = itemsDigest();
  const rows = db.sqlite
    .prepare("SELECT seq, line, text, outcome, code, notes, scope, sort_key FROM items WHERE order_id = ? ORDER BY seq")
    .raw()
    .iterate(orderId) as IterableIterator<Parameters<typeof digest.add>>;
  for (const row of rows) digest.add(...row);
  return digest.done();
}

function itemsDigest() {
  const hash = createHash("sha256");
  let pending = "";
  return {
    // Unambiguous: the free text stands last and is JSON, no other field can hold a tab or a line feed.
    add(
      seq: number,
      line: number,
      text: string | null,
      outcome: number,
      code: string | null,
      notes: string | null,
      scope: number | null,
      key: string | null,
    ): void {
      pending += `${seq}\t${line}\t${outcome}\t${code ?? ""}\t${notes ?? ""}\t${scope ?? ""}\t${key ?? ""}\t${
        text === null ? "" : JSON.stringify(text)
      }\n`;
      if (pending.length < DIGEST_CHUNK) return;
      hash.update(pending);
      pending = "";
    },
    done: (): string => hash.update(pending).digest("hex"),
  };
}

/** The items of an order with one of these outcomes, in order. Reads while it is iterated. */
export function* itemsOf(db: Db, orderId: number, outcomes: readonly ItemOutcome[]): Generator<Item> {
  const rows = db.sqlite
    .prepare(
      `SELECT seq, line, text, outcome, code, notes, scope, sort_key FROM items
       WHERE order_id = ? AND outcome IN (SELECT value FROM json_each(?)) ORDER BY seq`,
    )
    .raw()
    .iterate(orderId, JSON.stringify(outcomes.map(outcomeCode))) as IterableIterator<
    [number, number, string | null, number, string | null, string | null, number | null, string | null]
  >;
  for (const [seq, line, text, outcome, code, notes, scope, key] of rows) {
    const target = scope === null || key === null ? null : { scope: scopeOf(scope), value: valueOfSortKey(key) };
    yield { seq, line, text: text ?? target?.value ?? "", outcome: outcomeOf(outcome), code, notes, target };
  }
}
