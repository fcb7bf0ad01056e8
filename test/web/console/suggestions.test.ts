import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ConsolePerson } from "../../fixtures/console-app.ts";
import { ordersConsole } from "../../fixtures/orders-console.ts";
import { lockedPdf, pdfOf } from "../../fixtures/pdf.ts";

const TERMS = { authority: "PTA", number: "PTA/2026/9", category: "decency", ground: "decency", urgency: "normal" };

let app: ReturnType<typeof ordersConsole>;
let clerk: ConsolePerson;
let order: string;
beforeEach(async () => {
  app = ordersConsole();
  clerk = await app.person("c.kamran", ["clerk"]);
  await clerk.get("/console/orders/new");
  order = (await clerk.post("/console/orders/new", TERMS)).location ?? "";
  await clerk.get(`${order}/upload`);
});
afterEach(() => app.close());

const send = (pdf: Buffer) => app.upload(clerk, `${order}/upload`, {}, new File([new Uint8Array(pdf)], "Order 9.PDF"));
/** What a browser sends back of the hidden field. */
const shownIn = (html: string): string =>
  (/name="shown" value="([^"]*)"/.exec(html)?.[1] ?? "")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&amp;", "&");

test("the addresses of a pdf are ticked by hand and go the way of every row", async () => {
  const { status, html } = await send(pdfOf([["block https://bad.example/page and casino.pk here"], []]));
  expect(status).toBe(200);
  expect(html).toContain('<code class="hifazat-address">bad[.]example/page</code>');
  expect(html).toContain("No text could be read on these pages: 2");
  expect(html).not.toMatch(/<input[^>]*type="checkbox"[^>]*checked/);
  expect(html).not.toMatch(/<a[^>]+bad\.example/);
  const shown = shownIn(html);

  const none = await clerk.post(`${order}/upload/confirmed`, { shown });
  expect([none.status, none.html.includes("Tick at least one"), none.html.includes("casino[.]pk")]).toEqual([
    400,
    true,
    true,
  ]);
  const { status: sent, location } = await clerk.post(`${order}/upload/confirmed`, { shown, address: "casino.pk" });
  expect(sent).toBe(303);
  let page = "data-progress";
  while (page.includes("data-progress")) {
    page = (await clerk.get(`${location}?outcome=accepted`)).html;
    await setTimeout(1);
  }
  expect(page).toContain("confirmed from Order 9.PDF");
  expect(page).toContain("casino[.]pk");
  expect(page).not.toContain("bad[.]example");
  expect(app.orders.order("general", "o1", null).uploads).toEqual([]);
});

test("a locked pdf and a broken form are said, and nothing is taken", async () => {
  const locked = await send(lockedPdf());
  expect([locked.status, locked.html.includes("locked with a password")]).toEqual([422, true]);
  expect((await clerk.post(`${order}/upload/confirmed`, { shown: "{" })).status).toBe(400);
  expect(app.orders.order("general", "o1", null).uploads).toEqual([]);
});
