import { expect, test } from "vitest";
import { changeOrganisation } from "../../src/access/organisations.ts";
import { publish } from "../../src/publish/publish.ts";
import { sha256 } from "../../src/publish/sha256.ts";
import { appendEvent } from "../../src/storage/log.ts";
import { findOrder } from "../../src/storage/orders.ts";
import { pendingChanges } from "../../src/storage/pending-changes.ts";
import { releaseDecisions } from "../../src/storage/release-decisions.ts";
import { waitingPage } from "../../src/storage/release-difference.ts";
import { verifyAudit } from "../../src/storage/verify-audit.ts";
import { approved, NOW } from "../fixtures/orders.ts";
import {
  EMERGENCY,
  example,
  head,
  heldBackAndNot,
  LIMITS,
  listed,
  newest,
  out,
  publicText,
  SEALED,
  stopped,
  takeOff,
  urgent,
  withBatch,
} from "./holding.ts";
import { newRegistry } from "./registry.ts";
import { enrolSubscriber } from "./sealed-subscriber.ts";
import { downloadFrom } from "./tree.ts";

test("an_emergency_and_a_removal_do_not_wait_for_the_officer_of_a_batch", async () => {
  const { registry, right, batch } = await withBatch();
  await stopped(registry);
  approved(registry.db, ["urgent.example"], EMERGENCY);
  takeOff(registry, right);
  expect(urgent(registry)).toBe(true);
  expect(await out(registry)).toMatchObject({ kind: "published", extent: { added: 1, removed: 1 } });
  expect(await listed(registry)).toEqual(["urgent.example"]);
  expect(urgent(registry)).toBe(false);
  expect(findOrder(registry.db, `o${batch.id}`).state).toBe("approved");
  // The same search finds what is published.
  expect(publicText(registry)).toMatch(/urgent\.example/);
  expect(publicText(registry)).not.toMatch(/batch-[abc]|COURT/);

  await expect(out(registry)).rejects.toMatchObject({ details: { added: 3, removed: 0, listSize: 1, allowed: 2 } });
  expect(pendingChanges(registry.db, "general", head(registry), newest(registry))).toMatchObject({ additions: 3 });
  const page = waitingPage(registry.db, "general", [head(registry), newest(registry)], null, 10);
  expect(page.changes.map(({ target }) => target.value)).toEqual(["batch-a", "batch-b", "batch-c"].map(example));

  expect(await out(registry, { releasedBy: "Senior S" })).toMatchObject({ extent: { added: 3, removed: 0 } });
  expect(await listed(registry)).toEqual([...["batch-a", "batch-b", "batch-c"].map(example), "urgent.example"]);
  expect(findOrder(registry.db, `o${batch.id}`).state).toBe("in_force");
  expect(verifyAudit(registry.db).findings).toEqual([]);
});

test("a_batch_that_was_held_back_comes_out_file_for_file_as_one_that_never_was", async () => {
  const { held, not } = await heldBackAndNot(async () => {
    const { registry } = await withBatch();
    approved(registry.db, ["urgent.example"], EMERGENCY);
    return registry;
  });
  expect(held).toMatchObject({ release: 3, entries: 5 });
  expect(held).toEqual(not);
});

test("hundreds_of_emergencies_go_out_while_a_batch_that_was_decided_among_them_waits", async () => {
  const registry = await newRegistry();
  const limits = { share: 0, floor: 520 };
  const emergencies = Array.from({ length: limits.floor }, (_, at) => `urgent-${at}.example`);
  const decide = (names: readonly string[]) => {
    for (const name of names) approved(registry.db, [name], { ...EMERGENCY, number: name });
  };
  // The first release of all is read whole.
  approved(registry.db, ["first.example"]);
  await out(registry, { limits });
  decide(emergencies.slice(0, 200));
  const batch = Array.from({ length: limits.floor + 1 }, (_, at) => `batch-${at}.example`);
  approved(registry.db, batch, { number: "COURT/7" });
  decide(emergencies.slice(200));
  expect(await out(registry, { limits })).toMatchObject({ kind: "published" });
  expect((await listed(registry)).toSorted()).toEqual(["first.example", ...emergencies].toSorted());
});

