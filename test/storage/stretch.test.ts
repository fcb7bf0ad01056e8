import Sqlite from "better-sqlite3";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FEW_STRETCHES, isWithin, within } from "../../src/storage/stretch.ts";

const stretch = fc.tuple(fc.nat(400), fc.nat(9)).map(([after, length]) => ({ after, upto: after + length }));
const stretches = fc.oneof(
  fc.array(stretch, { maxLength: 5 }),
  fc.array(stretch, { minLength: FEW_STRETCHES - 1, maxLength: FEW_STRETCHES + 2 }),
  fc.array(stretch, { minLength: 100, maxLength: 200 }),
);

test("an event lies in few stretches or in many as it does one by one, and no event in none", () => {
  const sqlite = new Sqlite(":memory:");
  sqlite.exec("CREATE TABLE events (id INTEGER)");
  const insert = sqlite.prepare("INSERT INTO events VALUES (?)");
  const events = Array.from({ length: 420 }, (_, id) => id);
  for (const id of [...events, null]) insert.run(id);
  fc.assert(
    fc.property(stretches, (some) => {
      const found = sqlite
        .prepare(`SELECT id FROM events WHERE ${within("id", some)} ORDER BY id`)
        .pluck()
        .all();
      expect(found).toEqual(events.filter((event) => isWithin(event, some)));
    }),
  );
  sqlite.close();
});

const many = (length: number) => Array.from({ length }, (_, at) => ({ after: 3 * at, upto: 3 * at + 1 }));

test("thousands of stretches are searched to their ends", () => {
  const sqlite = new Sqlite(":memory:");
  const asked = [1, 2, 3, 14_998, 14_999, 15_001];
  const lies = sqlite
    .prepare(`SELECT ${within("value", many(5_000))} FROM json_each(?) ORDER BY value`)
    .pluck()
    .all(JSON.stringify(asked));
  expect(lies).toEqual([1, 0, 0, 1, 0, 0]);
  sqlite.close();
});

test("tens of thousands of stretches are no expression that is too deep", () => {
  const sqlite = new Sqlite(":memory:");
  sqlite.exec("CREATE TABLE events (id INTEGER)");
  // A view is read and not yet made into a program, which takes SQLite the square of their number.
  expect(() => sqlite.exec(`CREATE VIEW some AS SELECT ${within("id", many(20_000))} FROM events`)).not.toThrow();
  sqlite.close();
});
