import { expect, test } from "vitest";
import { approved, NOW } from "../fixtures/orders.ts";
import { EMERGENCY, example, letOut, listed, MASS, out, stopped, takeOff, withList } from "./holding.ts";
import type { Registry } from "./registry.ts";

// Additions and removals that are held back at the same time.

const BATCH = ["batch-a", "batch-b", "batch-c"].map(example);
const orderBatch = ({ db }: Registry) => approved(db, BATCH, { number: "COURT/8" });

test.each([
  { first: "both at once", steps: [["batch", "mass"]] },
  { first: "the batch", steps: [["batch"], ["mass"]] },
  { first: "the mass removal", steps: [["mass"], ["batch"]] },
])(
  "a_batch_and_a_mass_removal_wait_side_by_side_and_are_let_out_together, decided first: $first",
  async ({ steps }) => {
    const { registry, mass, one } = await withList();
    for (const step of steps) {
      if (step.includes("batch")) orderBatch(registry);
      if (step.includes("mass")) takeOff(registry, mass);
      await stopped(registry);
    }
    takeOff(registry, one);
    approved(registry.db, ["child.example"], EMERGENCY);
    expect(await out(registry)).toMatchObject({ extent: { added: 1, removed: 1 } });
    await expect(out(registry)).rejects.toMatchObject({ details: { added: 3, removed: 3 } });
    await letOut(registry);
    expect(await listed(registry)).toEqual([...BATCH, "child.example", "two.example"]);
  },
);

test("a_batch_that_shrinks_comes_out_while_a_mass_removal_goes_on_waiting", async () => {
  const { registry, mass } = await withList();
  const batch = orderBatch(registry);
  takeOff(registry, mass);
  await stopped(registry);
  takeOff(registry, batch, [1]);
  await out(registry);
  expect(await listed(registry)).toEqual([...BATCH.slice(1), ...MASS, "one.example", "two.example"]);
});

test("additions_and_the_removal_of_a_name_that_another_order_keeps_do_not_stop_each_other", async () => {
  const { registry, one } = await withList();
  approved(registry.db, ["one.example"], { number: "PTA/2026/3" });
  await out(registry);
  takeOff(registry, one);
  approved(registry.db, ["child-a.example", "child-b.example"], EMERGENCY);
  expect(await out(registry)).toMatchObject({ extent: { added: 2, removed: 0 } });
  // By itself it is not too much.
  expect(await out(registry)).toMatchObject({ extent: { added: 1, removed: 0 } });
});

test("a_hold_that_was_ended_too_early_is_taken_up_again_and_stops_nothing", async () => {
  const { registry, mass } = await withList();
  orderBatch(registry);
  takeOff(registry, mass);
  approved(registry.db, ["child-a.example"], EMERGENCY);
  await out(registry);
  for (const change of ["added", "removed"] as const)
    registry.publishing.ledger.endHold("general", change, { at: NOW, actor: "publisher" });
  approved(registry.db, ["child-b.example"], { ...EMERGENCY, number: "PTA/2026/912" });
  expect(await out(registry)).toMatchObject({ extent: { added: 1, removed: 0 } });
  await expect(out(registry)).rejects.toMatchObject({ details: { added: 3, removed: 3 } });
});
