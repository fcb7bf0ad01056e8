import { describe, expect, test } from "vitest";
import { LookupResults, Verdict } from "../../src/api/lookup-schema.ts";
import { answersFor, testApi } from "../fixtures/public-api.ts";

const { app, seen } = testApi([
  { value: "blocked.example", scope: "domain" },
  { value: "paths.example/bad", scope: "url" },
]);
const get = (query: string) => app.request(`/v1/lookup?${query}`);
const post = (type: string, body: string, path = "/v1/lookup") =>
  app.request(path, { method: "POST", headers: { "content-type": type }, body });
const problem = async (response: Response) => ({ status: response.status, ...((await response.json()) as object) });

describe("GET /v1/lookup", () => {
  test("answers with the verdict as documented", async () => {
    const response = await get("url=https%3A%2F%2Fwww.blocked.example%2Fa");
    expect(response.status).toBe(200);
    const verdict = Verdict.strict().parse(await response.json());
    expect(verdict).toMatchObject({ query: "https://www.blocked.example/a", blocked: true, release: 7 });
  });

  test("is kept by no cache and may be read by any page", async () => {
    const { headers } = await get("url=blocked.example");
    expect(Object.fromEntries(headers)).toEqual({
      "content-type": "application/json",
      "cache-control": "no-store",
      "access-control-allow-origin": "*",
      "x-content-type-options": "nosniff",
    });
  });

  test.each([
    ["url=192.0.2.1", { refused: "ip_address" }],
    ["url=", { refused: "empty" }],
    ["url=localhost", { refused: "single_label" }],
    ["", {}],
    ["uri=blocked.example", {}],
  ])("refuses ?%s", async (query, extension) => {
    expect(await problem(await get(query))).toMatchObject({ status: 400, code: "bad_request", ...extension });
  });

  test("does not quote the question in a refusal", async () => {
    expect(await (await get("url=192.0.2.77")).text()).not.toContain("192.0.2.77");
  });

  test("says unavailable before the first release", async () => {
    const early = testApi([], { answers: () => undefined }).app;
    expect(await problem(await early.request("/v1/lookup?url=a.example"))).toMatchObject({
      status: 503,
      code: "unavailable",
    });
  });
});

