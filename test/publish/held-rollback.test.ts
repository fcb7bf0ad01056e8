import { expect, test } from "vitest";
import { expireOrders } from "../../src/review/expire-orders.ts";
import { approved, NOW } from "../fixtures/orders.ts";
import {
  DAY,
  decideEnd,
  dying,
  EMERGENCY,
  endRollback,
  example,
  letOut,
  listed,
  MASS,
  out,
  publicText,
  rollBack,
  stopped,
  takeOff,
  withBatch,
  withList,
} from "./holding.ts";

test("a_rollback_and_its_end_let_out_no_batch_that_is_held_back", async () => {
  const { registry } = await withBatch();
  approved(registry.db, ["urgent.example"], EMERGENCY);
  await out(registry);
  await rollBack(registry, 1);
  expect(await listed(registry)).toEqual(["right.example"]);
  await endRollback(registry);
  expect(await listed(registry)).toEqual(["right.example", "urgent.example"]);
  await stopped(registry);
  await out(registry, { releasedBy: "Senior S" });
  expect(await listed(registry)).toHaveLength(5);
});

test("a_batch_from_before_the_release_gone_back_to_comes_out_when_it_is_let_out_though_the_rollback_holds", async () => {
  const { registry } = await withBatch();
  approved(registry.db, ["urgent.example"], EMERGENCY);
  await out(registry);
  approved(registry.db, ["wrong.example"], { number: "PTA/2026/8" });
  await out(registry);
  await rollBack(registry, 2);
  expect(await listed(registry)).toEqual(["right.example", "urgent.example"]);
  await out(registry, { releasedBy: "Senior S" });
  expect(await listed(registry)).toEqual([
    ...["batch-a", "batch-b", "batch-c"].map(example),
    "right.example",
    "urgent.example",
  ]);
});

test("what_a_rollback_set_aside_is_let_out_when_it_ends_and_until_then_stands_in_nobodys_way_and_in_no_file", async () => {
  const { registry } = await withBatch();
  approved(registry.db, ["urgent.example"], EMERGENCY);
  await out(registry);
  await rollBack(registry, 1);
  await out(registry, { releasedBy: "Senior S" });
  approved(registry.db, ["small.example"], { number: "PTA/2026/3" });
  await out(registry);
  expect(await listed(registry)).toEqual(["right.example", "small.example"]);
  expect(publicText(registry)).not.toMatch(/batch-[abc]/);
  await endRollback(registry);
  expect(await listed(registry)).toHaveLength(6);
});

test("what_was_let_out_before_the_rollback_and_had_not_been_in_the_release_gone_back_to_is_set_aside", async () => {
  const { registry } = await withBatch();
  approved(registry.db, ["urgent.example"], EMERGENCY);
  await out(registry);
  await out(registry, { releasedBy: "Senior S" });
  await rollBack(registry, 2);
  expect(await listed(registry)).toEqual(["right.example", "urgent.example"]);
  await endRollback(registry);
  expect(await listed(registry)).toHaveLength(5);
});

test("what_was_withdrawn_from_a_batch_before_a_rollback_does_not_come_out_with_the_rest_of_it", async () => {
  const { registry, batch } = await withBatch();
  approved(registry.db, ["urgent.example"], EMERGENCY);
  await out(registry);
  approved(registry.db, ["batch-d.example"], { number: "PTA/2026/3" });
  await out(registry);
  takeOff(registry, batch, [3]);
  await rollBack(registry, 2);
  await out(registry, { releasedBy: "Senior S" });
  expect(await listed(registry)).toEqual([...["batch-a", "batch-b", "right", "urgent"].map(example)]);
});

test("a_rollback_and_its_end_let_out_no_removal_that_is_held_back", async () => {
  const { registry, mass, one } = await withList();
  takeOff(registry, mass);
  takeOff(registry, one);
  await out(registry);
  await rollBack(registry, 1);
  expect(await listed(registry)).toEqual([...MASS, "one.example", "two.example"]);
  await endRollback(registry);
  expect(await listed(registry)).toEqual([...MASS, "two.example"]);
  await letOut(registry);
  expect(await listed(registry)).toEqual(["two.example"]);
});

test("a_removal_that_waited_before_the_release_gone_back_to_is_let_out_though_the_rollback_holds", async () => {
  const { registry, mass, one } = await withList();
  takeOff(registry, mass);
  takeOff(registry, one);
  await out(registry);
  approved(registry.db, ["wrong.example"], { number: "PTA/2026/8" });
  await out(registry);
  await rollBack(registry, 2);
  expect(await listed(registry)).toEqual([...MASS, "two.example"]);
  await letOut(registry);
  expect(await listed(registry)).toEqual(["two.example"]);
  await endRollback(registry);
  expect(await listed(registry)).toEqual(["two.example", "wrong.example"]);
});

test("a_rollback_brings_back_a_mass_removal_that_was_let_out_by_mistake_and_none_that_the_clock_ended", async () => {
  const { registry, mass } = await withList();
  const { db } = registry;
  approved(db, ["ended-a.example", "ended-b.example", "ended-c.example"], {
    number: "COURT/8",
    expiresAt: NOW + 200 * DAY,
  });
  await letOut(registry);
  takeOff(registry, mass);
  expireOrders(db, NOW + 201 * DAY);
  approved(db, ["child.example"], EMERGENCY);
  await out(registry);
  expect(await listed(registry)).toHaveLength(9);
  await letOut(registry);
  expect(await listed(registry)).toEqual(["child", "one", "two"].map(example));
  await rollBack(registry, 3);
  expect(await listed(registry)).toEqual(["child.example", ...MASS, "one.example", "two.example"]);
});

test.each([false, true])(
  "what_is_too_much_and_was_decided_just_before_a_rollback_ends_does_not_go_out_with_its_end, after a crash: %s",
  async (crashes) => {
    const { registry, mass, one } = await withList();
    approved(registry.db, ["wrong.example"], { number: "PTA/2026/8" });
    await out(registry);
    await rollBack(registry, 1);
    approved(registry.db, ["batch-a.example", "batch-b.example", "batch-c.example"], { number: "COURT/8" });
    approved(registry.db, ["child.example"], EMERGENCY);
    takeOff(registry, mass);
    takeOff(registry, one);
    decideEnd(registry);
    if (crashes) {
      await expect(out(dying(registry))).rejects.toThrow(/dies here/);
      approved(registry.db, ["later.example"], { number: "PTA/2026/9" });
    }
    await out(registry);
    expect(await listed(registry)).toEqual(["child.example", ...MASS, "two.example", "wrong.example"]);
    if (crashes) await out(registry);
    await stopped(registry);
    await letOut(registry);
    expect(await listed(registry)).toHaveLength(crashes ? 7 : 6);
  },
);

test("the_end_of_a_rollback_goes_out_after_a_crash_however_much_it_changes", async () => {
  const { registry, mass, one } = await withList();
  takeOff(registry, mass);
  takeOff(registry, one);
  await letOut(registry);
  await rollBack(registry, 1);
  decideEnd(registry);
  approved(registry.db, ["a.example", "b.example", "c.example"], { number: "COURT/8" });
  await out(registry);
  expect(await listed(registry)).toEqual(["two.example"]);
  await stopped(registry);
});