test("what_was_decided_with_a_release_is_told_with_the_release_that_has_it", async () => {
  const { registry } = await withBatch();
  approved(registry.db, ["urgent.example"], EMERGENCY);
  const first = head(registry);
  await out(registry);
  const second = head(registry);
  await out(registry, { releasedBy: "Senior S" });
  const told = (after: number, upto: number) =>
    releaseDecisions(registry.db, { after, upto }, 10).map(({ order }) => order?.number);
  expect(told(first, second)).toEqual([EMERGENCY.number]);
  expect(told(second, head(registry))).toEqual(["COURT/7"]);
});

test("an_ordinary_order_after_the_batch_goes_out_on_the_schedule_and_a_second_batch_joins_the_first", async () => {
  const { registry } = await withBatch();
  await stopped(registry);
  approved(registry.db, ["small.example"], { number: "PTA/2026/3" });
  await out(registry);
  expect(await listed(registry)).toEqual(["right.example", "small.example"]);
  approved(registry.db, ["d.example", "e.example", "f.example"], { number: "PTA/2026/4" });
  await expect(out(registry)).rejects.toMatchObject({ details: { added: 6 } });
  await out(registry, { releasedBy: "Senior S" });
  expect(await listed(registry)).toHaveLength(8);
});

test("a_senior_officer_lets_out_what_was_looked_at_and_what_was_decided_since_is_held_to_the_limits", async () => {
  const { registry } = await withBatch();
  await stopped(registry);
  const upto = newest(registry);
  const later = approved(registry.db, ["later.example"], { number: "PTA/2026/3" });
  approved(registry.db, ["urgent.example"], EMERGENCY);
  const rush = approved(registry.db, ["r1.example", "r2.example"], { ...EMERGENCY, number: "PTA/2026/912" });
  await stopped(registry, { releasedBy: "Senior S", upto });
  expect(await listed(registry)).toEqual(["right.example"]);
  takeOff(registry, rush);
  await out(registry, { releasedBy: "Senior S", upto });
  expect(await listed(registry)).toEqual([
    ...["batch-a", "batch-b", "batch-c"].map(example),
    "right.example",
    "urgent.example",
  ]);
  expect(findOrder(registry.db, `o${later.id}`).state).toBe("approved");
  await out(registry);
  expect(await listed(registry)).toContain("later.example");
});

test("a_batch_that_was_let_out_before_a_crash_goes_out_alone_and_under_the_officers_name", async () => {
  const { registry } = await withBatch();
  await stopped(registry);
  const dies = { ...registry.publishing, onStep: () => expect.fail("the process dies here") };
  const senior = { releasedBy: "Senior S", reasons: "the court's list" };
  await expect(publish(dies, { limits: LIMITS, ...senior })).rejects.toThrow(/dies here/);
  approved(registry.db, ["d.example", "e.example", "f.example"], { number: "PTA/2026/4" });
  expect(urgent(registry)).toBe(true);
  await out(registry);
  expect(await listed(registry)).toEqual([...["batch-a", "batch-b", "batch-c"].map(example), "right.example"]);
  const note = registry.db.sqlite.prepare("SELECT actor, detail FROM audit WHERE action = 'release.batch'").get();
  expect(note).toMatchObject({ actor: "Senior S", detail: expect.stringContaining("the court's list") });
  await stopped(registry);
});

