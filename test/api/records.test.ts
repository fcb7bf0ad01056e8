import { expect, test } from "vitest";
import { Categories } from "../../src/api/categories-schema.ts";
import { Entry } from "../../src/api/entries-schema.ts";
import { Statistics } from "../../src/api/statistics-schema.ts";
import { testApi } from "../fixtures/public-api.ts";

const { app } = testApi([
  { value: "blocked.example", scope: "domain" },
  { value: "proxy.example", scope: "host", category: "proxy" },
]);
const json = async (path: string) => (await app.request(path)).json();

test("an entry's public record says what it stands on", async () => {
  expect(Entry.strict().parse(await json("/v1/entries/e2"))).toMatchObject({
    id: "e2",
    scope: "host",
    value: "proxy.example",
    authority: "PTA",
    law: "PECA 2016",
    provision: "s. 37(1)",
    list: "general",
    release: 7,
  });
});

test.each(["e3", "e0", "e02", "2", "e2x", "e99999999999999999999", "E2"])("%s is no entry in force", async (id) => {
  const response = await app.request(`/v1/entries/${id}`);
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ code: "not_found" });
});

test("the statistics are of one named release", async () => {
  expect(Statistics.strict().parse(await json("/v1/statistics"))).toEqual({
    release: 7,
    published: "2026-11-24T00:00:00Z",
    entries: 2,
    orders: 1,
    categories: { decency: 1, proxy: 1 },
    grounds: { decency: 2 },
  });
  const csv = await app.request("/v1/statistics?format=csv");
  expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect((await csv.text()).split("\r\n")).toEqual([
    "release,by,name,entries",
    "7,category,decency,1",
    "7,category,proxy,1",
    "7,ground,decency,2",
    "",
  ]);
  expect((await app.request("/v1/statistics?format=xml")).status).toBe(400);
});

test("every category is named, and of the sealed one nothing but its name", async () => {
  const { categories } = Categories.strict().parse(await json("/v1/categories"));
  expect(categories.find(({ slug }) => slug === "proxy")).toMatchObject({ title: "Proxy", entries: 1 });
  expect(categories.find(({ slug }) => slug === "defence")).toMatchObject({ entries: 0 });
  expect(categories.filter(({ list }) => list === "sealed")).toEqual([
    { slug: "child-abuse", title: "Child Abuse", list: "sealed" },
  ]);
});
