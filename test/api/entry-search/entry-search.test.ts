import { expect, test } from "vitest";
import { entrySearchRoutes } from "../../../src/api/entry-search/entry-search.ts";
import { withdraw } from "../../../src/review/withdraw.ts";
import { searchEntries } from "../../../src/storage/entry-search.ts";
import { accessPorts, enrolled, staffApp } from "../../fixtures/access.ts";
import { orderDesk, TERMS } from "../../fixtures/order-desk.ts";
import { approved, NOW } from "../../fixtures/orders.ts";

async function search() {
  const ports = accessPorts();
  const { db } = ports;
  approved(db, ["casino.example", "a.casino.example", "casino.example/page", "casinos.example", "z.example"]);
  const soon = NOW + 200 * 86_400;
  const short = { number: "PTA/2026/2", category: "proxy" as const, expiresAt: soon };
  approved(db, ["poker.example", "b.casino.example"], short);
  const gone = approved(db, ["gone.casino.example"], { number: "PTA/2026/3" });
  withdraw(db, `o${gone.id}`, { items: null, second: "C", reasons: "r", cleared: false }, "Officer A", NOW, 0);
  approved(db, ["sealed.casino.example"], { number: "S/1", list: "sealed", category: "child-abuse" });
  const app = staffApp(ports, [entrySearchRoutes({ searchEntries: searchEntries.bind(null, db) })]);
  const { browser } = await enrolled(ports, app, "k.clerk", ["clerk"]);
  return async (query: string) => {
    const { status, body } = await browser.call("GET", `/v1/entries?${query}`);
    return status === 200 ? { names: body.entries.map(({ value }: { value: string }) => value), ...body } : body;
  };
}

test("entries_are_found_by_name_part_order_category_and_end_and_never_sealed_or_withdrawn_ones", async () => {
  const find = await search();
  const below = ["casino.example", "casino.example/page", "a.casino.example", "b.casino.example"];
  expect((await find("name=casino.example")).names).toEqual(below);
  expect((await find("name=http%3A%2F%2FCASINO.example%2Fx")).names).toEqual(below);
  expect((await find("contains=INO")).names).toEqual([...below, "casinos.example"]);
  expect((await find("order=o2")).names).toEqual(["b.casino.example", "poker.example"]);
  expect((await find("category=proxy&name=casino.example")).names).toEqual(["b.casino.example"]);
  expect((await find("expiresBefore=2027-09-01")).names).toEqual(["b.casino.example", "poker.example"]);
  expect((await find("contains=sealed")).names).toEqual([]);
  expect((await find("name=z.example")).entries[0]).toMatchObject({
    order: "o1",
    published: false,
    category: "decency",
  });
});

test("pages_of_the_search_follow_each_other_without_a_gap_and_foreign_cursors_are_refused", async () => {
  const find = await search();
  const seen: string[] = [];
  let after = "";
  for (let page = 0; page < 10; page++) {
    const { names, next } = await find(`name=casino.example&limit=1${after}`);
    seen.push(...names);
    if (next === null) break;
    after = `&after=${encodeURIComponent(next)}`;
  }
  expect(seen).toEqual(["casino.example", "casino.example/page", "a.casino.example", "b.casino.example"]);
  expect(await find("after=%5B1%5D")).toMatchObject({ code: "bad_request" });
  expect(await find("name=%00")).toMatchObject({ code: "bad_request" });
});

test("orders_are_found_by_number_by_their_end_and_by_what_waits", async () => {
  const desk = orderDesk();
  const clerk = await desk.officer("k.clerk", "clerk");
  for (const number of ["PTA/2026/17", "PTA/2026/170"]) {
    const { body } = await clerk.call("POST", "/v1/orders", { ...TERMS, number });
    await clerk.upload(`/v1/orders/${body.id}/items`, number.endsWith("0") ? "bit.ly\n" : "a.example\n");
    await clerk.call("POST", `/v1/orders/${body.id}/submit`);
  }
  const numbers = async (query: string) =>
    (await clerk.call("GET", `/v1/orders?${query}`)).body.orders.map(({ number }: { number: string }) => number);
  expect(await numbers("number=2026%2F17")).toEqual(["PTA/2026/170", "PTA/2026/17"]);
  expect(await numbers("number=170")).toEqual(["PTA/2026/170"]);
  expect(await numbers("waiting=held")).toEqual(["PTA/2026/170"]);
  expect(await numbers("waiting=proposal")).toEqual([]);
  expect(await numbers("expiresBefore=2036-01-01")).toEqual([]);
});
