import fc from "fast-check";
import { expect, test } from "vitest";
import { type Item, itemsOf, itemWriter, storedItemsDigest } from "../../src/storage/items.ts";
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

test("items are read as they were written, in order, and their digest can be computed again", () => {
  fc.assert(
    fc.property(items, (given) => {
      const db = memoryDatabase();
      const written = db.sqlite.transaction(() => {
        const writer = itemWriter(db, 1);
        for (const item of given) writer.add(item);
        const digest = writer.digest();
        db.sqlite.exec("INSERT INTO orders VALUES (1, 'a', 'n', 'draft', 'c', 0, 'd', 0, 0, '{}')");
        return digest;
      })();
      expect([...itemsOf(db, 1, ["accepted", "held", "refused", "duplicate", "skipped"])]).toEqual(given);
      expect(storedItemsDigest(db, 1)).toBe(written);
      db.sqlite.close();
    }),
  );
});

test("a run longer than one statement takes keeps every name", () => {
  const db = memoryDatabase();
  const many = Array.from({ length: 12_345 }, (_, index) => `n${index}.example`);
  db.sqlite.transaction(() => {
    const writer = itemWriter(db, 1);
    for (const [index, value] of many.entries()) {
      const target = { scope: "domain", value } as const;
      writer.add({
        seq: index + 1,
        line: index + 1,
        text: value,
        outcome: "accepted",
        code: null,
        notes: null,
        target,
      });
    }
    writer.digest();
    db.sqlite.exec("INSERT INTO orders VALUES (1, 'a', 'n', 'draft', 'c', 0, 'd', 0, 0, '{}')");
  })();
  expect([...itemsOf(db, 1, ["accepted"])].map((item) => item.text)).toEqual(many);
});
