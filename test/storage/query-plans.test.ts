import { expect, test } from "vitest";
import type { Db } from "../../src/storage/database.ts";
import { urgentSince } from "../../src/storage/published-entries.ts";
import { touchCount, touchedRows } from "../../src/storage/touched-rows.ts";
import { approved, memoryDatabase } from "../fixtures/orders.ts";

/** A connection that remembers how SQLite means to answer what it is asked. */
function watched(db: Db) {
  const plans: string[] = [];
  const prepare = (sql: string) => {
    const statement = db.sqlite.prepare(sql);
    const unbound = sql.replace(/:\w+|\?/g, "1");
    for (const { detail } of db.sqlite.prepare(`EXPLAIN QUERY PLAN ${unbound}`).all() as { detail: string }[])
      plans.push(detail);
    return statement;
  };
  return { db: { ...db, sqlite: { prepare } as unknown as Db["sqlite"] }, plans };
}

/** The whole list, or everything that ever happened to an order, for a question about the newest few events. */
const WHOLE = /^SCAN (?:entries|events|e)\b|entries_place \(list=\?\)$|events_subject \(subject=\?\)$/;

test("what was decided since the last release is found without reading the list or the whole history", () => {
  const db = memoryDatabase();
  approved(db, ["one.example"], { number: "1" });
  const { db: connection, plans } = watched(db);
  urgentSince(connection, "general", 1);
  touchedRows(connection, "general", 1, 2);
  touchCount(connection, "general", 1, 2, 10);
  expect(plans.length).toBeGreaterThan(5);
  expect(plans.filter((plan) => WHOLE.test(plan))).toEqual([]);
});