test("a_batch_that_shrinks_below_the_limits_needs_no_senior_officer_and_what_left_it_was_never_public", async () => {
  const { registry, batch } = await withBatch();
  // Long enough that no delta is larger than the list.
  const standing = Array.from({ length: 40 }, (_, at) => `${sha256(Uint8Array.of(at)).slice(0, 30)}.example`);
  approved(registry.db, standing, { ...EMERGENCY, number: "all" });
  await out(registry, { limits: { share: 0, floor: 42 } });
  await stopped(registry);
  takeOff(registry, batch, [3]);
  expect(urgent(registry)).toBe(false);
  await out(registry);
  const { list, deltas } = (await downloadFrom(registry.root)) ?? {};
  expect(list?.match(/^(batch|right).*(?=\tdomain)/gm)).toEqual([
    "batch-a.example",
    "batch-b.example",
    "right.example",
  ]);
  expect(deltas?.size).toBe(1);
  expect(publicText(registry)).not.toContain("batch-c");
});

test("no_removal_waits_for_an_addition_not_even_for_emergencies_above_the_limits", async () => {
  const { registry, right } = await withBatch();
  approved(registry.db, ["e1.example", "e2.example", "e3.example"], EMERGENCY);
  takeOff(registry, right);
  expect(await out(registry)).toMatchObject({ extent: { added: 0, removed: 1 } });
  expect(await listed(registry)).toEqual([]);
  await expect(out(registry)).rejects.toMatchObject({ details: { added: 6 } });
  approved(registry.db, ["small.example"], { ...EMERGENCY, number: "PTA/2026/912" });
  await out(registry);
  expect(await listed(registry)).toEqual(["small.example"]);
  await out(registry, { releasedBy: "Senior S" });
  expect(await listed(registry)).toHaveLength(7);
});

test("a_sealed_batch_holds_up_neither_the_general_list_nor_a_sealed_emergency", async () => {
  const registry = await newRegistry();
  await enrolSubscriber(registry.db, "isp-one");
  approved(registry.db, ["s1.invalid", "s2.invalid", "s3.invalid"], { ...SEALED, number: "S/1" });
  approved(registry.db, ["right.example"]);
  approved(registry.db, ["s4.invalid"], { ...SEALED, ...EMERGENCY, number: "S/2" });
  await out(registry);
  const sealed = () => registry.publishing.ledger.head()?.lists.sealed?.entries;
  expect([await listed(registry), sealed()]).toEqual([["right.example"], 1]);
  const refusal = await out(registry).catch((error: Error) => error);
  expect(refusal).toMatchObject({ code: "batch_stop", details: undefined });
  await out(registry, { releasedBy: "Senior S" });
  expect([await listed(registry), sealed()]).toEqual([["right.example"], 4]);
});

test("a_sealed_removal_that_waits_stops_no_list_that_is_new_because_nobody_had_it", async () => {
  const registry = await newRegistry();
  const { db } = registry;
  const { name } = await enrolSubscriber(db, "isp-one");
  const mass = approved(db, ["s1.invalid", "s2.invalid", "s3.invalid"], { ...SEALED, number: "S/1" });
  approved(db, ["s4.invalid"], { ...SEALED, number: "S/2" });
  await out(registry, { releasedBy: "Senior S" });
  takeOff(registry, mass);
  await stopped(registry);
  const suspend = (suspended: boolean) => changeOrganisation({ db, now: () => NOW }, name, { suspended }, "test");
  suspend(true);
  await out(registry);
  suspend(false);
  await out(registry);
  expect(registry.publishing.ledger.head()?.lists.sealed?.entries).toBe(1);
});

test("a_mark_from_when_only_additions_were_held_back_still_holds_them_back", async () => {
  const { registry } = await withBatch();
  const held = { general: [{ after: head(registry), upto: newest(registry) }], sealed: [] };
  const mark = { at: NOW, actor: "publisher", subject: "release", subjectId: 0, kind: "batch_held" } as const;
  appendEvent(registry.db, { ...mark, data: { held } });
  approved(registry.db, ["small.example"], { number: "PTA/2026/3" });
  await out(registry);
  expect(await listed(registry)).toEqual(["right.example", "small.example"]);
});
