import { expect, test } from "vitest";
import { submitAppeal } from "../../../src/intake/appeals/submit-appeal.ts";
import { confirm } from "../../../src/review/appeals/confirm.ts";
import { propose } from "../../../src/review/appeals/propose.ts";
import { settleAppeals } from "../../../src/review/appeals/settle-appeals.ts";
import { suspend } from "../../../src/review/appeals/suspend.ts";
import { takeAppeal } from "../../../src/review/appeals/take-appeal.ts";
import { withdraw } from "../../../src/review/withdraw.ts";
import { clearances } from "../../../src/storage/entries.ts";
import { holdRemovals, letOut } from "../../../src/storage/hold-back.ts";
import { eventWatermark } from "../../../src/storage/log.ts";
import { orderEffect } from "../../../src/storage/order-effect.ts";
import { findOrder } from "../../../src/storage/orders.ts";
import { activeEntries } from "../../../src/storage/published-entries.ts";
import { verifyAudit } from "../../../src/storage/verify-audit.ts";
import { act, caseFixture } from "../../fixtures/cases.ts";
import { approved, released } from "../../fixtures/orders.ts";

// Three names of one order have been taken off by a mass removal that waits for a senior officer: they are blocked still.

const MASS = ["a.example", "b.example", "c.example"];

/** `items`: of the order, when not all of it was withdrawn. */
function heldRemoval(items: readonly number[] | null = null) {
  const ports = { ...caseFixture(), clearanceSeconds: 90 * 86_400 };
  const { db, clock } = ports;
  approved(db, [...MASS, "d.example"]);
  const watermark = released(db);
  const takeOff = (some: readonly number[] | null) =>
    withdraw(
      db,
      "o1",
      { items: some, second: "Officer B", reasons: "mistaken", cleared: false },
      "Officer A",
      clock.at,
      0,
    );
  takeOff(items);
  holdRemovals(db, "general", watermark, { at: clock.at, actor: "publisher" }, 2);
  const as = (officer: string, reference: string) => act(ports, reference, officer, "general");
  return {
    ports,
    watermark,
    takeOff,
    list: () => [...activeEntries(db, "general", eventWatermark(db)).entries].map(({ value }) => value),
    async appeal(url: string) {
      const { appeal } = await submitAppeal(ports, { url }, { address: "192.0.2.1", proof: "proof" });
      takeAppeal(ports, as("d.raza", appeal.reference));
      return appeal;
    },
    suspend: (reference: string) => suspend(ports, as("d.raza", reference), "looks wrong"),
    decide(reference: string, verdict: "upheld" | "dismissed") {
      propose(ports, as("d.raza", reference), verdict, "looked at again");
      return confirm(ports, as("e.noor", reference));
    },
  };
}

test("an_appeal_against_a_name_that_a_mass_removal_keeps_blocked_is_taken_and_decided_and_does_not_wait_for_it", async () => {
  const { ports, list, appeal, decide } = heldRemoval();
  expect(list()).toEqual([...MASS, "d.example"]);
  const { reference, entry } = await appeal("a.example");
  expect(entry).toBe(1);
  expect(decide(reference, "upheld").outcome).toBe("upheld");
  expect(list()).toEqual(["b.example", "c.example", "d.example"]);
  expect(clearances(ports.db, ports.clock.at).map(({ target }) => target.value)).toEqual(["a.example"]);
  expect(verifyAudit(ports.db).findings).toEqual([]);
});

test.each([
  { withdrawn: "the whole order", items: null },
  { withdrawn: "three names of four", items: [1, 2, 3] },
])(
  "a_name_that_was_suspended_out_of_a_mass_removal_does_not_come_back_with_a_dismissed_appeal: $withdrawn",
  async ({ items }) => {
    const { ports, list, appeal, suspend, decide } = heldRemoval(items);
    const { reference } = await appeal("a.example");
    suspend(reference);
    expect(list()).toEqual(["b.example", "c.example", "d.example"]);
    decide(reference, "dismissed");
    expect(list()).toEqual(["b.example", "c.example", "d.example"]);
    expect(verifyAudit(ports.db).findings).toEqual([]);
  },
);

test("an_appeal_is_not_ended_as_blocked_no_more_before_the_mass_removal_is_let_out", async () => {
  const { ports, watermark, appeal } = heldRemoval();
  const { db, clock } = ports;
  await appeal("a.example");
  expect(settleAppeals(ports, clock.at)).toBe(0);
  const senior = { at: clock.at, actor: "Senior S", reasons: null };
  letOut(db, { released: watermark, upto: eventWatermark(db) }, senior, { general: 2, sealed: 2 });
  expect(settleAppeals(ports, clock.at)).toBe(1);
});

test("a_single_name_out_of_a_mass_removal_of_part_of_an_order_is_withdrawn_by_itself_and_leaves_at_once", () => {
  const { ports, list, takeOff } = heldRemoval([1, 2, 3]);
  const { db } = ports;
  const proposal = { kind: "withdraw", items: [1], cleared: false, reasons: "court", by: "Officer A", at: 0 } as const;
  const order = { ...findOrder(db, "o1"), proposal };
  expect(orderEffect(db, order, 0, 10).total).toMatchObject({ removes: 1 });
  expect(takeOff([1]).removed).toBe(1);
  expect(list()).toEqual(["b.example", "c.example", "d.example"]);
  expect(verifyAudit(db).findings).toEqual([]);
});
