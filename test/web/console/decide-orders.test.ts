import { afterEach, beforeEach, expect, test } from "vitest";
import type { ConsolePerson } from "../../fixtures/console-app.ts";
import { ordersConsole } from "../../fixtures/orders-console.ts";

let app: ReturnType<typeof ordersConsole>;
let clerk: ConsolePerson;
let officer: ConsolePerson;
beforeEach(async () => {
  app = ordersConsole();
  clerk = await app.person("c.kamran", ["clerk"]);
  officer = await app.person("o.ayesha", ["officer"]);
});
afterEach(() => app.close());

const REASONS = { template: "lawful", reasons: "Seen on 24 November." };
const hidden = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";

/** An order with two accepted names and a held one, put forward by the clerk. */
async function submitted(urgency: "normal" | "emergency" = "normal"): Promise<string> {
  const terms = { authority: "PTA", number: "PTA/2026/9", category: "decency", ground: "decency", urgency };
  await clerk.get("/console/orders/new");
  const { location } = await clerk.post("/console/orders/new", terms);
  const order = location ?? "";
  await add("casino.example\nwhatsapp.com\nhttps://news.example/fake");
  await clerk.post(`${order}/submit`);
  app.freshen();
  return order;
}

const add = (pasted: string) =>
  app.orders.addItems(
    "o1",
    { body: bytes(`${pasted}\n`), name: "pasted", wrapping: "lines", declared: { format: "plain" } },
    "c.kamran",
  );
async function* bytes(text: string) {
  yield new TextEncoder().encode(text);
}

const order = () => app.orders.order("general", "o1", null);

test("the approval page says exactly what changes, and approving does that", async () => {
  const path = await submitted();
  const { html } = await officer.get(`${path}/review`);
  expect(html).toContain("2 addresses come onto the list.");
  expect(html).toContain("casino[.]example");
  expect(html).not.toMatch(/<a[^>]+casino/);
  expect(html).toContain(order().digest);
  const { status, location } = await officer.post(`${path}/review`, {
    ...REASONS,
    decision: "approve",
    digest: hidden(html, "digest"),
  });
  expect([status, location]).toEqual([303, `${path}?done=approve&n=2`]);
  expect(order()).toMatchObject({ state: "approved", approvedBy: "o.ayesha" });
  expect(order().reasons).toContain("قانونی وجہ");
  expect(order().reasons).toContain("Seen on 24 November.");
});

test("the author cannot approve, and is told so", async () => {
  const author = await app.person("o.bilal", ["officer"]);
  const path = await submitted();
  await app.orders.addItems(
    "o1",
    { body: bytes("more.example\n"), name: "more", wrapping: "lines", declared: { format: "plain" } },
    "o.bilal",
  );
  await clerk.get(path);
  await clerk.post(`${path}/submit`);
  const { html } = await author.get(`${path}/review`);
  const answer = await author.post(`${path}/review`, {
    ...REASONS,
    decision: "approve",
    digest: hidden(html, "digest"),
  });
  expect(answer.status).toBe(403);
  expect(answer.html).toContain("Whoever wrote any part of an order cannot approve it.");
  expect(order().state).toBe("submitted");
});

test("an edit voids what was reviewed, and the page says what to do", async () => {
  const path = await submitted();
  const { html } = await officer.get(`${path}/review`);
  await add("another.example");
  await clerk.get(path);
  await clerk.post(`${path}/submit`);
  const answer = await officer.post(`${path}/review`, {
    ...REASONS,
    decision: "approve",
    digest: hidden(html, "digest"),
  });
  expect(answer.status).toBe(409);
  expect(answer.html).toContain("The order was changed after you opened this page");
  expect(answer.html).toContain("Seen on 24 November.");
  expect(order().state).toBe("submitted");
});

