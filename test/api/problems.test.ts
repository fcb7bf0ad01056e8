import { expect, test } from "vitest";
import { HifazatError } from "../../src/core/errors.ts";
import { testApi } from "../fixtures/public-api.ts";

const SECRET = "secret.example";

test("a path that is none is a problem", async () => {
  const response = await testApi([]).app.request("/v1/nothing");
  expect(response.status).toBe(404);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await response.json()).toMatchObject({ status: 404, code: "not_found", title: expect.any(String) });
});

test.each([
  ["DELETE", "/v1/lookup?url=a.example", "GET, POST, HEAD, OPTIONS"],
  ["POST", "/v1/release", "GET, HEAD, OPTIONS"],
  ["PUT", "/tuf/metadata/timestamp.json", "GET, HEAD, OPTIONS"],
])("%s %s is a problem that says what is allowed", async (method, path, allow) => {
  const response = await testApi([]).app.request(path, { method });
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe(allow);
  expect(await response.json()).toMatchObject({ code: "method_not_allowed" });
});

test("OPTIONS says what is allowed, and of nothing that it is nothing", async () => {
  const { app } = testApi([]);
  const options = await app.request("/v1/release", { method: "OPTIONS" });
  expect(options.status).toBe(204);
  expect(options.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
  expect((await app.request("/v1/nothing", { method: "OPTIONS" })).status).toBe(404);
});

test("an unforeseen error tells the caller nothing and the log everything but the question", async () => {
  const error = new TypeError(`Invalid URL: ${SECRET}`);
  const { app, seen } = testApi([], {
    answers: () => {
      throw error;
    },
  });
  const response = await app.request(`/v1/lookup?url=${SECRET}`);
  expect(response.status).toBe(500);
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({ code: "internal", status: 500 });
  expect(text).not.toContain(SECRET);
  expect(text).not.toContain("TypeError");
  expect(seen.failures).toEqual([["/v1/lookup", error]]);
  expect(seen.requests).toEqual([["/v1/lookup", 500]]);
});

test("an error with a code for callers tells its message; one about our own files does not", async () => {
  const failing = (error: Error) =>
    testApi([], {
      metrics: async () => {
        throw error;
      },
    }).app.request("/metrics");
  const foreseen = await failing(new HifazatError("rate_limited", "Slower, please."));
  expect(foreseen.status).toBe(429);
  expect(await foreseen.json()).toMatchObject({ code: "rate_limited", detail: "Slower, please." });
  const own = await failing(new HifazatError("index_malformed", "the index file at /data is damaged"));
  expect(own.status).toBe(500);
  expect(await own.text()).not.toContain("/data");
});
