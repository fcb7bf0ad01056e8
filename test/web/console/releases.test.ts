import { expect, test } from "vitest";
import type { Role } from "../../../src/core/access/role.ts";
import { createReleaseDesk } from "../../../src/publish/release-desk.ts";
import { accessPorts } from "../../fixtures/access.ts";
import { consoleApp } from "../../fixtures/console-app.ts";
import { approved } from "../../fixtures/orders.ts";
import { takeOff } from "../../publish/holding.ts";
import { newRegistry } from "../../publish/registry.ts";
import { enrolSubscriber, SEALED_TERMS } from "../../publish/sealed-subscriber.ts";

/** The pages over a real publisher; at most two addresses may change at once. */
async function releasesConsole() {
  const { db, publishing } = await newRegistry();
  const ports = { ...accessPorts(), db };
  const releases = createReleaseDesk({ db, publishing, limits: { share: 0, floor: 2 } });
  const app = consoleApp(ports, { releases });
  const person = async (name: string, role: Role) => {
    const made = await app.person(name, [role]);
    app.freshen();
    return made;
  };
  return { ...app, db, ports, releases, person };
}

const hidden = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";

test("an officer sees what waits and why, publishes it, and sees what went out", async () => {
  const { db, person, unexpected } = await releasesConsole();
  const officer = await person("o.ayesha", "officer");
  approved(db, ["casino.example", "=only.example"]);
  const before = (await officer.get("/console/releases")).html;
  expect(before).toContain("Up to 2 addresses come onto the list, and up to 0 leave it.");
  expect(before).toContain("It goes out on the schedule.");
  expect(before).toMatch(/href="\/console\/orders\/o1"[^>]*>(?:<span[^>]*>)?<bdi dir="ltr">PTA PTA\/2026\/1/);
  const urdu = (await officer.get("/console/releases", { "accept-language": "ur" })).html;
  expect(urdu).toMatch(/lang="ur" dir="rtl".*کیا شائع ہونے کا منتظر ہے/);
  expect((await officer.get("/console/releases/pending")).html).toContain("casino[.]example");

  await officer.get("/console/releases/publish");
  const published = await officer.post("/console/releases/publish");
  expect([published.status, published.location]).toEqual([303, "/console/releases/1?done=published"]);
  const { html } = await officer.get("/console/releases/1?done=published");
  expect(html).toContain("It is published.");
  expect(html).toContain("2 added, 0 removed");
  expect(html).toMatch(/At once, asked for by <bdi>o.ayesha/);
  expect(html).not.toMatch(/<a[^>]+casino/);
  const list = (await officer.get("/console/releases")).html;
  expect(list).toContain("Nothing waits: the newest release holds everything");
  expect(list).toContain("Order approved: 1");
  await officer.get("/console/releases/publish");
  expect((await officer.post("/console/releases/publish")).location).toBe("/console/releases?done=unchanged");
  expect((await officer.get("/console/releases/7")).status).toBe(404);
  expect(unexpected).toEqual([]);
});

