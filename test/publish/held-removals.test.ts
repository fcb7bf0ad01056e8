import { expect, test } from "vitest";
import type { OrderRecord } from "../../src/core/order/order.ts";
import { decideHeld } from "../../src/review/decide-held.ts";
import { expireOrders } from "../../src/review/expire-orders.ts";
import { holdRemovals } from "../../src/storage/hold-back.ts";
import { pendingChanges } from "../../src/storage/pending-changes.ts";
import { heldDecisions, releaseDecisions } from "../../src/storage/release-decisions.ts";
import { waitingPage } from "../../src/storage/release-difference.ts";
import { verifyAudit } from "../../src/storage/verify-audit.ts";
import { approved, NOW } from "../fixtures/orders.ts";
import {
  DAY,
  dying,
  EMERGENCY,
  example,
  head,
  heldBackAndNot,
  letOut,
  listed,
  MASS,
  newest,
  out,
  SEALED,
  stopped,
  takeOff,
  urgent,
  withList,
} from "./holding.ts";
import { newRegistry, type Registry } from "./registry.ts";
import { enrolSubscriber } from "./sealed-subscriber.ts";
import { downloadFrom } from "./tree.ts";

const clearOnAppeal = (registry: Registry, order: OrderRecord) => takeOff(registry, order, null, true);

test("a_mass_removal_waits_for_a_senior_officer_and_nothing_else_waits_for_it", async () => {
  const { registry, mass, one, two } = await withList();
  const { db } = registry;
  const before = head(registry);
  takeOff(registry, mass);
  expect(urgent(registry)).toBe(true);
  await expect(out(registry)).rejects.toMatchObject({ details: { added: 0, removed: 3, listSize: 5, allowed: 2 } });
  expect(urgent(registry)).toBe(false);
  const marks = newest(registry);
  await stopped(registry);
  expect(newest(registry)).toBe(marks);

  takeOff(registry, one);
  expect(urgent(registry)).toBe(true);
  expect(await out(registry)).toMatchObject({ extent: { added: 0, removed: 1 } });
  approved(db, ["child.example"], EMERGENCY);
  expect(await out(registry)).toMatchObject({ extent: { added: 1, removed: 0 } });
  approved(db, ["later.example"], { number: "PTA/2026/3" });
  clearOnAppeal(registry, two);
  expect(await out(registry)).toMatchObject({ extent: { added: 1, removed: 1 } });
  expect(await listed(registry)).toEqual(["child.example", "later.example", ...MASS]);
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  expect([...((await downloadFrom(registry.root))?.deltas.values() ?? [])].map(text).join()).not.toContain("mass");
  expect(urgent(registry)).toBe(false);

  expect(pendingChanges(db, "general", head(registry), newest(registry))).toMatchObject({ additions: 0, removals: 3 });
  const page = waitingPage(db, "general", [head(registry), newest(registry)], null, 10);
  expect(page.changes.map(({ target, after }) => [target.value, after])).toEqual(MASS.map((name) => [name, null]));
  const told = (after: number, upto: number | null) =>
    releaseDecisions(db, { after, upto }, 10).map(({ order, kind, held }) => [order?.number, kind, held]);
  expect(told(head(registry), null)).toEqual([["COURT/7", "withdrawn", true]]);
  expect(told(before, head(registry)).map(([number]) => number)).not.toContain("COURT/7");

  const waited = head(registry);
  expect(await letOut(registry)).toMatchObject({ extent: { added: 0, removed: 3 } });
  expect(await listed(registry)).toEqual(["child.example", "later.example"]);
  expect(told(waited, head(registry))).toEqual([["COURT/7", "withdrawn", false]]);
  expect(verifyAudit(db).findings).toEqual([]);
});

test("whoever_lets_a_mass_removal_out_is_shown_it_however_much_was_decided_before_it_that_waits_too", async () => {
  const { registry, mass } = await withList();
  const { db } = registry;
  for (let at = 0; at < 3; at++) approved(db, [`small${at}.example`], { number: `PTA/2026/9${at}` });
  takeOff(registry, mass);
  // As when the registry died between holding it back and publishing the rest.
  holdRemovals(db, "general", head(registry), { at: NOW, actor: "publisher" }, 2);
  const shown = heldDecisions(db, head(registry), 2).map(({ order, kind, held }) => [order?.number, kind, held]);
  expect(shown).toEqual([["COURT/7", "withdrawn", true]]);
});