test("of two approvals at once one counts, and the other officer is told so", async () => {
  const other = await app.person("o.sadia", ["officer"]);
  const path = await submitted();
  const digest = hidden((await officer.get(`${path}/review`)).html, "digest");
  await other.get(`${path}/review`);
  const fields = { ...REASONS, decision: "approve", digest };
  const answers = await Promise.all([officer.post(`${path}/review`, fields), other.post(`${path}/review`, fields)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
  expect(answers.find(({ status }) => status === 409)?.html).toContain("Another officer was faster");
});

test("a decision needs reasons and a fresh second factor, and nothing typed is lost without them", async () => {
  const path = await submitted();
  const { html } = await officer.get(`${path}/review`);
  const digest = hidden(html, "digest");
  const silent = await officer.post(`${path}/review`, { decision: "approve", digest });
  expect([silent.status, silent.html.includes('href="#reasons"')]).toEqual([400, true]);
  app.ports.clock.at += 400;
  const stale = await officer.post(`${path}/review`, { ...REASONS, decision: "approve", digest });
  expect(stale.status).toBe(403);
  expect(stale.html).toContain('name="step_up_code"');
  expect(stale.html).toContain("Seen on 24 November.");
  expect(order().state).toBe("submitted");
});

test("a rejection keeps its reasons and blocks nothing", async () => {
  const path = await submitted();
  const { html } = await officer.get(`${path}/review`);
  const fields = { template: "unproved", decision: "reject", digest: hidden(html, "digest") };
  expect((await officer.post(`${path}/review`, fields)).status).toBe(303);
  expect(order().state).toBe("rejected");
});

test("held items are decided one by one by a senior officer only", async () => {
  const senior = await app.person("s.zara", ["senior_officer"]);
  const path = await submitted();
  expect((await officer.get(`${path}/held`)).status).toBe(403);
  const { html } = await senior.get(`${path}/held`);
  expect(html).toContain("whatsapp[.]com");
  const digest = hidden(html, "digest");
  const none = await senior.post(`${path}/held`, { ...REASONS, digest });
  expect([none.status, none.html.includes('href="#rest"')]).toEqual([400, true]);
  const done = await senior.post(`${path}/held`, { ...REASONS, digest, "item-2": "reject" });
  expect([done.status, done.location]).toEqual([303, `${path}?done=held&n=0`]);
  expect(order().held.rejected).toEqual({ kind: "some", items: [2] });
  expect((await senior.get(`${path}/held`)).html).not.toContain("whatsapp");
});

test("an emergency goes out on one senior officer's word, and another officer confirms it", async () => {
  const senior = await app.person("s.zara", ["senior_officer"]);
  const path = await submitted("emergency");
  expect((await officer.get(`${path}/review`)).html).not.toContain('value="emergency"');
  const { html } = await senior.get(`${path}/review`);
  const digest = hidden(html, "digest");
  await senior.post(`${path}/review`, { ...REASONS, decision: "emergency", digest });
  expect(order()).toMatchObject({ state: "approved", emergency: "unconfirmed" });
  const again = await officer.get(`${path}/review`);
  await officer.post(`${path}/review`, { ...REASONS, decision: "confirm", digest: hidden(again.html, "digest") });
  expect(order().emergency).toBe("confirmed");
});

test("one officer proposes a withdrawal, only another one can confirm it", async () => {
  const other = await app.person("o.sadia", ["officer"]);
  const path = await submitted();
  const { html } = await officer.get(`${path}/review`);
  await officer.post(`${path}/review`, { ...REASONS, decision: "approve", digest: hidden(html, "digest") });
  await officer.get(`${path}/withdraw`);
  const wrong = await officer.post(`${path}/withdraw`, { ...REASONS, which: "some", items: "1, x" });
  expect([wrong.status, wrong.html.includes('href="#items"')]).toEqual([400, true]);
  expect((await officer.post(`${path}/withdraw`, { ...REASONS, which: "whole" })).status).toBe(303);
  await officer.get(`${path}/proposal`);
  const own = await officer.post(`${path}/proposal`, { decision: "confirm" });
  expect([own.status, order().state]).toEqual([403, "approved"]);
  const page = await other.get(`${path}/proposal`);
  expect(page.html).toContain("2 addresses leave the list.");
  expect((await other.post(`${path}/proposal`, { decision: "confirm" })).status).toBe(303);
  expect(order().state).toBe("withdrawn");
});

test("an extension is a day in the calendar, and the proposal can be dropped with reasons", async () => {
  const path = await submitted();
  const { html } = await officer.get(`${path}/review`);
  await officer.post(`${path}/review`, { ...REASONS, decision: "approve", digest: hidden(html, "digest") });
  await officer.get(`${path}/extend`);
  const wrong = await officer.post(`${path}/extend`, { ...REASONS, reviewOn: "soon", expiresOn: "2028-01-01" });
  expect([wrong.status, wrong.html.includes('href="#reviewOn"')]).toEqual([400, true]);
  const right = await officer.post(`${path}/extend`, { ...REASONS, reviewOn: "2027-06-01", expiresOn: "2028-01-01" });
  expect([right.status, right.location]).toEqual([303, `${path}?done=propose`]);
  await officer.get(`${path}/proposal`);
  expect((await officer.post(`${path}/proposal`, { decision: "drop" })).status).toBe(400);
  await officer.post(`${path}/proposal`, { decision: "drop", reasons: "Not needed." });
  expect(order().proposal).toBeNull();
});
