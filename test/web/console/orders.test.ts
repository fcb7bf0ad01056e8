import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ConsolePerson } from "../../fixtures/console-app.ts";
import { ordersConsole } from "../../fixtures/orders-console.ts";

const TERMS = { authority: "PTA", number: "PTA/2026/9", category: "decency", ground: "decency", urgency: "normal" };
const DIRTY =
  "casino.example\n.com\nnot a name\nhttps://news.example/fake\ncasino.example\nwhatsapp.com\n<b>x</b>.example\n";

let app: ReturnType<typeof ordersConsole>;
let clerk: ConsolePerson;
beforeEach(async () => {
  app = ordersConsole();
  clerk = await app.person("c.kamran", ["clerk"]);
});
afterEach(() => app.close());

async function drafted(): Promise<string> {
  await clerk.get("/console/orders/new");
  const { status, location } = await clerk.post("/console/orders/new", TERMS);
  expect(status).toBe(303);
  await clerk.get(`${location}/upload`);
  return location ?? "";
}

/** Waits, by looking again as the page itself does, until the work on a file is over. */
async function settled(path: string, person = clerk): Promise<string> {
  for (let turn = 0; turn < 2_000; turn++) {
    const { html } = await person.get(path);
    if (!html.includes("data-progress")) return html;
    await setTimeout(1);
  }
  throw new Error(`${path} does not come to an end`);
}

test("an order is entered, and a fault keeps what was typed", async () => {
  await clerk.get("/console/orders/new");
  const wrong = await clerk.post("/console/orders/new", {
    ...TERMS,
    category: "",
    requestedBy: "Ministry of Examples",
  });
  expect(wrong.status).toBe(422);
  expect(wrong.html).toContain('href="#category"');
  expect(wrong.html).toContain('value="Ministry of Examples"');
  const { location } = await clerk.post("/console/orders/new", TERMS);
  const { html } = await clerk.get(location ?? "");
  expect(html).toContain("PTA/2026/9");
  const again = await clerk.post("/console/orders/new", TERMS);
  expect([again.status, again.html.includes('href="#number"')]).toEqual([409, true]);
  expect((await clerk.get("/console/orders?state=draft")).html).toContain("PTA/2026/9");
  expect((await clerk.get("/console/orders?state=in_force")).html).not.toContain("PTA/2026/9");
});

test("every row of a dirty file has its verdict before anything is saved", async () => {
  const order = await drafted();
  const sent = await app.upload(clerk, `${order}/upload`, {}, new File([DIRTY], "order.txt"));
  expect(sent.status).toBe(303);
  const check = sent.location ?? "";
  const refused = await settled(check);
  expect(refused).toContain("Refused (3)");
  expect(refused).toContain("a public suffix: blocking it would block everybody below it");
  expect(refused).toContain("&lt;b&gt;x&lt;/b&gt;");
  const held = (await clerk.get(`${check}?outcome=held`)).html;
  expect(held).toContain("whatsapp[.]com");
  expect(held).not.toMatch(/<a[^>]+whatsapp/);
  expect((await clerk.get(`${check}?outcome=duplicate`)).html).toContain("the same as line 1");
  expect(app.orders.order("general", "o1", null).uploads).toEqual([]);
  const { html: bad } = await clerk.get(`${check}/bad.csv`);
  expect(bad.split("\r\n").filter((line) => line !== "")).toHaveLength(1 + 5);

  await clerk.post(`${check}/save`);
  expect(await settled(check)).toContain("7 items are in the order");
  expect(app.orders.order("general", "o1", null).counts).toMatchObject({
    accepted: 2,
    held: 1,
    refused: 3,
    duplicate: 1,
  });
});

test("rows that are left out stay in the record and are not blocked", async () => {
  const order = await drafted();
  const { location } = await app.upload(clerk, `${order}/upload`, { pasted: "a.example\nb.example\nc.example" });
  const check = location ?? "";
  expect(await settled(check)).toContain("Accepted (3)");
  await clerk.post(`${check}/rows?outcome=accepted&from=0`, { shown: ["1", "2", "3"], item: ["2", "3"] });
  expect((await clerk.get(check)).html).toContain("2 rows are left out");
  // Unticked again.
  await clerk.post(`${check}/rows?outcome=accepted&from=0`, { shown: ["1", "2", "3"], item: ["2"] });
  await clerk.post(`${check}/save`);
  await settled(check);
  expect(app.orders.order("general", "o1", null).counts).toMatchObject({ accepted: 2, removed: 1 });
});

test("while rows are checked the page shows how far it is, and loads itself again without script", async () => {
  const order = await drafted();
  const go = app.hold();
  const { location } = await app.upload(clerk, `${order}/upload`, {}, new File(["a.example\n"], "order.csv"));
  const check = location ?? "";
  const { html } = await clerk.get(check);
  expect(html).toContain('<noscript><meta http-equiv="refresh"');
  expect(html).toContain("<progress");
  expect(JSON.parse((await clerk.get(`${check}/state`)).html)).toMatchObject({ done: false, items: 0 });
  expect((await clerk.post(`${check}/save`)).status).toBe(409);
  go();
  expect(await settled(check)).not.toContain("http-equiv");
});

test("a file that is a web page is refused whole, and says so in the reader's language", async () => {
  const order = await drafted();
  const { location } = await app.upload(clerk, `${order}/upload`, {}, new File(["<html><body>502"], "list.txt"));
  expect(await settled(location ?? "")).toContain("This is a web page, not a list.");
  expect((await clerk.get(location ?? "", { "accept-language": "ur" })).html).toContain("یہ ویب صفحہ ہے");
});

test("nothing of an upload is taken from who may not write orders, or from another site", async () => {
  const order = await drafted();
  const auditor = await app.person("a.asma", ["auditor"]);
  await auditor.get(order);
  expect((await app.upload(auditor, `${order}/upload`, { pasted: "a.example" })).status).toBe(403);
  clerk.self.csrf = "x".repeat(43);
  expect((await app.upload(clerk, `${order}/upload`, {}, new File(["a.example\n"], "a.txt"))).status).toBe(403);
});

test("the addresses of a sealed order are in no page before its officer has said why", async () => {
  const officer = await app.person("s.sana", ["sealed_officer"]);
  await officer.get("/console/sealed-orders/new");
  const { location } = await officer.post("/console/sealed-orders/new", { ...TERMS, number: "S/1" });
  const order = location ?? "";
  await officer.get(`${order}/upload`);
  const sent = await app.upload(officer, `${order}/upload`, { pasted: "veiled.invalid" });
  const check = sent.location ?? "";
  await settled(check, officer);
  await officer.post(`${check}/save`);
  await settled(check, officer);
  const hidden = await officer.get(`${order}/items`);
  expect(hidden.html).not.toMatch(/veiled/);
  expect((await officer.post(`${order}/items/reveal?outcome=accepted&after=0`)).html).not.toMatch(/veiled/);
  const shown = await officer.post(`${order}/items/reveal?outcome=accepted&after=0`, {
    reason: "check of the referral",
  });
  expect(shown.html).toContain("veiled[.]invalid");
  expect(app.ports.db.sqlite.prepare("SELECT count(*) FROM audit WHERE action = 'order.reveal'").pluck().get()).toBe(1);
  for (const path of [order, `${order}/items`, `${order}/items.csv`])
    expect((await clerk.get(path)).status).not.toBe(200);
});
