import { expect, test } from "vitest";
import { releaseDeskRoutes } from "../../../src/api/releases/staff.ts";
import type { Role } from "../../../src/core/access/role.ts";
import { createReleaseDesk } from "../../../src/publish/release-desk.ts";
import { accessPorts, enrolled, staffApp, stepUp } from "../../fixtures/access.ts";
import { approved } from "../../fixtures/orders.ts";
import { takeOff } from "../../publish/holding.ts";
import { newRegistry } from "../../publish/registry.ts";

/** Releases over HTTP, published for real in a folder of their own; at most two entries may change at once. */
async function releaseDesk() {
  const { db, publishing } = await newRegistry();
  const ports = { ...accessPorts(), db };
  const desk = createReleaseDesk({ db, publishing, limits: { share: 0, floor: 2 } });
  const app = staffApp(ports, releaseDeskRoutes(desk));
  async function person(name: string, role: Role) {
    const own = await enrolled(ports, app, name, [role]);
    const { browser } = own;
    return {
      call: browser.call,
      async decide(path: string, body?: unknown) {
        await stepUp(ports, own, browser);
        return browser.call("POST", path, body);
      },
    };
  }
  const officer = await person("a.officer", "officer");
  return { db, desk, officer, senior: await person("s.senior", "senior_officer") };
}

test("officers_see_what_waits_publish_it_and_see_what_went_out", async () => {
  const { db, officer } = await releaseDesk();
  approved(db, ["a.example", "b.example"]);
  const waiting = (await officer.call("GET", "/v1/releases")).body;
  expect(waiting).toMatchObject({ releases: [], attempt: null, rollback: null, proposal: null });
  expect(waiting.pending).toMatchObject({ additions: 2, removals: 0, stops: false, urgent: false });

  expect((await officer.call("POST", "/v1/releases")).body.code).toBe("step_up_required");
  const published = await officer.decide("/v1/releases");
  expect(published.body).toEqual({ outcome: "published", release: 1, entries: 2, added: 2, removed: 0 });
  const { releases, pending, attempt } = (await officer.call("GET", "/v1/releases")).body;
  expect(releases).toMatchObject([{ release: 1, previous: 0, entries: 2, change: 2 }]);
  expect(pending).toMatchObject({ additions: 0, removals: 0 });
  expect(attempt).toMatchObject({ by: "a.officer", outcome: "published", release: 1 });
  expect((await officer.decide("/v1/releases")).body).toMatchObject({ outcome: "unchanged", release: 1 });
});

test("a_batch_above_the_limits_waits_for_a_senior_officer_and_everybody_sees_it", async () => {
  const { db, desk, officer, senior } = await releaseDesk();
  approved(db, ["a.example", "b.example", "c.example"]);
  await expect(desk.publishDue()).rejects.toThrow(/2 are allowed at once/);
  const stopped = (await officer.call("GET", "/v1/releases")).body;
  expect(stopped.attempt).toMatchObject({ by: "publisher", outcome: "stopped", release: null });
  expect(stopped.pending).toMatchObject({ additions: 3, stops: true, allowed: 2 });
  expect(await officer.decide("/v1/releases")).toMatchObject({ status: 409, body: { code: "batch_stop" } });
  const { watermark } = stopped.pending;
  expect((await officer.decide("/v1/releases/batch", { watermark })).body.code).toBe("forbidden");

  // What was decided after the senior officer had looked is not let out with it.
  approved(db, ["later.example"], { number: "PTA/2026/2" });
  const released = await senior.decide("/v1/releases/batch", { watermark });
  expect(released.body).toMatchObject({ outcome: "published", release: 1, entries: 3 });
  expect((await officer.call("GET", "/v1/releases")).body.pending).toMatchObject({ additions: 1, stops: false });
  const note = db.sqlite.prepare("SELECT actor FROM audit WHERE action = 'release.batch'").pluck().all();
  expect(note).toEqual(["s.senior"]);
});

