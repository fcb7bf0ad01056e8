import { describe, expect, test } from "vitest";
import { withdraw } from "../../src/review/withdraw.ts";
import { appendAudit } from "../../src/storage/log.ts";
import { verifyAudit } from "../../src/storage/verify-audit.ts";
import { approved, memoryDatabase, NOW, receive } from "../fixtures/orders.ts";

const TRIGGERS = ["events_no_update", "events_no_delete", "audit_no_update", "audit_no_delete"];

function filled() {
  const db = memoryDatabase();
  approved(db, ["a.example", "b.example/path", "=c.example"]);
  receive(db, ["d.example"], { number: "PTA/2026/2" });
  const withdrawal = { items: [1], second: "Officer B", reasons: "wrong name", cleared: false };
  withdraw(db, "o1", withdrawal, "Officer A", NOW, 0);
  appendAudit(db, { at: NOW, actor: "admin", action: "key.list", subject: "key", detail: {} });
  return db;
}

/** As someone with the file and a shell would: the triggers are no obstacle to them. */
function tamper(db: ReturnType<typeof filled>, sql: string): void {
  for (const trigger of TRIGGERS) db.sqlite.exec(`DROP TRIGGER ${trigger}`);
  db.sqlite.pragma("foreign_keys = OFF");
  expect(db.sqlite.prepare(sql).run().changes).toBeGreaterThan(0);
}

test("what_was_written_by_the_registry_verifies", () => {
  const report = verifyAudit(filled());
  expect(report.findings).toEqual([]);
  expect([report.events, report.orders]).toEqual([7, 2]);
});

describe("one_changed_byte_is_found", () => {
  const changes: Record<string, string> = {
    "audit actor": "UPDATE audit SET actor = 'admim' WHERE actor = 'admin'",
    "audit detail": "UPDATE audit SET detail = replace(detail, '{}', '[]') WHERE action = 'key.list'",
    "audit hash": "UPDATE audit SET hash = replace(hash, substr(hash, 1, 1), 'g') WHERE id = 2",
    "audit row gone": "DELETE FROM audit WHERE id = 2",
    "event data": "UPDATE events SET data = replace(data, 'as ordered', 'as orderee') WHERE kind = 'approved'",
    "event time": "UPDATE events SET at = at + 1 WHERE id = 1",
    "last event gone": "DELETE FROM events WHERE id = 7",
    "order record": "UPDATE orders SET record = replace(record, 'Ministry', 'ministry') WHERE id = 1",
    "order column": "UPDATE orders SET state = 'in_force' WHERE id = 1",
    "order gone": "DELETE FROM orders WHERE id = 2",
    "item text": "UPDATE items SET sort_key = 'example!aa' WHERE sort_key = 'example!a'",
    "item outcome": "UPDATE items SET outcome = 1 WHERE order_id = 2",
    "item gone": "DELETE FROM items WHERE order_id = 2",
    "entry moved": "UPDATE entries SET sort_key = 'example!z' WHERE id = 1",
    "entry gone": "DELETE FROM entries WHERE id = 1",
    "entry taken off": "UPDATE entries SET removed_event = added_event WHERE id = 2",
    "withdrawn entry put back": "UPDATE entries SET removed_event = NULL WHERE removed_event IS NOT NULL",
    "entry on another list": "UPDATE entries SET list = 1 WHERE id = 1",
  };
  for (const [name, sql] of Object.entries(changes))
    test(name, () => {
      const db = filled();
      tamper(db, sql);
      expect(verifyAudit(db).findings.length).toBeGreaterThan(0);
    });
});

describe("the_database_itself_refuses", () => {
  for (const sql of [
    "UPDATE events SET at = 0",
    "DELETE FROM events",
    "INSERT OR REPLACE INTO events SELECT * FROM events LIMIT 1",
    "UPDATE audit SET at = 0",
    "DELETE FROM audit",
    "INSERT OR REPLACE INTO audit SELECT * FROM audit LIMIT 1",
  ])
    test(sql, () => {
      const db = filled();
      expect(() => db.sqlite.exec(sql)).toThrow(/append-only/);
      expect(verifyAudit(db).findings).toEqual([]);
    });
});
