import { expect, test } from "vitest";
import { testApi } from "../fixtures/public-api.ts";

test("a process that runs is healthy, one with a release is ready", async () => {
  const { app } = testApi([]);
  const empty = testApi([], { answers: () => undefined }).app;
  expect((await empty.request("/healthz")).status).toBe(200);
  expect((await empty.request("/readyz")).status).toBe(503);
  expect(await (await app.request("/readyz")).json()).toEqual({ status: "ready", release: 7 });
});

test("every public record says unavailable before the first release", async () => {
  const empty = testApi([], { answers: () => undefined }).app;
  for (const path of ["hashes/00000", "release", "entries/e1", "statistics", "categories"]) {
    const response = await empty.request(`/v1/${path}`);
    expect([path, response.status]).toEqual([path, 503]);
    expect(response.headers.get("retry-after")).toBe("5");
  }
});