test("removals_that_were_held_back_come_out_file_for_file_as_ones_that_never_were", async () => {
  const { held, not } = await heldBackAndNot(async () => {
    const { registry, mass, one } = await withList();
    takeOff(registry, mass);
    takeOff(registry, one);
    approved(registry.db, ["child.example"], EMERGENCY);
    return registry;
  });
  expect(held).toMatchObject({ release: 3, entries: 2 });
  expect(held).toEqual(not);
});

test("of_many_small_removals_at_once_an_appeal_goes_out_and_what_is_above_the_limits_waits", async () => {
  const { registry, one, two } = await withList();
  const { db } = registry;
  const three = approved(db, ["three.example"], { number: "PTA/2026/3" });
  const four = approved(db, ["four.example"], { number: "PTA/2026/4" });
  await out(registry);
  for (const order of [one, two, three]) takeOff(registry, order);
  clearOnAppeal(registry, four);
  expect(await out(registry)).toMatchObject({ extent: { removed: 2 } });
  expect(await listed(registry)).toEqual([...MASS, "three.example", "two.example"]);
  // The two that are left are no more than may go at once, and yet they are part of more.
  await stopped(registry);
  await letOut(registry);
  expect(await listed(registry)).toEqual(MASS);
});

test("a_large_order_that_ends_by_the_clock_waits_too_and_a_small_one_ends_at_once", async () => {
  const { registry } = await withList({ expiresAt: NOW + 200 * DAY });
  const soon = { number: "PTA/2026/3", expiresAt: NOW + 200 * DAY };
  approved(registry.db, ["ends.example"], soon);
  await out(registry);
  expireOrders(registry.db, NOW + 201 * DAY);
  await out(registry);
  expect(await listed(registry)).toEqual([...MASS, "one.example", "two.example"]);
  await stopped(registry);
  await letOut(registry);
  expect(await listed(registry)).toEqual(["one.example", "two.example"]);
});

test("a_mass_removal_by_mistake_is_ordered_again_and_let_out_together_without_unblocking_anything", async () => {
  const { registry, mass } = await withList();
  takeOff(registry, mass);
  await stopped(registry);
  approved(registry.db, MASS, { number: "COURT/8" });
  approved(registry.db, ["child.example"], EMERGENCY);
  await out(registry);
  expect(await listed(registry)).toEqual(["child.example", ...MASS, "one.example", "two.example"]);
  await letOut(registry);
  expect(await listed(registry)).toEqual(["child.example", ...MASS, "one.example", "two.example"]);
});

test("a_mass_removal_that_is_none_any_more_because_names_were_ordered_again_needs_no_senior_officer", async () => {
  const { registry, mass } = await withList();
  takeOff(registry, mass);
  await stopped(registry);
  approved(registry.db, ["mass-a.example"], { number: "COURT/8" });
  await out(registry);
  await out(registry);
  expect(await listed(registry)).toEqual(["mass-a.example", "one.example", "two.example"]);
});

test("two_orders_of_the_same_names_that_both_wait_do_not_make_each_other_small", async () => {
  const { registry, mass } = await withList();
  const same = approved(registry.db, MASS, { number: "COURT/8" });
  await letOut(registry);
  takeOff(registry, mass);
  takeOff(registry, same);
  await stopped(registry);
  const marks = newest(registry);
  await stopped(registry);
  expect([newest(registry), (await listed(registry)).length]).toEqual([marks, 5]);
  await letOut(registry);
  expect(await listed(registry)).toEqual(["one.example", "two.example"]);
});

