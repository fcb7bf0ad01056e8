import { expect, test } from "vitest";
import { decideReleasePolicy } from "../../src/publish/decide-policy.ts";
import { publish } from "../../src/publish/publish.ts";
import { expireOrders } from "../../src/review/expire-orders.ts";
import { withdraw } from "../../src/review/withdraw.ts";
import { urgentSince } from "../../src/storage/published-entries.ts";
import { differencePage } from "../../src/storage/release-difference.ts";
import { releaseRow } from "../../src/storage/releases.ts";
import { verifyAudit } from "../../src/storage/verify-audit.ts";
import { approved, NOW } from "../fixtures/orders.ts";
import { newRegistry, type Registry } from "./registry.ts";
import { downloadFrom } from "./tree.ts";

const REASONS = { second: "Senior C", reasons: "released by mistake" };
const rollBack = ({ db }: Registry, to: number) =>
  decideReleasePolicy(db, { kind: "roll_back", to, ...REASONS }, "Officer A", NOW);
const endRollback = ({ db }: Registry) =>
  decideReleasePolicy(db, { kind: "end_rollback", ...REASONS }, "Officer A", NOW);
const listed = async ({ root }: Registry) => ((await downloadFrom(root))?.list ?? "").match(/^[^\t]+/gm) ?? [];
const takeOff = ({ db }: Registry, order: { id: number }, cleared = false) =>
  withdraw(db, `o${order.id}`, { items: null, second: "C", reasons: "r", cleared }, "Officer A", NOW, 100);

/** Release 1 holds `right.example`, release 2 also what was ordered by mistake. */
async function mistaken() {
  const registry = await newRegistry();
  const right = approved(registry.db, ["right.example"]);
  await publish(registry.publishing);
  const wrong = approved(registry.db, ["wrong.example"], { number: "PTA/2026/2" });
  await publish(registry.publishing);
  return { registry, right, wrong };
}

test("a_rollback_publishes_the_content_of_the_earlier_release_and_no_later_release_undoes_it", async () => {
  const { registry, wrong } = await mistaken();
  const { db, publishing } = registry;
  rollBack(registry, 1);
  const outcome = await publish(publishing);
  expect(outcome).toMatchObject({ kind: "published", row: { number: 3 } });
  expect(releaseRow(db, 3)?.lists).toEqual(releaseRow(db, 1)?.lists);

  approved(db, ["new.example"], { number: "PTA/2026/3" });
  await publish(publishing);
  expect(await listed(registry)).toEqual(["new.example", "right.example"]);

  takeOff(registry, wrong);
  endRollback(registry);
  await publish(publishing);
  expect(await listed(registry)).toEqual(["new.example", "right.example"]);
  expect(verifyAudit(db).findings).toEqual([]);
});

test("what_is_decided_after_a_rollback_that_a_crash_left_unpublished_is_held_to_the_limits", async () => {
  const { registry } = await mistaken();
  const limits = { floor: 1, share: 0 };
  rollBack(registry, 1);
  approved(registry.db, ["a.example", "b.example"], { number: "PTA/2026/3" });
  await publish(registry.publishing, { limits });
  expect(await listed(registry)).toEqual(["right.example"]);
  await expect(publish(registry.publishing, { limits })).rejects.toMatchObject({ code: "batch_stop" });
  expect(await listed(registry)).toEqual(["right.example"]);
});

test("a_rollback_that_changes_nothing_is_a_release_and_stands_in_nobodys_way", async () => {
  const registry = await newRegistry();
  approved(registry.db, ["right.example"]);
  await publish(registry.publishing);
  await publish(registry.publishing, { force: true });
  rollBack(registry, 1);
  expect(await publish(registry.publishing)).toMatchObject({ kind: "published", row: { number: 3 } });
  approved(registry.db, ["new.example"], { number: "PTA/2026/2" });
  await publish(registry.publishing);
  expect(await listed(registry)).toEqual(["new.example", "right.example"]);
});

test("what_was_set_aside_comes_out_when_the_rollback_ends", async () => {
  const { registry } = await mistaken();
  rollBack(registry, 1);
  await publish(registry.publishing);
  endRollback(registry);
  await publish(registry.publishing);
  expect(await listed(registry)).toEqual(["right.example", "wrong.example"]);
  expect(() => endRollback(registry)).toThrow(/No rollback holds/);
});

