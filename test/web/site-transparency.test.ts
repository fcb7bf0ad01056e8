import { expect, test } from "vitest";
import { DEFAULT_SITE_SETTINGS } from "../../src/core/site-settings.ts";
import type { MonthlyStatistics } from "../../src/core/statistics/months.ts";
import { createSite } from "../../src/web/site/app.tsx";
import { monthsPage } from "../../src/web/site/transparency/transparency-pages.tsx";
import { pageApp } from "../../src/web/ui/page-app.ts";
import { groundName } from "../../src/web/ui/terms.ts";
import { answersFor } from "../fixtures/public-api.ts";

const observe = { request: () => {}, lookups: () => {}, failed: () => {} };
const assets = async () => ({ href: (name: string) => `/assets/${name}`, file: () => undefined });
const answers = answersFor(7, [
  { value: "a.example", scope: "domain" },
  { value: "b.example", scope: "domain" },
  { value: "c.example", scope: "domain", category: "hate-speech" },
]);
const site = createSite({ settings: () => DEFAULT_SITE_SETTINGS, answers: () => answers, assets, observe });

test("every number of the list's page is of the release that it names, and the chart has its table", async () => {
  const html = await (await site.request("/transparency?lang=en")).text();
  expect(html).toContain("3 addresses are on the public list");
  expect(html).toContain("All numbers are those of release 7");
  expect(html).toMatch(/Decency and Morality<\/th><td[^>]*>2<\/td><td[^>]*>66\.7%/);
  expect(html).toMatch(/<svg[^>]+role="img"[^>]+aria-label="Addresses by category"/);
  expect(html).toMatch(/Decency or morality<\/th><td[^>]*>3<\/td><td[^>]*>100%/);
  expect(html).toMatch(/<svg[^>]+role="img"[^>]+aria-label="Addresses by legal ground"/);
  expect(html).toContain("/v1/statistics?format=csv");
  expect(html).not.toContain("style=");
});

test("a ground is told in the reader's language, however the order names it", () => {
  for (const ground of ["decency", "Decency or morality"]) expect(groundName("ur", ground)).toBe("شائستگی یا اخلاق");
  expect(groundName("ur", "Copyright Ordinance")).toBe("Copyright Ordinance");
});

test("no category of the sealed list is among the numbers", async () => {
  const html = await (await site.request("/transparency?lang=en")).text();
  expect(html).not.toMatch(/<th scope="row"[^>]*>Child Abuse/);
});

test("months show decisions, times and appeals of one release, and give the same numbers as data", async () => {
  const month = {
    month: "2026-11",
    ordersApproved: 4,
    ordersRejected: 1,
    ordersWithdrawn: 0,
    ordersExpired: 0,
    entriesAdded: 1_200,
    entriesRemoved: 30,
    itemsRefused: 17,
    itemsHeld: 2,
    complaintsReceived: 9,
    complaintsBlocked: 3,
    complaintsNotBlocked: 2,
    complaintsPassedOn: 1,
    complaintsDropped: 0,
    appealsReceived: 2,
    appealsWon: 1,
    appealsDismissed: 1,
    appealsClosed: 0,
    medianSecondsToBlock: 5_400,
    medianSecondsToUnblock: null,
    casesEnded: 8,
    casesInTime: 6,
  };
  const statistics: MonthlyStatistics = { release: 9, published: 1_795_000_000, months: [month] };
  const pages = pageApp(observe, async () => new Response("failed", { status: 500 }));
  monthsPage(pages, { assets, settings: () => DEFAULT_SITE_SETTINGS, monthlyStatistics: () => statistics });
  for (const [language, onTime] of [
    ["en", "75%"],
    ["ur", "75%"],
  ] as const) {
    const html = await (await pages.app.request(`/transparency/months?lang=${language}`)).text();
    for (const text of ["1,200", "17", "1.5", onTime]) expect(html).toContain(text);
    expect(html).toContain("/v1/statistics/months?release=9&amp;format=csv");
  }
});