test("a_mass_removal_waits_for_a_senior_officer_and_says_which_decisions_wait_by_whom_and_why", async () => {
  const { db, desk, officer, senior } = await releaseDesk();
  const mass = approved(db, ["a.example", "b.example", "c.example"], { number: "COURT/7" });
  const one = approved(db, ["one.example"], { number: "PTA/2026/2" });
  await desk.releaseBatch(desk.pending().watermark, "s.senior", null);
  takeOff({ db }, mass);
  takeOff({ db }, one);
  expect((await officer.decide("/v1/releases")).body).toMatchObject({ outcome: "published", added: 0, removed: 1 });
  approved(db, ["small.example"], { number: "PTA/2026/3" });
  const { pending } = (await officer.call("GET", "/v1/releases")).body;
  expect(pending).toMatchObject({ additions: 1, removals: 3, stops: true, over: ["removed"], urgent: false });
  const order = { id: `o${mass.id}`, authority: "PTA", number: "COURT/7" };
  const decided = { kind: "withdrawn", by: "Officer A", reasons: "r", added: 0, removed: 3 };
  expect(pending.held).toMatchObject([{ order, ...decided }]);
  const { watermark } = pending;
  expect((await officer.decide("/v1/releases/batch", { watermark })).body.code).toBe("forbidden");
  expect((await senior.call("POST", "/v1/releases/batch", { watermark })).body.code).toBe("step_up_required");
  const released = await senior.decide("/v1/releases/batch", { watermark, reasons: "set aside by the court" });
  expect(released.body).toMatchObject({ outcome: "published", release: 3, entries: 1, removed: 3 });
  const after = (await officer.call("GET", "/v1/releases")).body.pending;
  expect(after).toMatchObject({ removals: 0, stops: false, over: [], held: [] });
});

test("a_rollback_is_proposed_by_one_and_confirmed_by_a_senior_officer", async () => {
  const { db, officer, senior } = await releaseDesk();
  approved(db, ["a.example"]);
  await officer.decide("/v1/releases");
  approved(db, ["b.example"], { number: "PTA/2026/2" });
  await officer.decide("/v1/releases");

  const body = { to: 1, reasons: "b.example was a mistake" };
  expect(await officer.decide("/v1/releases/rollback", { ...body, to: 2 })).toMatchObject({ status: 409 });
  expect(await officer.decide("/v1/releases/rollback", { ...body, to: 7 })).toMatchObject({ status: 404 });
  const proposed = await officer.decide("/v1/releases/rollback", body);
  expect(proposed.body).toMatchObject({ proposal: { kind: "rollback", to: 1, by: "a.officer" }, published: null });
  expect((await officer.decide("/v1/releases/proposal/confirm")).body.code).toBe("forbidden");
  const confirmed = await senior.decide("/v1/releases/proposal/confirm");
  expect(confirmed.body).toMatchObject({
    rollback: { to: 1, by: "s.senior", second: "a.officer" },
    proposal: null,
    published: { outcome: "published", release: 3, entries: 1 },
  });
  const { releases } = (await officer.call("GET", "/v1/releases?limit=2")).body;
  const first = (await officer.call("GET", "/v1/releases?before=2")).body.releases[0];
  expect(releases[0].identity).toBe(first.identity);
  expect((await officer.call("GET", "/v1/releases/2/difference/3")).body.changes).toEqual([
    {
      change: "removed",
      scope: "domain",
      value: "b.example",
      before: { category: "decency", order: "o2" },
      after: null,
    },
  ]);

  const end = { reasons: "the order was withdrawn" };
  expect((await senior.decide("/v1/releases/rollback/end", end)).status).toBe(200);
  expect((await senior.decide("/v1/releases/proposal/confirm")).body.code).toBe("same_officer");
  expect((await officer.decide("/v1/releases/proposal/drop", end)).body).toMatchObject({ proposal: null });
});
