import { describe, expect, test } from "vitest";
import { approve } from "../../src/review/approve.ts";
import { reject } from "../../src/review/reject.ts";
import { submit } from "../../src/review/submit.ts";
import { withdraw } from "../../src/review/withdraw.ts";
import { clearances } from "../../src/storage/entries.ts";
import { eventWatermark } from "../../src/storage/log.ts";
import { activeEntries, touchedBetween } from "../../src/storage/published-entries.ts";
import { approved, memoryDatabase, NOW, receive, released } from "../fixtures/orders.ts";

const approval = (digest: string) => ({ digest, reasons: "as ordered", senior: null, held: { kind: "none" } }) as const;
const values = (db: ReturnType<typeof memoryDatabase>) =>
  [...activeEntries(db, "general", eventWatermark(db)).entries].map((entry) => entry.value);

function submitted(texts: string[]) {
  const db = memoryDatabase();
  const order = receive(db, texts);
  submit(db, "o1", "Officer A", NOW);
  return { db, order };
}

describe("two officers", () => {
  test("author_cannot_approve", () => {
    const { db, order } = submitted(["a.example"]);
    expect(() => approve(db, "o1", approval(order.digest), "clerk", NOW)).toThrow(
      expect.objectContaining({ code: "author_cannot_approve" }),
    );
    expect(values(db)).toEqual([]);
  });

  test("author_cannot_approve_by_writing_the_name_another_way", () => {
    const { db, order } = submitted(["a.example"]);
    expect(() => approve(db, "o1", approval(order.digest), "  CLERK ", NOW)).toThrow(
      expect.objectContaining({ code: "author_cannot_approve" }),
    );
  });

  test("submitter_cannot_approve", () => {
    const { db, order } = submitted(["a.example"]);
    expect(() => approve(db, "o1", approval(order.digest), "officer  a", NOW)).toThrow(
      expect.objectContaining({ code: "same_officer" }),
    );
  });

  test("approval_names_what_was_reviewed", () => {
    const { db } = submitted(["a.example"]);
    expect(() => approve(db, "o1", approval("0".repeat(64)), "Officer B", NOW)).toThrow(
      expect.objectContaining({ code: "digest_mismatch" }),
    );
  });

  test("decision_needs_written_reasons", () => {
    const { db, order } = submitted(["a.example"]);
    expect(() => approve(db, "o1", { ...approval(order.digest), reasons: "  " }, "Officer B", NOW)).toThrow(
      expect.objectContaining({ code: "order_incomplete" }),
    );
    expect(() => reject(db, "o1", "", "Officer B", NOW)).toThrow(expect.objectContaining({ code: "order_incomplete" }));
  });

  test("an_order_is_decided_once", () => {
    const { db, order } = submitted(["a.example"]);
    approve(db, "o1", approval(order.digest), "Officer B", NOW);
    expect(() => approve(db, "o1", approval(order.digest), "Officer C", NOW)).toThrow(
      expect.objectContaining({ code: "order_state" }),
    );
    expect(() => reject(db, "o1", "no", "Officer C", NOW)).toThrow(expect.objectContaining({ code: "order_state" }));
  });

  test("an_order_with_nothing_to_block_cannot_be_put_forward", () => {
    const db = memoryDatabase();
    receive(db, []);
    expect(() => submit(db, "o1", "Officer A", NOW)).toThrow(expect.objectContaining({ code: "order_incomplete" }));
  });
});

describe("held items", () => {
  test("stay_out_of_the_list_without_a_senior", () => {
    const { db, order } = submitted(["a.example", "held:popular.example"]);
    expect(() => approve(db, "o1", { ...approval(order.digest), held: { kind: "all" } }, "Officer B", NOW)).toThrow(
      expect.objectContaining({ code: "senior_required" }),
    );
    approve(db, "o1", approval(order.digest), "Officer B", NOW);
    expect(values(db)).toEqual(["a.example"]);
  });

  test("senior_must_be_a_third_person", () => {
    const { db, order } = submitted(["held:popular.example"]);
    for (const senior of ["Officer B", "officer a", "Clerk"])
      expect(() =>
        approve(db, "o1", { ...approval(order.digest), senior, held: { kind: "all" } }, "Officer B", NOW),
      ).toThrow(expect.objectContaining({ code: "same_officer" }));
  });

  test("senior_approves_one_by_one", () => {
    const { db, order } = submitted(["a.example", "held:p.example", "held:q.example"]);
    const held = { kind: "some", items: [3] } as const;
    approve(db, "o1", { ...approval(order.digest), senior: "Senior S", held }, "Officer B", NOW);
    expect(values(db)).toEqual(["a.example", "q.example"]);
  });

  test("an_undecided_item_never_shows_in_a_delta", () => {
    const { db, order } = submitted(["a.example", "held:p.example"]);
    approve(db, "o1", approval(order.digest), "Officer B", NOW);
    expect(touchedBetween(db, "general", 0, eventWatermark(db))).toEqual([
      { kind: "put", line: { value: "a.example", scope: "domain", category: "decency" } },
    ]);
  });
});

