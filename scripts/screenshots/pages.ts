import type { Page } from "playwright-core";
import type { Found, Visitor } from "./registry.ts";

/** A page by its path, or by what is done to get there. */
export type Shot = string | { readonly name: string; readonly open: (page: Page) => Promise<void> };

/** The pages that each kind of visitor is shown. Whoever adds a page adds it here. */
export const PAGES: Readonly<Partial<Record<Visitor, (found: Found) => readonly Shot[]>>> = {
  public: ({ blocked, entry, complaint, appeal }) => [
    "/",
    "/check",
    `/check?url=${blocked}`,
    "/check?url=https://news.example/fake/page/2",
    "/check?url=nothing.example",
    "/check?url=.com",
    "/check/private",
    {
      name: "check-private-answer",
      async open(page) {
        await page.goto("/check/private");
        await page.locator("#private-url").fill(`www.${blocked}`);
        await send(page);
        await page.locator("#private-answer h2").waitFor();
      },
    },
    `/entries/${entry}`,
    "/entries/e999999",
    "/help",
    "/transparency",
    "/transparency/months",
    "/help/parents",
    "/accessibility",
    "/nowhere",
    "/complain",
    ...[1, 2, 3, 4].map((steps) => ({
      name: `complain-${steps}`,
      open: (page: Page) => complain(page, "child-abuse", steps),
    })),
    { name: "complain-details", open: (page) => complain(page, "decency", 2) },
    { name: "complain-error", open: (page) => page.goto("/complain").then(() => send(page)) },
    { name: "complain-done", open: (page) => complain(page, "decency", 5) },
    `/appeal?entry=${entry}`,
    ...[1, 2, 3, 4].map((steps) => ({ name: `appeal-${steps}`, open: (page: Page) => object(page, entry, steps) })),
    "/complaints",
    "/console/sign-in",
    "/console/enrol",
    { name: "complaints-found", open: (page) => follow(page, complaint) },
    { name: "complaints-appeal", open: (page) => follow(page, appeal) },
  ],
  officer: ({ complaint, appeal, entry }) => [
    ...["/console/entries", "/console/entries?ends=30", `/console/entries/${entry}`],
    ...["/console/sources", "/console/sources/fia-list", "/console/sources/fia-list/quarantine"],
    ...["/console/guard", "/console/guard?name=www.whatsapp.com"],
    ...["/console/orders", "/console/orders/new", "/console/orders/o1", "/console/orders/o1/items"],
    ...["withdraw", "extend"].map((act) => `/console/orders/o1/${act}`),
    ...["", "/terms", "/upload", "/review", "/items?outcome=held"].map((page) => `/console/orders/o3${page}`),
    ...["/console/cases", "/console/cases/keys", "/console/account", "/console/account/password", "/console/step-up"],
    `/console/cases/complaints/${complaint.reference}`,
    ...["triage", "refer", "answer", "convert", "join", "close", "reveal"].map(
      (act) => `/console/cases/complaints/${complaint.reference}/${act}`,
    ),
    `/console/cases/appeals/${appeal.reference}`,
    ...["suspend", "propose", "return", "close"].map((act) => `/console/cases/appeals/${appeal.reference}/${act}`),
  ],
  senior_officer: () => [
    "/console/orders/o3/held",
    ...["new", "fia-list/change", "fia-list/state", "fia-list/decide"].map((page) => `/console/sources/${page}`),
    ...["/console/releases", "/console/releases/2", "/console/releases/difference?from=1&to=2"],
    ...["/console/releases/pending", "/console/releases/publish", "/console/releases/batch"],
    ...["/console/releases/1/rollback", "/console/releases/end-rollback", "/console/releases/confirm"],
    ...["/console/coverage", "/console/coverage/isp-one", "/console/dashboard"],
  ],
  sealed_officer: ({ sealedComplaint }) => [
    ...["/console/cases", "/console/sealed-entries", "/console/sealed-keys"],
    ...["", "/new"].map((page) => `/console/sealed-sources${page}`),
    ...["", "/reveal"].map((act) => `/console/cases/sealed-complaints/${sealedComplaint.reference}${act}`),
  ],
  administrator: () => [
    ...["/console/accounts", "/console/accounts/new", "/console/organisations", "/console/organisations/new"],
    ...["/console/tokens", "/console/sealed-keys", "/console/sealed-keys/isp-one"],
    ...["/console/organisations/isp-one/token", "/console/tokens/t1/revoke"],
  ],
  auditor: () => ["/console/audit", "/console/audit?action=order", "/console/audit/verify"],
};

const send = (page: Page): Promise<void> => page.locator("main form button[type=submit]:not([name])").click();

/** Goes through the first pages of a complaint. */
async function complain(page: Page, category: string, steps: number): Promise<void> {
  await page.goto(`/complain?category=${category}`);
  const fill = [
    async () => {},
    () => page.locator("#addresses").fill("https://forum.example/a?thread=7\nnot an address at all"),
    () => page.locator("#description").fill("It is there since Monday."),
    () => page.locator("#reach").check(),
    async () => {},
  ];
  for (const step of fill.slice(0, steps)) {
    await step();
    await send(page);
    await page.waitForLoadState();
  }
  if (steps === fill.length) await page.locator("#reference").waitFor();
}

/** Goes through the first pages of an appeal. */
async function object(page: Page, entry: string, steps: number): Promise<void> {
  await page.goto(`/appeal?entry=${entry}`);
  const fill = [
    async () => {},
    () => page.locator("#capacity").check(),
    async () => {
      await page.locator("#reach-2").check();
      await page.locator("#email").fill("owner@people.example");
    },
    async () => {},
  ];
  for (const step of fill.slice(0, steps)) {
    await step();
    await send(page);
    await page.waitForLoadState();
  }
  if (steps === fill.length) await page.locator("#reference").waitFor();
}

async function follow(page: Page, sent: { readonly reference: string; readonly followUpCode: string }): Promise<void> {
  await page.goto("/complaints");
  await page.locator("#reference").fill(sent.reference);
  await page.locator("#code").fill(sent.followUpCode);
  await send(page);
}
