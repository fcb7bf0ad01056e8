import { createHash } from "node:crypto";
import { type ItemCounts, type ItemOutcome, NO_ITEMS, type OrderTerms, type Upload } from "../core/order/order.ts";
import type { Scope } from "../core/target/target.ts";
import { sortKey, valueOfSortKey } from "../protocol/sort-key.ts";
import { outcomeCode, outcomeOf, scopeCode, scopeOf } from "./codes.ts";
import type { Db } from "./database.ts";

export type Item = {
  /** From 1, in the order they came in. One line can give several items. */
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

export type StagedItems = {
  readonly add: (item: Item) => void;
  /** SHA-256 (hex) over every item added; call it once, at the end. */
  readonly digest: () => string;
  readonly counts: () => ItemCounts;
  /** Puts them into the order, in the caller's transaction. */
  readonly moveTo: (orderId: number) => void;
};

/** Bytes of digest input gathered before they are hashed. */
const DIGEST_CHUNK = 65_536;

/** Names in one statement: a plain list is written by few statements, at a third of the cost of a row at a time. */
const RUN = 4_096;

/** The sort keys of accepted plain names that follow each other, seq by seq and line by line, as a JSON array. */
type Run = { readonly seq: number; readonly line: number; readonly notes: string | null; readonly keys: string };

/**
 * Gathers items beside the registry: judging half a million of them takes seconds in which nobody else could write,
 * moving them in takes a fraction of one. A process that dies leaves nothing.
 */
export function stageItems(db: Db): StagedItems {
  const parts: (Run | Row)[] = [];
  const digest = itemsDigest();
  const counts = { ...NO_ITEMS };
  let run: { seq: number; line: number; notes: string | null; keys: string[] } | undefined;

  function closeRun(): void {
    if (run !== undefined) parts.push({ ...run, keys: JSON.stringify(run.keys) });
    run = undefined;
  }

  return {
    add: (item) => {
      const row = rowOf(item);
      const [seq, line, text, , , notes, , key] = row;
      digest.add(...row);
      counts[item.outcome] += 1;
      if (item.outcome !== "accepted" || text !== null || key === null) {
        closeRun();
        parts.push(row);
        return;
      }
      const at = run?.keys.length ?? 0;
      const follows = run !== undefined && seq === run.seq + at && line === run.line + at && notes === run.notes;
      if (!follows || at === RUN) closeRun();
      run ??= { seq, line, notes, keys: [] };
      run.keys.push(key);
    },
    digest: digest.done,
    counts: () => ({ ...counts }),
    moveTo: (orderId) => {
      closeRun();
      const insertRow = db.sqlite.prepare("INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
      const insertRun = db.sqlite.prepare(
        `INSERT INTO items SELECT ?, key + ?, key + ?, NULL, ${outcomeCode("accepted")}, NULL, ?, ${scopeCode("domain")}, value
           FROM json_each(?) ORDER BY key`,
      );
      for (const part of parts)
        if (Array.isArray(part)) insertRow.run(orderId, ...part);
        else insertRun.run(orderId, part.seq, part.line, part.notes, part.keys);
    },
  };
}

function rowOf({ seq, line, text, outcome, code, notes, target }: Item): Row {
  const own = target !== null && target.scope === "domain" && target.value === text;
  const scope = target === null ? null : scopeCode(target.scope);
  const key = target === null ? null : sortKey(target.value);
  return [seq, line, own ? null : text, outcomeCode(outcome), code, notes, scope, key];
}

/** What an approval names: SHA-256 (hex) over the terms and the digests of the uploads. */
export function orderDigest(terms: OrderTerms, uploads: readonly Pick<Upload, "digest">[]): string {
  return createHash("sha256")
    .update([JSON.stringify(terms), ...uploads.map((upload) => upload.digest)].join("\n"))
    .digest("hex");
}

/** Digest and counts of the items of an upload as they stand in the database. */
export function storedUpload(db: Db, orderId: number, { number, first, last }: Upload): Omit<UploadChange, "removed"> {
  const digest = itemsDigest();
  const counts = { ...NO_ITEMS };
  const rows = db.sqlite
    .prepare(
      `SELECT seq, line, text, outcome, code, notes, scope, sort_key FROM items
        WHERE order_id = ? AND seq BETWEEN ? AND ? ORDER BY seq`,
    )
    .raw()
    .iterate(orderId, first, last) as IterableIterator<Parameters<typeof digest.add>>;
  for (const row of rows) {
    digest.add(...row);
    counts[outcomeOf(row[3])] += 1;
  }
  return { number, digest: digest.done(), counts };
}

export type UploadChange = Pick<Upload, "number" | "digest" | "counts"> & { readonly removed: number };

/** Marks items of an upload as removed: all that could be blocked, or those among `items`. Inside a transaction. */
export function removeItems(db: Db, orderId: number, upload: Upload, items: readonly number[] | null): UploadChange {
  const { changes: removed } = db.sqlite
    .prepare(
      `UPDATE items SET outcome = :gone WHERE order_id = :order AND seq BETWEEN :first AND :last
        AND outcome IN (:accepted, :held) AND (:whole OR seq IN (SELECT value FROM json_each(:items)))`,
    )
    .run({
      gone: outcomeCode("removed"),
      order: orderId,
      first: upload.first,
      last: upload.last,
      accepted: outcomeCode("accepted"),
      held: outcomeCode("held"),
      whole: items === null ? 1 : 0,
      items: JSON.stringify(items ?? []),
    });
  return { ...storedUpload(db, orderId, upload), removed };
}

/** How many of these are held items of the order. */
export function countHeld(db: Db, orderId: number, items: readonly number[]): number {
  return Number(
    db.sqlite
      .prepare(
        "SELECT count(*) FROM items WHERE order_id = ? AND outcome = ? AND seq IN (SELECT value FROM json_each(?))",
      )
      .pluck()
      .get(orderId, outcomeCode("held"), JSON.stringify(items)),
  );
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

type Row = [number, number, string | null, number, string | null, string | null, number | null, string | null];
const COLUMNS = "seq, line, text, outcome, code, notes, scope, sort_key";

/** The items of an order with one of these outcomes, in order. Reads while it is iterated. */
export function* itemsOf(db: Db, orderId: number, outcomes: readonly ItemOutcome[]): Generator<Item> {
  const rows = db.sqlite
    .prepare(
      `SELECT ${COLUMNS} FROM items
       WHERE order_id = ? AND outcome IN (SELECT value FROM json_each(?)) ORDER BY seq`,
    )
    .raw()
    .iterate(orderId, JSON.stringify(outcomes.map(outcomeCode))) as IterableIterator<Row>;
  for (const row of rows) yield itemOf(row);
}

/** Rows looked at for one page, so that few bad rows among half a million do not hold up everybody else. */
const MOST_SCANNED = 20_000;

export type ItemPage = {
  readonly items: readonly Item[];
  /** Ask again after this one; null at the end. A page can be empty and still have a next one. */
  readonly next: number | null;
};

/** Up to `limit` items after `after` with one of these outcomes. */
export function itemsAfter(
  db: Db,
  orderId: number,
  outcomes: readonly ItemOutcome[],
  after: number,
  limit: number,
): ItemPage {
  const upto = after + MOST_SCANNED;
  const rows = db.sqlite
    .prepare(
      `SELECT ${COLUMNS} FROM items WHERE order_id = ? AND seq > ? AND seq <= ?
        AND outcome IN (SELECT value FROM json_each(?)) ORDER BY seq LIMIT ?`,
    )
    .raw()
    .all(orderId, after, upto, JSON.stringify(outcomes.map(outcomeCode)), limit) as Row[];
  const reached = rows.length === limit ? (rows.at(-1)?.[0] ?? upto) : upto;
  const last = Number(
    db.sqlite.prepare("SELECT coalesce(max(seq), 0) FROM items WHERE order_id = ?").pluck().get(orderId),
  );
  return { items: rows.map(itemOf), next: reached < last ? reached : null };
}

function itemOf([seq, line, text, outcome, code, notes, scope, key]: Row): Item {
  const target = scope === null || key === null ? null : { scope: scopeOf(scope), value: valueOfSortKey(key) };
  return { seq, line, text: text ?? target?.value ?? "", outcome: outcomeOf(outcome), code, notes, target };
}
