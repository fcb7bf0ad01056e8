import { expect, test } from "vitest";
import { DEFAULT_SITE_SETTINGS } from "../../src/core/site-settings.ts";
import { createAppealIntake } from "../../src/intake/appeals/appeal-intake.ts";
import { createComplaintIntake } from "../../src/intake/complaints/intake.ts";
import { createSite } from "../../src/web/site/app.tsx";
import { createSiteCases } from "../../src/web/site/cases-app.tsx";
import { createSiteElsewhere } from "../../src/web/site/elsewhere.tsx";
import { notFoundPage } from "../../src/web/site/not-found.tsx";
import { pageApp } from "../../src/web/ui/page-app.ts";
import { caseFixture } from "../fixtures/cases.ts";
import { approved } from "../fixtures/orders.ts";
import { answersFor } from "../fixtures/public-api.ts";

const HOUR = 3_600;
const helplines = [{ number: "042 111 0 11", name: { en: "Ring us", ur: "ہمیں فون کریں" }, child: true }];
const limits = { ...DEFAULT_SITE_SETTINGS.limits, normal: 36 * HOUR, review: 480 * HOUR };
const unexpected: unknown[] = [];
const observe = {
  request: () => {},
  lookups: () => {},
  failed: (_: string, error: unknown) => void unexpected.push(error),
};
const assets = async () => ({ href: (name: string) => `/assets/${name}`, file: () => undefined });
const answers = answersFor(7, [{ value: "blocked.example", scope: "domain" }]);
const parts = {
  answers: () => answers,
  assets,
  observe,
  settings: () => ({ limits, helplines, expiry: 90 * 24 * HOUR }),
};

function site() {
  const ports = caseFixture({ proof: { challenge: async () => ({}) as never, check: async () => true } });
  approved(ports.db, ["blocked.example"]);
  const app = createSiteCases({
    ...parts,
    clientAddress: () => "192.0.2.1",
    complaints: createComplaintIntake(ports),
    appeals: createAppealIntake(ports),
    monthlyStatistics: () => {
      throw new Error("not asked for here");
    },
  });
  app.route("/", createSite(parts));
  const get = async (path: string) => (await app.request(`https://registry.example${path}`)).text();
  const post = async (path: string, fields: Record<string, string>, language = "en") => {
    const body = new URLSearchParams(fields).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded", "accept-language": language };
    const response = await app.request(`https://registry.example${path}`, { method: "POST", body, headers });
    return { status: response.status, html: await response.text() };
  };
  return { get, post };
}

/** Which fields the page says are wrong: each has to be on it, with its message beside it. */
function faults(html: string): string[] {
  const fields = [...html.matchAll(/govuk-error-summary__list.*?<\/ul>/gs)].flatMap(([list]) =>
    [...list.matchAll(/href="#([^"]+)"/g)].map(([, field]) => field ?? ""),
  );
  for (const field of fields) expect([field, html.includes(`id="${field}"`)]).toEqual([field, true]);
  return fields;
}

const typed = {
  category: "decency",
  addresses: "http://a.example/<b>",
  description: "Since Monday & still.",
  reach: "named",
};

test.each([
  ["en", "usually within 36 hours"],
  ["ur", "عموماً 36 گھنٹے کے اندر"],
])(
  "a complaint in %s says at each field what is wrong, loses nothing, and is sent when all is right",
  async (language, limit) => {
    const { get, post } = site();
    expect(await get(`/complain?lang=${language}`)).toContain(`lang="${language}"`);
    for (const [step, fields, field] of [
      ["category", { category: "" }, "category"],
      ["category", { category: "nonsense" }, "category"],
      ["addresses", { addresses: " \n" }, "addresses"],
      ["addresses", { addresses: "x".repeat(5_000) }, "addresses"],
      ["contact", { email: "nobody at all" }, "email"],
    ] as const) {
      const { status, html } = await post("/complain", { ...typed, step, ...fields }, language);
      expect([step, status, faults(html)]).toEqual([step, 422, [field]]);
      expect(html).toContain("Since Monday &amp; still.");
    }
    // A made-up form that skips pages is led back to the first one that is not right.
    const skipped = await post("/complain", { step: "check", addresses: "a.example", reach: "anonymous" }, language);
    expect([skipped.status, faults(skipped.html)]).toEqual([422, ["category"]]);
    const sent = await post("/complain", { ...typed, step: "check", email: "sana@people.example" }, language);
    expect([sent.status, sent.html.includes(limit), sent.html.includes('id="reference"')]).toEqual([200, true, true]);
  },
);

test.each(["en", "ur"])(
  "an appeal in %s needs only an address, and what is no address is told at its field",
  async (language) => {
    const { get, post } = site();
    expect(await get(`/appeal?entry=e1&lang=${language}`)).toContain('value="blocked.example"');
    for (const url of ["", "com", "x".repeat(5_000)]) {
      const { status, html } = await post("/appeal", { step: "address", url, statement: "It is mine." }, language);
      expect([url.slice(0, 5), status, faults(html)]).toEqual([url.slice(0, 5), 422, ["url"]]);
      expect(html).toContain("It is mine.");
    }
    const fields = { step: "check", url: "blocked.example", capacity: "owner", reach: "anonymous" };
    const sent = await post("/appeal", fields, language);
    expect([sent.status, sent.html.includes("e1"), sent.html.includes('id="reference"')]).toEqual([200, true, true]);
  },
);