test("a_rollback_brings_back_what_was_withdrawn_by_mistake_and_nothing_that_the_law_has_let_go", async () => {
  const registry = await newRegistry();
  const { db, publishing } = registry;
  const orders = ["withdrawn", "cleared", "expired"].map((name, at) =>
    approved(db, [`${name}.example`], {
      number: `N/${at}`,
      expiresAt: name === "expired" ? NOW + 200 * 86_400 : NOW + 300 * 86_400,
      reviewAt: NOW + 100 * 86_400,
    }),
  );
  approved(db, ["stays.example"], { number: "N/9" });
  await publish(publishing);
  const [withdrawn, cleared] = orders;
  if (withdrawn === undefined || cleared === undefined) throw new Error("two orders");
  takeOff(registry, withdrawn);
  takeOff(registry, cleared, true);
  expireOrders(db, NOW + 250 * 86_400);
  await publish(publishing);
  expect(await listed(registry)).toEqual(["stays.example"]);
  rollBack(registry, 1);
  await publish(publishing);
  expect(await listed(registry)).toEqual(["stays.example", "withdrawn.example"]);
});

test("a_rollback_goes_out_at_once_and_is_finished_after_a_crash_however_much_it_changes", async () => {
  const { registry } = await mistaken();
  const { db, publishing } = registry;
  const { watermark } = releaseRow(db, 2) ?? { watermark: 0 };
  expect(urgentSince(db, "general", watermark)).toBe(false);
  rollBack(registry, 1);
  // The process died here: the schedule finds it urgent, and no limit stops it.
  expect(urgentSince(db, "general", watermark)).toBe(true);
  const outcome = await publish(publishing, { limits: { share: 0, floor: 0 } });
  expect(outcome).toMatchObject({ kind: "published", extent: { added: 0, removed: 1 } });
});

test("a_rollback_takes_two_officers_reasons_and_an_earlier_release", async () => {
  const { registry } = await mistaken();
  const attempt = (change: object) => () =>
    decideReleasePolicy(registry.db, { kind: "roll_back", to: 1, ...REASONS, ...change }, "Officer A", NOW);
  expect(attempt({ second: " officer  a" })).toThrow(/Two different officers/);
  expect(attempt({ reasons: " " })).toThrow(/written reasons/);
  expect(attempt({ to: 2 })).toThrow(/is the newest/);
  expect(attempt({ to: 3 })).toThrow(/no published release 3/);
});

test("the_difference_between_two_releases_is_what_their_lists_say", async () => {
  const { registry, right } = await mistaken();
  takeOff(registry, right);
  approved(registry.db, ["right.example"], { number: "PTA/2026/4", category: "proxy" });
  const extra = approved(registry.db, ["brief.example"], { number: "PTA/2026/5" });
  takeOff(registry, extra);
  await publish(registry.publishing);
  rollBack(registry, 1);
  await publish(registry.publishing);
  const page = (one: number, other: number, limit = 10, from: Parameters<typeof differencePage>[3] = null) => {
    const watermarks = [one, other].map((number) => releaseRow(registry.db, number)?.watermark ?? 0);
    return differencePage(registry.db, "general", [watermarks[0] ?? 0, watermarks[1] ?? 0], from, limit);
  };
  const changes = (one: number, other: number) =>
    page(one, other).changes.map(({ target, before, after }) => [target.value, before?.category, after?.category]);
  expect(changes(1, 3)).toEqual([
    ["right.example", "decency", "proxy"],
    ["wrong.example", undefined, "decency"],
  ]);
  expect(changes(3, 1)).toEqual([
    ["right.example", "proxy", "decency"],
    ["wrong.example", "decency", undefined],
  ]);
  expect(changes(1, 4)).toEqual([]);
  expect(changes(3, 4)).toEqual(changes(3, 1));
  // `brief.example` came and went: the page that looks at it is empty and says where to go on.
  const first = page(1, 3, 1);
  expect([first.changes, first.next?.value]).toEqual([[], "brief.example"]);
  expect(page(1, 3, 1, first.next).changes[0]?.target.value).toBe("right.example");
});