test("the_removal_of_a_large_order_whose_names_another_order_has_too_stops_no_emergency", async () => {
  const { registry, mass } = await withList();
  approved(registry.db, MASS, { number: "COURT/8" });
  await letOut(registry);
  takeOff(registry, mass);
  approved(registry.db, ["child.example"], EMERGENCY);
  expect(await out(registry)).toMatchObject({ extent: { added: 1, removed: 0 } });
  await letOut(registry);
  expect(await listed(registry)).toEqual(["child.example", ...MASS, "one.example", "two.example"]);
});

test("a_removal_that_waits_blocks_nobody_who_was_not_blocked", async () => {
  const { registry } = await withList();
  const { db } = registry;
  const later = approved(db, ["public-a.example", "public-b.example", "public-c.example", "held:new.example"], {
    number: "COURT/9",
  });
  await letOut(registry);
  const { digest } = later;
  const review = { digest, accept: { kind: "all" }, reject: { kind: "none" }, reasons: "r" } as const;
  decideHeld(db, `o${later.id}`, review, "Senior S", NOW);
  takeOff(registry, later);
  approved(db, ["child.example"], EMERGENCY);
  await out(registry);
  expect(await listed(registry)).toHaveLength(9);
  expect(await listed(registry)).not.toContain("new.example");
});

test.each([false, true])(
  "a_mass_removal_that_nobody_has_looked_at_does_not_go_out_with_what_a_senior_officer_lets_out, held back before: %s",
  async (isMarked) => {
    const { registry, mass, one } = await withList();
    const other = approved(registry.db, ["other-a.example", "other-b.example", "other-c.example"], {
      number: "COURT/8",
    });
    await letOut(registry);
    takeOff(registry, mass);
    await stopped(registry);
    const looked = newest(registry);
    takeOff(registry, other);
    if (isMarked) await stopped(registry);
    takeOff(registry, one);
    await letOut(registry, looked);
    expect(await listed(registry)).toEqual([...["other-a", "other-b", "other-c", "two"].map(example)]);
    await stopped(registry);
    await letOut(registry);
    expect(await listed(registry)).toEqual(["two.example"]);
  },
);

test("what_is_held_back_is_not_held_back_twice", async () => {
  const { registry, mass } = await withList();
  takeOff(registry, mass);
  await stopped(registry);
  const { ledger } = registry.publishing;
  expect(ledger.holdRemovals("general", head(registry), { at: NOW, actor: "publisher" }, 2)).toBe(false);
});

test("a_crash_before_the_release_leaves_a_mass_removal_held_back_or_let_out_as_it_was", async () => {
  const { registry, mass, one } = await withList();
  takeOff(registry, mass);
  takeOff(registry, one);
  await expect(out(dying(registry))).rejects.toThrow(/dies here/);
  await out(registry);
  expect(await listed(registry)).toEqual([...MASS, "two.example"]);
  await expect(letOut(dying(registry))).rejects.toThrow(/dies here/);
  approved(registry.db, ["a.example", "b.example", "c.example"], { number: "COURT/8" });
  expect(urgent(registry)).toBe(true);
  await out(registry);
  expect(await listed(registry)).toEqual(["two.example"]);
});

test("a_mass_removal_of_the_sealed_list_waits_without_telling_how_much_and_stops_no_sealed_emergency", async () => {
  const registry = await newRegistry();
  const { db } = registry;
  await enrolSubscriber(db, "isp-one");
  const mass = approved(db, ["s1.invalid", "s2.invalid", "s3.invalid"], { ...SEALED, number: "S/1" });
  const single = approved(db, ["s4.invalid"], { ...SEALED, number: "S/2" });
  const right = approved(db, ["right.example"]);
  await letOut(registry);
  takeOff(registry, mass);
  takeOff(registry, single);
  takeOff(registry, right);
  approved(db, ["s5.invalid"], { ...SEALED, ...EMERGENCY, number: "S/3" });
  await out(registry);
  const sealed = () => registry.publishing.ledger.head()?.lists.sealed?.entries;
  expect([await listed(registry), sealed()]).toEqual([[], 4]);
  expect(await out(registry).catch((error: Error) => error)).toMatchObject({ code: "batch_stop", details: undefined });
  await letOut(registry);
  expect(sealed()).toBe(1);
});
