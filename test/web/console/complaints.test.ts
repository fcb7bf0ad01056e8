import { beforeAll, describe, expect, test } from "vitest";
import { complain } from "../../fixtures/cases.ts";
import { casesApi } from "../../fixtures/cases-api.ts";
import { type ConsolePerson, consoleApp } from "../../fixtures/console-app.ts";

const api = casesApi();
const { ports } = api;
const site = consoleApp(api.access, { cases: api.deps });
let senders = 0;
let officer: ConsolePerson;
let second: ConsolePerson;
let clerk: ConsolePerson;

beforeAll(async () => {
  officer = await site.person("a.khan", ["officer"]);
  second = await site.person("b.ali", ["officer"]);
  clerk = await site.person("c.shah", ["clerk"]);
});

async function received(addresses: readonly string[], change = {}): Promise<string> {
  ports.clock.at = api.access.clock.at;
  // From everywhere: limits have tests of their own.
  senders += 1;
  const address = `198.51.${senders >> 8}.${senders & 255}`;
  const sent = await complain(ports, addresses, change, { kind: "public", address, proof: undefined });
  return sent.complaint.reference;
}
const at = (reference: string) => `/console/cases/complaints/${reference}`;

describe("the queue", () => {
  test("shows complaints with their due time in words, emergencies on top, and narrows by what its address says", async () => {
    const usual = await received(["queue-one.example"]);
    const defamed = await received(["https://sub.queue-two.example/page"], { category: "defamation" });
    const { html } = await officer.get("/console/cases");
    expect(html).toContain(usual);
    expect(html).toContain("On time");
    expect(html).toMatch(/in 2 days|in 48 hours/);
    const narrowed = await officer.get("/console/cases?category=defamation");
    expect([narrowed.html.includes(defamed), narrowed.html.includes(usual)]).toEqual([true, false]);
    // An address finds the complaints about its name, a reference that one, and nothing finds nothing.
    expect((await officer.get("/console/cases?text=queue-two.example")).html).toContain(defamed);
    expect((await officer.get(`/console/cases?text=${usual.toLowerCase()}`)).html).toContain(usual);
    expect((await officer.get("/console/cases?text=other.example")).html).toContain("Nothing here fits");
    await officer.post(`${at(defamed)}/take`);
    const mine = await officer.get("/console/cases?mine=yes");
    expect([mine.html.includes(defamed), mine.html.includes(usual)]).toEqual([true, false]);
    await officer.post(`${at(defamed)}/triage`, {
      ...{ category: "defamation", urgency: "emergency", priority: "normal", reasons: "A mob gathers." },
    });
    const lanes = (await officer.get("/console/cases")).html;
    expect(lanes.indexOf("Emergency</caption>")).toBeLessThan(lanes.indexOf("Complaints</caption>"));
    expect(lanes.indexOf(defamed)).toBeLessThan(lanes.indexOf(usual));
  });

  test("has pages, and keeps what narrows it from page to page", async () => {
    for (let count = 0; count < 26; count++) await received([`paged-${count}.example`], { category: "proxy" });
    const first = await officer.get("/console/cases?category=proxy");
    expect(first.html.match(/data-row/g)).toHaveLength(25);
    expect(first.html).toContain('href="/console/cases?category=proxy&amp;page=2"');
    expect((await officer.get("/console/cases?category=proxy&page=2")).html.match(/data-row/g)).toHaveLength(1);
  });

  test("is for those who work on cases", async () => {
    const administrator = await site.person("d.admin", ["administrator"]);
    expect((await administrator.get("/console/cases")).status).toBe(403);
  });
});

