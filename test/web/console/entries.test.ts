import { afterEach, beforeEach, expect, test } from "vitest";
import { withdraw } from "../../../src/review/withdraw.ts";
import { eventWatermark } from "../../../src/storage/log.ts";
import { actions } from "../../fixtures/access.ts";
import { approved, NOW } from "../../fixtures/orders.ts";
import { ordersConsole } from "../../fixtures/orders-console.ts";

const NAME = "closed-name";
const DAY = 86_400;

let app: ReturnType<typeof ordersConsole>;
beforeEach(() => {
  app = ordersConsole();
});
afterEach(() => app.close());

function release(number: number): void {
  const row = { number, previous: number - 1, watermark: eventWatermark(app.ports.db), at: NOW + number };
  app.ports.db.sqlite
    .prepare(`INSERT INTO releases VALUES (:number, :previous, :watermark, :at, '{}', '', 'published')`)
    .run(row);
}

/** Entry ids in the page's table. */
const ids = (html: string): string[] => [...html.matchAll(/entries\/(e\d+)"/g)].map(([, id]) => id ?? "");

function fill() {
  const { db } = app.ports;
  approved(db, ["casino.example", "casino.example/page", "a.casino.example", "mycasino.example"]);
  const second = approved(db, ["poker.example"], { number: "PTA/2026/22", category: "proxy" });
  approved(db, ["soon.example"], { number: "PTA/2026/3", expiresAt: NOW + 20 * DAY, reviewAt: NOW + 10 * DAY });
  release(1);
  withdraw(db, `o${second.id}`, { items: null, second: "C", reasons: "lawful", cleared: true }, "Officer A", NOW, DAY);
  approved(db, ["late.example"], { number: "PTA/2026/4" });
}

test("entries are found by address, order, category, state and end, from the address of the page alone", async () => {
  fill();
  const clerk = await app.person("c.kamran", ["clerk"]);
  const find = async (query: string) => ids((await clerk.get(`/console/entries${query}`)).html);
  const [page, below, whole, other] = ["e2", "e3", "e1", "e4"];
  expect(new Set(await find(""))).toEqual(new Set([whole, page, below, other, "e6", "e7"]));
  expect(await find("?name=hxxp%3A%2F%2Fcasino%5B.%5Dexample")).toEqual([whole, page, below]);
  expect(await find("?name=casino")).toHaveLength(4);
  expect(await find("?order=PTA%2F2026%2F4")).toEqual(["e7"]);
  expect(await find("?order=o3")).toEqual(["e6"]);
  expect(await find("?state=leaving")).toEqual(["e5"]);
  expect(await find("?state=waiting")).toEqual(["e7"]);
  expect(await find("?category=proxy")).toEqual([]);
  expect(await find("?ends=30")).toEqual(["e6"]);
  const several = await clerk.get("/console/entries?order=PTA%2F2026&ends=30");
  expect(several.html).toContain("/console/entries?order=o3&amp;ends=30");
  const none = await clerk.get("/console/entries?order=PTA%2F1999");
  expect(none.html).toContain("No order has this number.");
  release(2);
  expect(await find("?state=removed")).toEqual(["e5"]);
  expect(await find("?state=leaving")).toEqual([]);
});

test("an entry's page says what it stands on, which releases had it, and what happened to it", async () => {
  fill();
  release(2);
  const officer = await app.person("o.ayesha", ["officer"]);
  const { html } = await officer.get("/console/entries/e5");
  expect(html).toContain("poker[.]example");
  expect(html).not.toContain("poker.example");
  for (const text of ["PTA/2026/22", "release 1,", "release 2,", "lawful", "Off the list", "held by the guards until"])
    expect([text, html.includes(text)]).toEqual([text, true]);
  expect((await officer.get("/console/orders/o2")).html).toContain("/console/entries?order=o2");
  const standing = (await officer.get("/console/entries/e1", { "accept-language": "ur" })).html;
  expect(standing).toContain('dir="rtl"');
  expect(standing).toContain('href="/entries/e1"');
  expect(standing).not.toContain("lawful");
  for (const wrong of ["e99", "x", "e2147483648"])
    expect([wrong, (await officer.get(`/console/entries/${wrong}`)).status]).toEqual([wrong, 404]);
  expect((await officer.get("/console/entries?after=e999")).status).toBe(400);
  expect(app.unexpected).toEqual([]);
});

test("a partner sees the entries of its own orders only, and who has no order to read sees none", async () => {
  fill();
  app.accounts.createOrganisation(
    { name: "fia", displayName: "FIA", kind: "partner", categories: ["decency"] },
    "test",
  );
  const partner = await app.person("p.fia", ["partner"], "fia");
  expect(ids((await partner.get("/console/entries")).html)).toEqual([]);
  expect((await partner.get("/console/entries/e1")).status).toBe(404);
  const administrator = await app.person("e.adm", ["administrator"]);
  expect((await administrator.get("/console/entries")).status).toBe(403);
  expect((await administrator.get("/console/accounts")).html).not.toContain('href="/console/entries"');
});

test("a sealed entry's address is shown to the sealed officer who gave a reason, and to nobody else", async () => {
  fill();
  approved(app.ports.db, [`${NAME}.example`], { number: "S/1", list: "sealed", category: "child-abuse" });
  const sealed = await app.person("s.one", ["sealed_officer"]);
  const list = await sealed.get(`/console/sealed-entries?name=${NAME}.example`);
  const [id] = ids(list.html);
  expect(list.html.replace(/name=[^"]*/g, "")).not.toContain(NAME);
  expect((await sealed.get("/console/account")).html).toContain('href="/console/sealed-entries"');
  const path = `/console/sealed-entries/${id}`;
  expect((await sealed.get(path)).html).not.toContain(NAME);
  const without = await sealed.post(`${path}/reveal`, { reason: " " });
  expect([without.status, without.html.includes('href="#reason"'), without.html.includes(NAME)]).toEqual([
    422,
    true,
    false,
  ]);
  expect(actions(app.ports)).not.toContain("order.reveal");
  expect((await sealed.post(`${path}/reveal`, { reason: "To answer the court." })).html).toContain(`${NAME}[.]example`);
  expect(actions(app.ports).filter((action) => action === "order.reveal")).toHaveLength(1);

  for (const role of ["officer", "senior_officer", "clerk", "auditor", "administrator"] as const) {
    const other = await app.person(`x.${role.replace("_", "")}`, [role]);
    for (const place of ["/console/sealed-entries", path, "/console/entries", `/console/entries?name=${NAME}`]) {
      const { html } = await other.get(place);
      expect([role, place, html.replace(/(?:value|href)="[^"]*"/g, "").includes(NAME)]).toEqual([role, place, false]);
    }
    await other.get("/console/account");
    expect((await other.post(`${path}/reveal`, { reason: "r" })).status).toBe(403);
    expect((await other.get(`/console/entries/${id}`)).html).not.toContain(NAME);
  }
  expect(app.unexpected).toEqual([]);
});
