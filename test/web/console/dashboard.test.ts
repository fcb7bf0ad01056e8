import { expect, test } from "vitest";
import { openRecords } from "../../../src/cli/registry-records.ts";
import type { Role } from "../../../src/core/access/role.ts";
import { createSubscribers } from "../../../src/distribute/receipts/subscribers.ts";
import type { ReleaseDesk } from "../../../src/publish/release-desk.ts";
import { commitRelease, markPublished } from "../../../src/storage/releases.ts";
import { complain } from "../../fixtures/cases.ts";
import { casesApi } from "../../fixtures/cases-api.ts";
import { consoleApp } from "../../fixtures/console-app.ts";
import { approved } from "../../fixtures/orders.ts";

const HOUR = 3_600;

/** What waits to be published, which the pages of releases are tested with. */
const pending = {
  watermark: 1,
  additions: 3,
  removals: 1,
  more: false,
  urgent: false,
  stops: true,
  over: ["added"],
  allowed: 2,
};

function dashboard() {
  const { access, ports, deps: cases } = casesApi();
  const { db, now } = access;
  const app = consoleApp(access, {
    cases,
    coverage: createSubscribers({ db, now }).coverage,
    statistics: openRecords(db, "", now),
    releases: { pending: () => ({ ...pending, sealed: "nothing" }) } as unknown as ReleaseDesk,
  });
  const person = (role: Role) => app.person(`x.${role.replace("_", "")}`, [role]);
  const received = async (address: string, change = {}): Promise<string> => {
    ports.clock.at = access.clock.at;
    const sent = await complain(ports, [address], change, { kind: "public", address: "192.0.2.9", proof: "proof" });
    return sent.complaint.reference;
  };
  return { access, person, received, unexpected: app.unexpected };
}

test("the dashboard names the clocks that run out first, how old cases are, what waits and who has what", async () => {
  const { access, person, received, unexpected } = dashboard();
  const officer = await person("officer");
  const late = await received("late.example");
  const abuse = await received("veiled.invalid", { category: "child-abuse" });
  access.clock.at += 9 * HOUR;
  const soon = await received("soon.example");
  access.clock.at += 40 * HOUR;
  const fresh = await received("fresh.example");
  // Whoever comes back after two days signs in anew.
  const auditor = await person("auditor");
  const { html } = await auditor.get("/console/dashboard");
  const clocks = html.slice(html.indexOf("Clocks about to run out"), html.indexOf("Open cases by age"));
  expect(clocks.indexOf(late)).toBeGreaterThan(0);
  expect(clocks.indexOf(late)).toBeLessThan(clocks.indexOf(soon));
  expect(clocks).not.toContain(fresh);
  expect(clocks).toMatch(/1 hour ago/);
  const row = (label: string): string[] =>
    [...(html.split(`${label}</th>`)[1]?.split("</tr>")[0] ?? "").matchAll(/>(\d+)<\/td>/g)].map(
      ([, text]) => text ?? "",
    );
  expect(row("up to 1 day")).toEqual(["1", "0", "0"]);
  expect(row("1 to 2 days")).toEqual(["1", "0", "0"]);
  expect(row("2 to 7 days")).toEqual(["1", "0", "1"]);
  expect(html).not.toContain(abuse);
  expect(html).not.toContain("veiled");
  expect(html).toContain("Nothing has been published yet, so there are no months.");
  expect(html).toContain("More than 2 addresses would come onto the list at once");
  expect(html).toContain("No provider is enrolled.");
  expect(html).not.toContain("style=");
  expect((await officer.get("/console/dashboard")).status).not.toBe(200);
  expect(unexpected).toEqual([]);
});

test("months are those of a named release, in the language of the reader", async () => {
  const { access, person, received } = dashboard();
  const { db } = access;
  await received("one.example");
  approved(db, ["a.example"]);
  access.clock.at += HOUR;
  const watermark = Number(db.sqlite.prepare("SELECT max(id) FROM events").pluck().get());
  const lists = { general: { entries: 1, identity: "1".repeat(64) } };
  const row = {
    number: 1,
    previous: 0,
    watermark,
    publishedAt: access.clock.at,
    lists,
    manifestSha256: "0".repeat(64),
  };
  commitRelease(db, { ...row, state: "committed" });
  markPublished(db, 1, access.clock.at);
  const senior = await person("senior_officer");
  const { html } = await senior.get("/console/dashboard");
  expect(html).toContain("The months are as of release 1.");
  expect(html).toMatch(/2026-11<\/bdi><\/th><td[^>]*>1<\/td><td[^>]*>0<\/td><td[^>]*>1<\/td><td[^>]*>1 hour<\/td>/);
  const urdu = (await senior.get("/console/dashboard", { "accept-language": "ur" })).html;
  expect(urdu).toMatch(/lang="ur" dir="rtl".*مہینوں کے اعداد اجرا نمبر 1 کے مطابق ہیں/);
});

test("each sees the parts of the work that they may see, and the others no dashboard", async () => {
  const { person, received } = dashboard();
  const reference = await received("one.example");
  expect((await (await person("clerk")).get("/console/dashboard")).html).toContain("Open cases by age");
  const administrator = (await (await person("administrator")).get("/console/dashboard")).html;
  expect(administrator).toContain("No provider is enrolled.");
  expect(administrator).not.toMatch(new RegExp(`Open cases by age|${reference}`));
  const sealed = await person("sealed_officer");
  expect((await sealed.get("/console/dashboard")).status).toBe(403);
  expect((await sealed.get("/console/account")).html).not.toContain('href="/console/dashboard"');
});