test.each(["en", "ur"])(
  "following up in %s asks for both, keeps them, and tells nobody which was wrong",
  async (language) => {
    const { post } = site();
    expect(faults((await post("/complaints", {}, language)).html)).toEqual(["reference", "code"]);
    const half = await post("/complaints", { reference: "C-AAAA-BBBB", code: "" }, language);
    expect([half.status, faults(half.html), half.html.includes("C-AAAA-BBBB")]).toEqual([422, ["code"], true]);
    const wrong = await post("/complaints", { reference: "C-AAAA-BBBB", code: "11111" }, language);
    expect([wrong.status, faults(wrong.html)]).toEqual([422, ["reference"]]);
    const sent = await post("/complain", { ...typed, step: "check", reach: "anonymous" }, language);
    const reference = />([A-Z]-[0-9A-Z]{4}-[0-9A-Z]{4})</.exec(sent.html)?.[1] ?? "";
    const code = />([0-9A-Z]{4,5}(?:-[0-9A-Z]{4,5}){2,})</.exec(sent.html.replaceAll(reference, ""))?.[1] ?? "";
    const found = await post("/complaints", { reference: reference.toLowerCase(), code }, language);
    expect([reference, found.status, found.html.includes(reference)]).toEqual([reference, 200, true]);
    const other = await post("/complaints", { reference, code: "0".repeat(code.length) }, language);
    expect([other.status, other.html.includes("decency")]).toEqual([422, false]);
  },
);

test("the limits that the pages name are the configured ones, in both languages", async () => {
  const { get } = site();
  const help = await get("/help?lang=en");
  for (const text of ["a complaint: 36 hours; an emergency: 12 hours", "an appeal: 20 days"])
    expect(help).toContain(text);
  expect(await get("/help?lang=ur")).toContain("اپیل: 20 دن");
  expect(await get("/check?url=blocked.example&lang=en")).toContain("decide within 20 days");
  expect(await get("/entries/e1?lang=en")).toContain("decide within 20 days");
});

test("the helplines that the pages name are the configured ones alone, in both languages", async () => {
  const { get, post } = site();
  const pages = [await get("/help?lang=en"), await get("/complain?lang=en"), await get("/nowhere?lang=en")];
  const abuse = await post("/complain", { step: "category", category: "child-abuse" });
  for (const page of [...pages.slice(0, 2), abuse.html]) expect(page).toContain("042 111 0 11");
  for (const page of [...pages, abuse.html]) expect(page).not.toMatch(/1121|1991|0800/);
  expect(abuse.html).toContain('href="tel:042111011"');
  expect(abuse.html).toContain("Ring us");
  expect(await get("/help/parents?lang=ur")).toContain("ہمیں فون کریں");
});

test("the way out of a complaint leads to a page that needs no explanation, and says nothing of this one", async () => {
  const way = /<a[^>]*id="leave"[^>]*>/.exec(await site().get("/complain"))?.[0] ?? "";
  expect(way).toContain('href="https://www.google.com/"');
  expect(way).toContain('rel="noreferrer"');
});

test.each([
  ["en", "Page not found", "Check privately"],
  ["ur", 'dir="rtl"', 'dir="rtl"'],
])("what is not there, and the private check, in %s", async (language, lost, check) => {
  const pages = pageApp(observe, async () => new Response("failed", { status: 500 }));
  pages.get(
    "*",
    async (c) =>
      (await notFoundPage({ assets, settings: parts.settings })(c)) ?? new Response("for programs", { status: 404 }),
  );
  const ask = (path: string, accept: string) =>
    pages.app.request(path, { headers: { accept, "accept-language": language } });
  const page = await ask("/nowhere", "text/html");
  expect([page.status, (await page.text()).includes(lost)]).toEqual([404, true]);
  expect(await (await ask("/v1/nowhere", "text/html")).text()).toBe("for programs");
  const html = await site().get(`/check/private?lang=${language}`);
  // Nothing in its form has a name, so no form can send the address.
  const form = /<form id="private-check".*?<\/form>/s.exec(html)?.[0] ?? "";
  expect([html.includes(check), /\sname=/.test(form), /\saction=/.test(form)]).toEqual([true, false, false]);
  expect(html).toContain("<noscript>");
});

test.each([
  ["en", ["after 7 days", "usually after 90 days", "36 hours"]],
  ["ur", ["وہ 7 دن بعد", "عموماً 90 دن بعد", "36 گھنٹے"]],
])(
  "the help page tells how long things stand and take as the registry is configured, in %s",
  async (language, parts) => {
    const html = await site().get(`/help?lang=${language}`);
    expect(parts.filter((part) => !html.includes(part))).toEqual([]);
  },
);

test("a replica leads to the registry's own site for what it does not do, and says so when it knows none", async () => {
  const known = createSiteElsewhere({ ...parts, at: "https://registry.example" });
  for (const path of ["/complain?category=child-abuse", "/appeal?entry=e1", "/complaints", "/transparency/months"]) {
    const { status, headers } = await known.request(`https://replica.example${path}`);
    expect([status, headers.get("location")]).toEqual([302, `https://registry.example${path}`]);
  }
  const unknown = createSiteElsewhere({ ...parts, at: undefined });
  for (const [language, text] of [
    ["en", "at the registry itself"],
    ["ur", "خود رجسٹری پر"],
  ]) {
    const response = await unknown.request(`https://replica.example/complain?lang=${language}`);
    expect([response.status, (await response.text()).includes(text ?? "")]).toEqual([404, true]);
  }
  expect(unexpected).toEqual([]);
});