describe("POST /v1/lookup", () => {
  const urls = ["www.blocked.example", "fine.example", "192.0.2.1", "", "paths.example/bad/x"];
  const blocked = [true, false, false, false, true];

  test.each([
    ["application/json", JSON.stringify({ urls })],
    ["application/json; charset=utf-8", JSON.stringify({ urls })],
    ["text/plain", `${urls.join("\n")}\n`],
    ["text/plain", urls.join("\r\n")],
  ])("answers %s in the order of the questions", async (type, body) => {
    const response = await post(type, body);
    expect(response.status).toBe(200);
    const { release, results } = LookupResults.parse(await response.json());
    expect(release).toBe(7);
    expect(results.map(({ query }) => query)).toEqual(urls);
    expect(results.map((result) => result.blocked)).toEqual(blocked);
    expect(results[2]).toEqual({
      query: "192.0.2.1",
      canonical: null,
      blocked: false,
      refused: "ip_address",
      release: 7,
    });
  });

  test("gives each the answer that GET gives", async () => {
    const { results } = (await (await post("application/json", JSON.stringify({ urls }))).json()) as {
      results: object[];
    };
    const single = await (await get(`url=${encodeURIComponent(urls[0] ?? "")}`)).json();
    expect(results[0]).toEqual(single);
  });

  test("answers nothing to nothing", async () => {
    expect(await (await post("application/json", '{"urls":[]}')).json()).toEqual({ release: 7, results: [] });
    expect(await (await post("text/plain", "")).json()).toEqual({ release: 7, results: [] });
  });

  test("takes as many as it says and one more is too large", async () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => `n${at}.example`);
    const json = (count: number) => post("application/json", JSON.stringify({ urls: many(count) }));
    const text = (count: number, end = "\n") => post("text/plain", many(count).join("\n") + end);
    for (const [response, count] of [
      [json(1_000), 1_000],
      [text(10_000), 10_000],
      [text(10_000, ""), 10_000],
    ] as const) {
      const { results } = (await (await response).json()) as { results: { query: string }[] };
      expect(results).toHaveLength(count);
      expect(results.at(-1)?.query).toBe(`n${count - 1}.example`);
    }
    for (const response of [json(1_001), text(10_001), text(10_001, ""), text(10_000, "\n\nmore.example")]) {
      expect(await problem(await response)).toMatchObject({ status: 413, code: "too_large" });
    }
  });

  test("stops reading a body that is too large, declared or not", async () => {
    const large = "a".repeat(4_194_305);
    expect(await problem(await post("text/plain", large))).toMatchObject({ status: 413, code: "too_large" });
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1_000_000).fill(97));
      },
    });
    const init = { method: "POST", headers: { "content-type": "text/plain" }, body: endless, duplex: "half" };
    expect(await problem(await app.request("/v1/lookup", init as RequestInit))).toMatchObject({ status: 413 });
    expect(pulled).toBeLessThan(10);
  });

  test.each([
    ["application/json", "{", 400, "bad_request"],
    ["application/json", "[]", 400, "bad_request"],
    ["application/json", '{"urls":"a.example"}', 400, "bad_request"],
    ["application/json", '{"urls":["a.example",1]}', 400, "bad_request"],
    ["application/json", "null", 400, "bad_request"],
    ["application/xml", "<a/>", 415, "unsupported_media_type"],
    ["", "a.example", 415, "unsupported_media_type"],
  ])("refuses %s %s", async (type, body, status, code) => {
    expect(await problem(await post(type, body))).toMatchObject({ status, code });
  });

  test("answers from one release though another comes in between", async () => {
    let current = answersFor(1, [{ value: "n0.example", scope: "domain" }]);
    const next = answersFor(2, []);
    const moving = testApi([], { answers: () => current }).app;
    const body = `${Array.from({ length: 10_000 }, () => "n0.example").join("\n")}\n`;
    const answer = moving.request("/v1/lookup", { method: "POST", headers: { "content-type": "text/plain" }, body });
    setTimeout(() => {
      current = next;
    });
    const { release, results } = LookupResults.parse(await (await answer).json());
    expect(release).toBe(1);
    expect(new Set(results.map((result) => `${result.release} ${result.blocked}`))).toEqual(new Set(["1 true"]));
    expect(current.release).toBe(2);
  });
});

test("pages elsewhere may ask before they post", async () => {
  const response = await app.request("/v1/lookup", { method: "OPTIONS" });
  expect(response.status).toBe(204);
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  expect(response.headers.get("access-control-allow-methods")).toContain("POST");
});

test("what is counted is the route, the status and the kind of answer", async () => {
  const { app: fresh, seen } = testApi([{ value: "blocked.example", scope: "domain" }]);
  await fresh.request("/v1/lookup?url=blocked.example");
  await fresh.request("/v1/lookup?url=fine.example");
  await fresh.request("/v1/lookup?url=192.0.2.1");
  expect(seen.lookups).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  expect(seen.requests).toEqual([
    ["/v1/lookup", 200],
    ["/v1/lookup", 200],
    ["/v1/lookup", 400],
  ]);
});

test("nothing that was asked reaches the log or a metric", () => {
  expect(seen.failures).toEqual([]);
  expect(JSON.stringify(seen)).not.toMatch(/example|192/);
});

test("a name on the sealed list and one on no list are answered alike", async () => {
  // The app has the general list only; there is nothing that could tell the two apart.
  const shown = async (name: string) => {
    const response = await get(`url=${name}`);
    return {
      status: response.status,
      headers: [...response.headers],
      body: (await response.text()).replaceAll(name, "NAME"),
    };
  };
  expect(await shown("sealed.example")).toEqual(await shown("listed-nowhere.example"));
});

test("no middleware stands before the lookup", () => {
  const [handlers] = app.router.match("GET", "/v1/lookup");
  expect(handlers).toHaveLength(1);
});