describe("a complaint", () => {
  test("shows its addresses defanged and never as links", async () => {
    const reference = await received(["https://shown.example/page?q=1"], {
      description: "See https://shown.example/x",
    });
    const { html } = await officer.get(at(reference));
    expect(html).toContain("hxxps://shown[.]example/page?q=1");
    expect(html).toContain("hxxps://shown[.]example/x");
    expect(html).not.toContain("shown.example");
  });

  test("is taken by one officer; the second sees by whom, and cannot decide it", async () => {
    const reference = await received(["locked.example"]);
    await officer.get(at(reference));
    expect((await officer.post(`${at(reference)}/take`)).location).toBe(`${at(reference)}?done=taken`);
    const seen = await second.get(at(reference));
    expect(seen.html).toContain("a.khan is working on this case until");
    const refused = await second.post(`${at(reference)}/take`);
    expect([refused.status, refused.html.includes("a.khan is working on it.")]).toEqual([409, true]);
    const answered = await second.post(`${at(reference)}/answer`, { template: "not_found", reasons: "I looked hard." });
    expect(answered.status).toBe(409);
    // Nothing that was typed is lost.
    expect(answered.html).toContain("I looked hard.");
    expect((await officer.post(`${at(reference)}/put-back`)).status).toBe(303);
    expect((await second.post(`${at(reference)}/take`)).status).toBe(303);
  });

  test("is triaged, referred, answered from a template in both languages, and its history says so", async () => {
    const reference = await received(["answered.example"]);
    await officer.post(`${at(reference)}/take`);
    const triage = { category: "dignity", urgency: "normal", priority: "high", reasons: "A person is shown." };
    expect((await officer.post(`${at(reference)}/triage`, triage)).location).toBe(`${at(reference)}?done=triaged`);
    const referral = { body: "platform", province: "", note: "Asked to remove it." };
    expect((await officer.post(`${at(reference)}/refer`, referral)).status).toBe(303);
    expect((await officer.get(`${at(reference)}/referrals/1`)).status).toBe(200);
    expect((await officer.post(`${at(reference)}/referrals/1`, { status: "answered" })).status).toBe(303);
    const form = await officer.get(`${at(reference)}/answer`);
    expect(form.html).toMatch(/lang="en"[^>]*>We looked/);
    expect(form.html).toMatch(/lang="ur"[^>]*>ہم نے/);
    const unreasoned = await officer.post(`${at(reference)}/answer`, { template: "not_unlawful", reasons: "" });
    expect(unreasoned.status).toBe(422);
    await officer.post(`${at(reference)}/answer`, { template: "not_unlawful", reasons: "Satire." });
    const { html } = await officer.get(at(reference));
    for (const text of ["This case has ended.", "Answered", "Satire.", "Asked to remove it.", "A person is shown."])
      expect(html).toContain(text);
  });

  test("becomes, with others of its category, a drafted order", async () => {
    const one = await received(["ordered-one.example"]);
    const other = await received(["ordered-two.example"]);
    await officer.post(`${at(one)}/take`);
    await officer.post(`${at(other)}/take`);
    const form = await officer.get(`${at(one)}/convert`);
    expect(form.html).toContain(`value="${other}"`);
    const fields = { references: [one, other], authority: "PTA", ground: "decency", number: "PTA/2026/77" };
    const incomplete = await officer.post(`${at(one)}/convert`, { ...fields, number: "" });
    expect([incomplete.status, incomplete.html.includes('href="#number"')]).toEqual([422, true]);
    expect((await officer.post(`${at(one)}/convert`, fields)).location).toBe(`${at(one)}?done=converted`);
    for (const reference of [one, other])
      expect((await officer.get(at(reference))).html).toMatch(/href="\/console\/orders\/o\d+"/);
  });

  test("is joined with one that says the same, and separated again", async () => {
    const first = await received(["twin.example/a"], { category: "contempt" });
    const later = await received(["twin.example/b"], { category: "contempt" });
    await officer.post(`${at(later)}/take`);
    expect((await officer.get(at(later))).html).toContain("The same host");
    expect((await officer.post(`${at(later)}/join`, { to: first })).status).toBe(303);
    expect((await officer.get(at(later))).html).toContain(`It is joined with ${first}`);
    expect((await officer.post(`${at(later)}/separate`, { reasons: "Another page." })).status).toBe(303);
    const unknown = await officer.post(`${at(later)}/join`, { to: "C-0000-0000" });
    expect([unknown.status, unknown.html.includes('value="C-0000-0000"')]).toEqual([404, true]);
  });

  test("a clerk takes and refers it, and is offered no decision", async () => {
    const reference = await received(["clerk.example"]);
    await clerk.post(`${at(reference)}/take`);
    const { html } = await clerk.get(at(reference));
    expect([html.includes("/refer"), html.includes("/answer"), html.includes("/convert")]).toEqual([
      true,
      false,
      false,
    ]);
    expect((await clerk.get(`${at(reference)}/answer`)).status).toBe(403);
    expect((await clerk.post(`${at(reference)}/close`, { reasons: "x" })).status).toBe(403);
  });

  test("a partner's officer reads what their own organisation sent, and nothing of what others do with it", async () => {
    site.accounts.createOrganisation(
      { name: "ncw", displayName: "NCW", kind: "partner", categories: ["dignity"] },
      "t",
    );
    const partner = await site.person("p.one", ["partner"], "ncw");
    const foreign = await received(["foreign.example"]);
    expect((await partner.get(at(foreign))).status).toBe(404);
    expect((await partner.get("/console/cases")).html).toContain("Nothing here fits");
    expect((await partner.post(`${at(foreign)}/take`)).status).toBe(403);
  });
});

test("nothing of ours failed", () => {
  expect(site.unexpected).toEqual([]);
});
