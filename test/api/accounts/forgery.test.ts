import { createRoute } from "@hono/zod-openapi";
import { describe, expect, test } from "vitest";
import { createAccess } from "../../../src/access/access.ts";
import { forPublic, mayAlso, staffRoutes } from "../../../src/api/staff-route.ts";
import { siteAt } from "../../../src/core/access/site.ts";
import { accessPorts, browser, enrolled, PASSWORD, SITE, staffApp } from "../../fixtures/access.ts";

async function signedIn() {
  const ports = accessPorts();
  const app = staffApp(ports);
  const { browser: own } = await enrolled(ports, app, "a.khan", ["officer"]);
  return { ports, app, own };
}

describe("another site's page cannot act for a signed-in officer", () => {
  const change = (own: ReturnType<typeof browser>, headers: Record<string, string>) =>
    own.call("DELETE", "/v1/sessions", undefined, headers);

  test("without_the_csrf_value_nothing_changes", async () => {
    const { own } = await signedIn();
    own.csrf = undefined;
    const answer = await change(own, {});
    expect([answer.status, answer.body.code]).toEqual([403, "csrf_refused"]);
  });

  test("another_session's_csrf_value_is_refused", async () => {
    const { ports, app, own } = await signedIn();
    const other = await enrolled(ports, app, "b.shah", ["officer"]);
    own.csrf = other.browser.csrf;
    expect((await change(own, {})).body.code).toBe("csrf_refused");
  });

  test("a_cross_site_source_is_refused_even_with_the_value", async () => {
    const { own } = await signedIn();
    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "http://registry.example" },
    ])
      expect((await change(own, headers)).body.code).toBe("csrf_refused");
    expect((await change(own, {})).status).toBe(200);
  });

  test("reading_needs_no_csrf_value", async () => {
    const { own } = await signedIn();
    own.csrf = undefined;
    expect((await own.call("GET", "/v1/sessions")).status).toBe(200);
  });
});

test("another_site_cannot_sign_a_browser_in", async () => {
  const { app } = await signedIn();
  const body = { name: "a.khan", password: PASSWORD };
  const foreign = await browser(app).call("POST", "/v1/session", body, { origin: "https://evil.example" });
  expect([foreign.status, foreign.body.code]).toEqual([403, "csrf_refused"]);
  const form = await browser(app).call("POST", "/v1/session", body, { "content-type": "text/plain" });
  expect([form.status, form.body.code]).toEqual([415, "unsupported_media_type"]);
});

test("a_bearer_token_needs_no_csrf_value_and_hides_the_cookie", async () => {
  const { own } = await signedIn();
  own.csrf = undefined;
  const answer = await own.call("DELETE", "/v1/sessions", undefined, { authorization: "Bearer hfz_nothing" });
  expect([answer.status, answer.body.code]).toEqual([401, "unauthenticated"]);
  const basic = await own.call("DELETE", "/v1/sessions", undefined, { authorization: "Basic YTpi" });
  expect([basic.status, basic.body.code]).toEqual([401, "unauthenticated"]);
});

describe("where everybody is served", () => {
  /** Stands for complaints: from citizens, partners and officers. */
  function open() {
    const routes = staffRoutes();
    routes.openapi(
      createRoute({
        method: "post",
        path: "/test/complain",
        ...forPublic,
        responses: { 200: { description: "who complained" } },
      }),
      (c) => c.json({ kind: c.var.caller.kind, may: mayAlso(c, "complaint.submit") ?? null }, 200),
    );
    return routes;
  }

  async function complain(headers: Record<string, string>, site = SITE, origin = "https://registry.example") {
    const ports = accessPorts(site);
    const app = staffApp(ports, [open()]);
    const access = createAccess(ports);
    access.createOrganisation({ name: "fia", displayName: "FIA", kind: "partner", categories: ["decency"] }, "test");
    const { token } = access.issueToken({ organisation: "fia", label: "desk" }, "test");
    const own = browser(app, origin);
    if (site.kind === "public") {
      const { browser: officer } = await enrolled(ports, app, "a.khan", ["officer"]);
      own.cookie = officer.cookie;
      own.csrf = officer.csrf;
    }
    const filled = Object.entries(headers).map(([name, value]) => [name, value.replace("TOKEN", token)] as const);
    return own.call("POST", "/test/complain", undefined, Object.fromEntries(filled));
  }

  test("an_officer's_session_counts_only_with_its_csrf_value_from_our_own_pages", async () => {
    expect((await complain({})).body).toEqual({ kind: "session", may: null });
    for (const headers of [
      { "csrf-token": "" },
      { origin: "https://other.example" },
      { "sec-fetch-site": "cross-site" },
    ])
      expect((await complain(headers)).body).toEqual({ kind: "anonymous", may: null });
  });

  test("a_partner's_token_counts_and_a_bad_one_is_refused", async () => {
    expect((await complain({ authorization: "Bearer TOKEN" })).body).toEqual({ kind: "token", may: "own" });
    expect((await complain({ authorization: "Bearer hfz_bad" })).status).toBe(401);
  });

  test("it_is_open_to_the_network_before_an_origin_is_configured", async () => {
    const answer = await complain({}, siteAt(undefined), "http://registry.example");
    expect([answer.status, answer.body.kind]).toEqual([200, "anonymous"]);
  });
});

test("a_body_that_is_no_json_or_too_large_is_refused_as_a_problem", async () => {
  const { app } = await signedIn();
  const raw = await app.request("https://registry.example/v1/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{",
  });
  expect([raw.status, (await raw.json()).code]).toEqual([400, "bad_request"]);
  const large = await browser(app).call("POST", "/v1/session", { name: "a", password: "x".repeat(70_000) });
  expect([large.status, large.body.code]).toEqual([413, "too_large"]);
  const wrong = await browser(app).call("POST", "/v1/session", { name: "a.khan", password: 42 });
  expect([wrong.status, wrong.body.code]).toEqual([400, "bad_request"]);
  expect(wrong.body.detail).toMatch(/json\.password/);
});
