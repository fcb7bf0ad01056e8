import fc from "fast-check";
import { expect, test } from "vitest";
import { NO_ITEMS } from "../../src/core/order/order.ts";
import type { Db } from "../../src/storage/database.ts";
import { type Item, itemsOf, stageItems, storedUpload } from "../../src/storage/items.ts";
import { memoryDatabase } from "../fixtures/orders.ts";

const name = fc.stringMatching(/^[a-z]{1,3}$/).map((label) => `${label}.example`);
const accepted = fc.record({
  value: name,
  own: fc.boolean(),
  notes: fc.constantFrom(null, "wildcard"),
  skip: fc.nat(2),
});
const other = fc.record({ text: fc.string(), code: fc.constantFrom("not_a_name", "popular,unterminated") });

/** Items as an import makes them: numbered from 1, lines ascending with gaps, most of them plain names. */
const items = fc.array(fc.oneof({ weight: 5, arbitrary: accepted }, other), { maxLength: 60 }).map((parts) => {
  let line = 0;
  return parts.map((part, index): Item => {
    line += 1 + ("skip" in part ? Math.max(0, part.skip - 1) : 0);
    const place = { seq: index + 1, line };
    if ("text" in part)
      return { ...place, text: part.text, outcome: "refused", code: part.code, notes: null, target: null };
    const text = part.own ? part.value : `http://${part.value}/`;
    const target = { scope: "domain", value: part.value } as const;
    return { ...place, text, outcome: "accepted", code: null, notes: part.notes, target };
  });
});

/** Written into an order of their own; returns their digest. */
function write(db: Db, given: readonly Item[]): string {
  const staged = stageItems(db);
  for (const item of given) staged.add(item);
  db.sqlite.exec("INSERT INTO orders VALUES (1, 'a', 'n', 'draft', 'c', 0, 'd', 0, 0, '{}')");
  staged.moveTo(1);
  return staged.digest();
}

test("items are read as they were written, in order, and their digest can be computed again", () => {
  fc.assert(
    fc.property(items, (given) => {
      const db = memoryDatabase();
      const digest = write(db, given);
      expect([...itemsOf(db, 1, ["accepted", "held", "refused", "duplicate", "skipped"])]).toEqual(given);
      const source = { name: "", sha256: "", format: "plain", charset: "utf-8", bytes: 0 };
      const upload = { number: 1, source, first: 1, last: given.length, digest, counts: NO_ITEMS };
      expect(storedUpload(db, 1, upload).digest).toBe(digest);
      db.sqlite.close();
    }),
  );
});

test("a run longer than one statement takes keeps every name", () => {
  const db = memoryDatabase();
  const many = Array.from({ length: 12_345 }, (_, index) => `n${index}.example`);
  const given = many.map((value, index): Item => {
    const target = { scope: "domain", value } as const;
    return { seq: index + 1, line: index + 1, text: value, outcome: "accepted", code: null, notes: null, target };
  });
  write(db, given);
  expect([...itemsOf(db, 1, ["accepted"])].map((item) => item.text)).toEqual(many);
});
