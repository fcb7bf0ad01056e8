import { expect, test } from "vitest";
import { monthlyStatisticsRoutes } from "../../../src/api/statistics-months/statistics-months.ts";
import { openRecords } from "../../../src/cli/registry-records.ts";
import { median } from "../../../src/core/statistics/months.ts";
import { publish } from "../../../src/publish/publish.ts";
import { withdraw } from "../../../src/review/withdraw.ts";
import { accessPorts, browser, staffApp } from "../../fixtures/access.ts";
import { caseFixture, complain } from "../../fixtures/cases.ts";
import { approved, NOW } from "../../fixtures/orders.ts";
import { newRegistry } from "../../publish/registry.ts";

test("every_number_is_of_the_named_release_and_child_abuse_is_in_none", async () => {
  const { db, publishing } = await newRegistry();
  const clock = { at: NOW };
  const publisher = { ...publishing, now: () => new Date(clock.at * 1_000) };
  const ports = { ...accessPorts(), db };
  const app = staffApp(ports, [monthlyStatisticsRoutes(openRecords(db, "unused", () => clock.at))]);
  const get = (query: string) => browser(app).call("GET", `/v1/statistics/months${query}`);
  expect((await get("")).status).toBe(503);

  const cases = caseFixture({}, db);
  const order = approved(db, ["a.example", "held:b.example", "c.example"]);
  approved(db, ["very-sealed.example"], { number: "S/1", list: "sealed", category: "child-abuse" });
  await complain(cases, ["d.example"]);
  await complain(cases, ["very-sealed.example"], { category: "child-abuse" });
  clock.at = NOW + 600;
  await publish(publisher, { force: true });
  const first = (await get("")).body;
  expect(first).toMatchObject({ release: 1, published: "2026-11-24T00:10:00Z" });
  expect(first.months).toEqual([
    expect.objectContaining({
      ...{ month: "2026-11", ordersApproved: 1, entriesAdded: 2, entriesRemoved: 0, itemsHeld: 1 },
      ...{ complaintsReceived: 1, medianSecondsToBlock: 600, medianSecondsToUnblock: null, casesEnded: 0 },
    }),
  ]);

  // In the month after: decided, and counted in the release that holds it, not in the one before.
  clock.at = NOW + 10 * 86_400;
  withdraw(db, `o${order.id}`, { items: null, second: "C", reasons: "r", cleared: false }, "Officer A", clock.at, 0);
  expect((await get("")).body).toEqual(first);
  await publish(publisher);
  const { release, months } = (await get("")).body;
  expect([release, months.length]).toEqual([2, 2]);
  expect(months[1]).toMatchObject({ month: "2026-12", ordersWithdrawn: 1, entriesRemoved: 2, ordersApproved: 0 });
  expect((await get("?release=1")).body).toEqual(first);
  expect((await get("?release=9")).body.code).toBe("not_found");
});

test("the_csv_has_a_line_a_month_and_names_the_release", async () => {
  const { db, publishing } = await newRegistry();
  approved(db, ["a.example"]);
  await publish({ ...publishing, now: () => new Date(NOW * 1_000) });
  const app = staffApp({ ...accessPorts(), db }, [monthlyStatisticsRoutes(openRecords(db, "unused", () => NOW))]);
  const response = await app.request("https://registry.example/v1/statistics/months?format=csv");
  const [header, line, end] = (await response.text()).split("\r\n");
  expect(header).toMatch(/^release,month,ordersApproved,/);
  expect(line).toMatch(/^1,2026-11,1,/);
  expect(end).toBe("");
});

test("the_median_is_the_middle", () => {
  expect([median([]), median([3]), median([9, 1, 2]), median([1, 4, 2, 9])]).toEqual([null, 3, 2, 3]);
});