test("a batch above the limits waits for a senior officer with reasons, and no further than was looked at", async () => {
  const { db, person, ports, freshen } = await releasesConsole();
  const officer = await person("o.ayesha", "officer");
  const senior = await person("s.saima", "senior_officer");
  approved(db, ["a.example", "b.example", "c.example"]);
  const held = (await officer.get("/console/releases")).html;
  expect(held).toContain("More than 2 addresses would come onto the list at once.");
  expect(held).not.toContain("would leave the list");
  expect(held).not.toContain('href="/console/releases/batch"');
  await officer.get("/console/releases/publish");
  const refused = await officer.post("/console/releases/publish");
  expect(refused.status).toBe(409);
  expect(refused.html).toContain("Nothing was published. A senior officer has to let this batch go out.");
  expect((await officer.get("/console/releases/batch")).status).toBe(403);

  expect((await senior.get("/console/releases")).html).toContain('href="/console/releases/batch"');
  const watermark = hidden((await senior.get("/console/releases/batch")).html, "watermark");
  const silent = await senior.post("/console/releases/batch", { watermark });
  expect(silent.html).toContain("A decision needs written reasons.");
  approved(db, ["later.example"], { number: "PTA/2026/2" });
  // A form that took long to fill in asks for the second factor again, and keeps what was typed.
  ports.clock.at += 400;
  const stale = await senior.post("/console/releases/batch", { watermark, reasons: "Checked." });
  expect([stale.status, stale.html.includes('name="step_up_code"')]).toEqual([403, true]);
  expect(stale.html).toContain("Checked.</textarea>");
  freshen();
  const released = await senior.post("/console/releases/batch", { watermark, reasons: "The court's list, checked." });
  expect(released.location).toBe("/console/releases/1?done=published");
  const { html } = await officer.get("/console/releases/1");
  expect(html).toContain("3 added, 0 removed");
  expect(html).toMatch(/let out by <bdi>s.saima.*The court&#39;s list, checked\./);
});

test("a mass removal is shown with what holds it back, in both languages, and a senior officer lets it out", async () => {
  const { db, person, releases, unexpected } = await releasesConsole();
  const officer = await person("o.ayesha", "officer");
  const senior = await person("s.saima", "senior_officer");
  const mass = approved(db, ["a.example", "b.example", "c.example"], { number: "COURT/7" });
  const one = approved(db, ["one.example"], { number: "PTA/2026/2" });
  await releases.releaseBatch(releases.pending().watermark, "s.saima", "first");
  takeOff({ db }, mass);
  takeOff({ db }, one);
  expect(await releases.publishDue()).toMatchObject({ extent: { added: 0, removed: 1 } });
  expect(releases.pending()).toMatchObject({ removals: 3, stops: true, over: ["removed"], urgent: false });

  approved(db, ["small.example"], { number: "PTA/2026/3" });
  const waits = (await officer.get("/console/releases")).html;
  expect(waits).toContain("PTA/2026/3");
  expect(waits).toContain("More than 2 addresses would leave the list at once");
  expect(waits).toContain("their addresses stay blocked");
  expect(waits).not.toContain("would come onto the list at once");
  expect(waits.match(/Waits for a senior officer/g)).toHaveLength(1);
  const urdu = (await officer.get("/console/releases", { "accept-language": "ur" })).html;
  expect(urdu).toMatch(/ایک ساتھ 2 سے زیادہ پتے فہرست سے نکلیں گے.*سینئر افسر کا منتظر/s);
  expect((await officer.get("/console/releases/pending")).html).toContain("a[.]example");

  const page = (await senior.get("/console/releases/batch")).html;
  expect(page).toMatch(/If a removal is a mistake.*COURT\/7/s);
  expect(page).not.toMatch(/PTA\/2026\/[23]/);
  const done = await senior.post("/console/releases/batch", {
    watermark: hidden(page, "watermark"),
    reasons: "The court set its order aside.",
  });
  expect(done.location).toBe("/console/releases/3?done=published");
  expect((await officer.get("/console/releases/3")).html).toContain("1 added, 3 removed");
  const after = (await officer.get("/console/releases")).html;
  expect(after).toContain("Nothing waits");
  expect(after).not.toContain("Waits for a senior officer");
  expect(unexpected).toEqual([]);
});

test("the rest of many small removals waits for a senior officer though it is no more than may go at once", async () => {
  const { db, person, releases } = await releasesConsole();
  const senior = await person("s.saima", "senior_officer");
  const orders = ["a", "b", "c"].map((name) => approved(db, [`${name}.example`], { number: name }));
  await releases.releaseBatch(releases.pending().watermark, "s.saima", "first");
  for (const order of orders) takeOff({ db }, order);
  await releases.publishDue();
  expect(releases.pending()).toMatchObject({ removals: 1, stops: true, over: ["removed"] });
  expect((await senior.get("/console/releases")).html).toContain('href="/console/releases/batch"');
});

test("a sealed batch holds back no other list, and the page says so without a number or an address", async () => {
  const { db, person, releases } = await releasesConsole();
  const officer = await person("o.ayesha", "officer");
  const senior = await person("s.saima", "senior_officer");
  await enrolSubscriber(db, "isp-one");
  approved(db, ["a.example"]);
  approved(db, ["v1.invalid"], { ...SEALED_TERMS, number: "S/1" });
  expect(releases.pending()).toMatchObject({ stops: false, sealed: "waits" });
  approved(db, ["v2.invalid", "v3.invalid"], { ...SEALED_TERMS, number: "S/2" });
  expect(releases.pending()).toMatchObject({ additions: 1, stops: false, sealed: "stops" });
  expect(await releases.publishDue()).toMatchObject({
    row: { lists: { general: { entries: 1 }, sealed: { entries: 0 } } },
  });
  expect(releases.pending()).toMatchObject({ additions: 0, sealed: "stops" });
  await expect(releases.publishDue()).rejects.toThrow(/sealed list/);
  const pages = await Promise.all(
    ["/console/releases", "/console/releases/pending", "/console/releases/publish"].map((path) => officer.get(path)),
  );
  for (const { html } of pages) expect(html).not.toMatch(/v[123]\.invalid|v[123]\[|S\/[12]|\b[32] addresses/);
  expect(pages[0]?.html).toContain("The sealed list would change more than is allowed at once");

  const watermark = hidden((await senior.get("/console/releases/batch")).html, "watermark");
  const done = await senior.post("/console/releases/batch", { watermark, reasons: "Hotline's list." });
  expect(done.location).toBe("/console/releases/2?done=published");
  expect(releases.pending()).toMatchObject({ additions: 0, sealed: "nothing" });
  expect((await officer.get("/console/releases/2")).html).not.toMatch(/\.invalid|S\/[12]/);
});

test("a rollback and its end need two officers, and the difference is shown before", async () => {
  const { db, person, releases } = await releasesConsole();
  const officer = await person("o.ayesha", "officer");
  const senior = await person("s.saima", "senior_officer");
  approved(db, ["a.example"]);
  await releases.publishNow("o.ayesha");
  approved(db, ["b.example"], { number: "PTA/2026/2" });
  await releases.publishNow("o.ayesha");
  const difference = (await officer.get("/console/releases/difference?from=2&to=1")).html;
  expect(difference).toContain("b[.]example");
  expect(difference).toContain("Removed");
  expect((await officer.get("/console/releases/difference?from=2&to=9")).html).toContain(
    "There is no published release 9.",
  );

  const asked = await officer.get("/console/releases/1/rollback");
  expect(asked.html).toContain("/console/releases/difference?from=2&amp;to=1");
  expect((await officer.post("/console/releases/1/rollback", { reasons: " " })).status).toBe(422);
  const proposed = await officer.post("/console/releases/1/rollback", { reasons: "b.example was a mistake" });
  expect(proposed.location).toBe("/console/releases?done=proposed");
  expect((await officer.get("/console/releases")).html).toContain("You proposed this");
  expect((await officer.get("/console/releases/confirm")).status).toBe(403);

  expect((await senior.get("/console/releases/confirm")).html).toContain("b.example was a mistake");
  expect((await senior.post("/console/releases/confirm")).location).toBe("/console/releases/3?done=published");
  expect((await senior.get("/console/releases")).html).toContain("A rollback to release 1 holds");
  expect((await senior.get("/console/releases/3")).html).toContain("0 added, 1 removed");

  await senior.get("/console/releases/end-rollback");
  await senior.post("/console/releases/end-rollback", { reasons: "The order was withdrawn." });
  await senior.get("/console/releases/confirm");
  const own = await senior.post("/console/releases/confirm");
  expect([own.status, own.html.includes("Another officer than the one who proposed it")]).toEqual([403, true]);
  await officer.get("/console/releases/drop");
  await officer.post("/console/releases/drop", { reasons: "Not yet." });
  expect(releases.policy()).toMatchObject({ rollback: { to: 1 }, proposal: null });
});

test("pages of a long difference follow each other, and nothing is on two of them", async () => {
  const { db, person, releases } = await releasesConsole();
  const auditor = await person("q.auditor", "auditor");
  approved(db, ["a.example"]);
  await releases.publishNow("o.ayesha");
  const names = Array.from({ length: 150 }, (_, at) => `n${at}.example`);
  approved(db, names, { number: "PTA/2026/2" });
  await releases.releaseBatch(releases.pending().watermark, "s.saima", "Checked.");
  const first = (await auditor.get("/console/releases/difference?from=1&to=2")).html;
  const next = /href="([^"]+)" rel="next"/.exec(first)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const second = (await auditor.get(next)).html;
  const shown = [first, second].flatMap((html) => [...html.matchAll(/n\d+\[\.]example/g)].map(([name]) => name));
  expect(new Set(shown).size).toBe(150);
  expect(shown).toHaveLength(150);
});

test("who only reads sees everything and can do nothing; who does not read publication sees nothing of it", async () => {
  const { db, person } = await releasesConsole();
  const auditor = await person("q.auditor", "auditor");
  const sealed = await person("c.sealed", "sealed_officer");
  const clerk = await person("k.kamran", "clerk");
  approved(db, ["a.example"]);
  for (const reader of [auditor, clerk]) {
    const { html } = await reader.get("/console/releases");
    expect(html).toContain("Up to 1 addresses");
    expect(html).not.toMatch(/releases\/(publish|batch|confirm|drop|end-rollback)"/);
    for (const page of ["publish", "batch", "confirm", "drop", "end-rollback"]) {
      expect((await reader.get(`/console/releases/${page}`)).status).toBe(403);
      expect((await reader.post(`/console/releases/${page}`, { reasons: "x", watermark: "1" })).status).toBe(403);
    }
  }
  expect((await sealed.get("/console/releases")).status).toBe(403);
  expect((await sealed.get("/console/account")).html).not.toContain('href="/console/releases"');
});