describe("withdrawal", () => {
  test("takes_two_different_officers", () => {
    const db = memoryDatabase();
    approved(db, ["a.example"]);
    const withdrawal = { items: null, second: "officer A", reasons: "lapsed", cleared: false };
    expect(() => withdraw(db, "o1", withdrawal, "Officer A", NOW, 0)).toThrow(
      expect.objectContaining({ code: "same_officer" }),
    );
  });

  test("of_one_order_leaves_what_another_order_blocks", () => {
    const db = memoryDatabase();
    approved(db, ["a.example", "b.example"]);
    approved(db, ["b.example", "c.example"], { number: "PTA/2026/2", category: "proxy" });
    const before = released(db);
    expect(values(db)).toEqual(["a.example", "b.example", "c.example"]);
    const withdrawal = { items: null, second: "Officer B", reasons: "lapsed", cleared: false };
    expect(withdraw(db, "o1", withdrawal, "Officer A", NOW, 0).removed).toBe(2);
    expect(values(db)).toEqual(["b.example", "c.example"]);
    expect(touchedBetween(db, "general", before, eventWatermark(db))).toEqual([
      { kind: "drop", value: "a.example", scope: "domain" },
      { kind: "put", line: { value: "b.example", scope: "domain", category: "proxy" } },
    ]);
  });

  test("of_one_item_leaves_the_order_in_force", () => {
    const db = memoryDatabase();
    approved(db, ["a.example", "b.example"]);
    const withdrawal = { items: [1], second: "Officer B", reasons: "cleared", cleared: true };
    const { order, removed } = withdraw(db, "o1", withdrawal, "Officer A", NOW, 90 * 86_400);
    expect([order.state, removed, values(db)]).toEqual(["approved", 1, ["b.example"]]);
  });

  test("cleared_name_is_held_for_its_time", () => {
    const db = memoryDatabase();
    approved(db, ["a.example"]);
    const withdrawal = { items: null, second: "Officer B", reasons: "cleared", cleared: true };
    withdraw(db, "o1", withdrawal, "Officer A", NOW, 90 * 86_400);
    const cleared = { target: { scope: "domain", value: "a.example" }, until: NOW + 90 * 86_400 };
    expect(clearances(db, NOW + 90 * 86_400 - 1)).toEqual([cleared]);
    expect(clearances(db, NOW + 90 * 86_400)).toEqual([]);
  });
});

test("an_earlier_release_can_be_derived_again", () => {
  const db = memoryDatabase();
  approved(db, ["a.example"]);
  const first = eventWatermark(db);
  approved(db, ["b.example"], { number: "PTA/2026/2" });
  withdraw(db, "o1", { items: null, second: "B", reasons: "lapsed", cleared: false }, "A", NOW, 0);
  expect([...activeEntries(db, "general", first).entries].map((entry) => entry.value)).toEqual(["a.example"]);
  expect(values(db)).toEqual(["b.example"]);
});

test("sealed_entries_are_on_no_general_list_and_leave_no_gap_in_its_numbers", () => {
  const db = memoryDatabase();
  approved(db, ["a.example"]);
  approved(db, ["secret.invalid"], { number: "PTA/2026/2", category: "child-abuse", list: "sealed" });
  approved(db, ["b.example"], { number: "PTA/2026/3" });
  const upto = eventWatermark(db);
  expect([...activeEntries(db, "general", upto).entries].map(({ id, value }) => [id, value])).toEqual([
    [1, "a.example"],
    [2, "b.example"],
  ]);
  expect(JSON.stringify(touchedBetween(db, "general", 0, upto))).not.toContain("secret");
  expect([...activeEntries(db, "sealed", upto).entries].map((entry) => entry.value)).toEqual(["secret.invalid"]);
});
