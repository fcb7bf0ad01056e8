import { createRoute } from "@hono/zod-openapi";
import { describe, expect, test } from "vitest";
import { createAccess } from "../../../src/access/access.ts";
import { actorOf, organisationOf, requires, staffRoutes } from "../../../src/api/staff-route.ts";
import { accessPorts, auditRows, enrolled, staffApp, stepUp } from "../../fixtures/access.ts";

/** Stands for the routes that subscribers and partners call. */
function machines() {
  const routes = staffRoutes();
  for (const [path, action] of [
    ["/test/pull", "list.pull"],
    ["/test/submit", "order.submit"],
    ["/test/approve", "order.approve"],
  ] as const)
    routes.openapi(
      createRoute({ method: "post", path, ...requires(action), responses: { 200: { description: "done" } } }),
      (c) => c.json({ actor: actorOf(c), organisation: organisationOf(c)?.name, reach: c.var.reach }, 200),
    );
  return routes;
}

function registry() {
  const ports = accessPorts();
  const app = staffApp(ports, [machines()]);
  const access = createAccess(ports);
  access.createOrganisation({ name: "isp-one", displayName: "ISP One", kind: "subscriber", categories: [] }, "test");
  access.createOrganisation({ name: "fia", displayName: "FIA", kind: "partner", categories: ["decency"] }, "test");
  const call = async (token: string, path: string, address = "192.0.2.9") => {
    const headers = { authorization: `Bearer ${token}`, "test-address": address };
    const response = await app.request(`https://registry.example${path}`, { method: "POST", headers });
    return { status: response.status, body: await response.json(), response };
  };
  const issue = (organisation = "isp-one", more: object = {}) =>
    access.issueToken({ organisation, label: "resolver", ...more }, "admin");
  return { ports, app, access, call, issue };
}

test("a_subscriber's_token_pulls_and_nothing_else", async () => {
  const { call, issue } = registry();
  const { token, id } = issue();
  expect((await call(token, "/test/pull")).body).toEqual({
    actor: `isp-one#${id}`,
    organisation: "isp-one",
    reach: "own",
  });
  for (const path of ["/test/submit", "/test/approve"]) expect((await call(token, path)).body.code).toBe("forbidden");
});

test("a_token_needs_no_csrf_value_wherever_the_request_comes_from", async () => {
  const { app, issue } = registry();
  const headers = {
    authorization: `Bearer ${issue().token}`,
    origin: "https://isp.example",
    "sec-fetch-site": "cross-site",
  };
  const answer = await app.request("https://registry.example/test/pull", { method: "POST", headers });
  expect(answer.status).toBe(200);
});

test("a_token_is_limited_to_the_actions_it_was_made_for", async () => {
  const { call, issue } = registry();
  const { token } = issue("isp-one", { actions: ["receipt.write"] });
  expect((await call(token, "/test/pull")).body.code).toBe("forbidden");
});

test("no_token_can_be_made_for_what_needs_a_second_factor_or_another_role", () => {
  const { issue } = registry();
  for (const [organisation, action] of [
    ["isp-one", "order.submit"],
    ["fia", "list.pull"],
    ["fia", "order.approve"],
    ["fia", "no.such"],
  ] as const)
    expect(() => issue(organisation, { actions: [action] })).toThrow(expect.objectContaining({ code: "bad_request" }));
});

describe("a token stops", () => {
  test("when_it_expires", async () => {
    const { ports, call, issue } = registry();
    const { token, expiresAt } = issue("isp-one", { days: 1 });
    ports.clock.at = expiresAt - 1;
    expect((await call(token, "/test/pull")).status).toBe(200);
    ports.clock.at = expiresAt;
    const late = await call(token, "/test/pull");
    expect([late.status, late.body.code]).toEqual([401, "token_expired"]);
  });

  test("at_once_when_it_is_revoked", async () => {
    const { access, call, issue } = registry();
    const { token, id } = issue();
    expect((await call(token, "/test/pull")).status).toBe(200);
    access.revokeToken(id, "admin");
    expect((await call(token, "/test/pull")).body.code).toBe("token_revoked");
  });

  test("at_once_when_its_subscriber_is_suspended_and_goes_on_when_that_is_lifted", async () => {
    const { access, call, issue } = registry();
    const { token } = issue();
    access.changeOrganisation("isp-one", { suspended: true }, "admin");
    const suspended = await call(token, "/test/pull");
    expect([suspended.status, suspended.body.code]).toEqual([403, "suspended"]);
    expect(() => issue()).toThrow(expect.objectContaining({ code: "conflict" }));
    access.changeOrganisation("isp-one", { suspended: false }, "admin");
    expect((await call(token, "/test/pull")).status).toBe(200);
  });
});

test("a_token_that_is_none_is_refused", async () => {
  const { call } = registry();
  for (const token of ["hfz_", `hfz_${"A".repeat(43)}`, "x"]) {
    const answer = await call(token, "/test/pull");
    expect([answer.status, answer.body.code]).toEqual([401, "unauthenticated"]);
    expect(answer.response.headers.get("www-authenticate")).toMatch(/^Bearer/);
  }
});

test("the_database_keeps_no_token", () => {
  const { ports, issue } = registry();
  const { token } = issue();
  expect(ports.db.sqlite.serialize().toString("latin1")).not.toContain(token.slice(4));
});

test("issue_first_use_use_from_elsewhere_and_revocation_are_audited", async () => {
  const { ports, access, call, issue } = registry();
  const { token, id } = issue();
  for (const address of ["192.0.2.9", "192.0.2.9", "192.0.2.10"]) {
    await call(token, "/test/pull", address);
    await call(token, "/test/pull", address);
    ports.clock.at += 3_600;
  }
  access.revokeToken(id, "admin");
  access.revokeToken(id, "admin");
  const rows = auditRows(ports).filter(({ subject }) => subject === `token:${id}`);
  expect(rows.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
    "admin token.issued",
    `isp-one#${id} token.used`,
    `isp-one#${id} token.used`,
    "admin token.revoked",
  ]);
  expect(JSON.parse(rows[2]?.detail ?? "")).toEqual({ from: "192.0.2.10", before: "192.0.2.9" });
});

test("over_http_a_token_is_shown_once", async () => {
  const { ports, app } = registry();
  const admin = await enrolled(ports, app, "admin", ["administrator"]);
  const { call } = admin.browser;
  const request = { organisation: "isp-one", label: "Karachi", days: 30 };
  expect((await call("POST", "/v1/tokens", request)).body.code).toBe("step_up_required");
  await stepUp(ports, admin, admin.browser);
  const issued = await call("POST", "/v1/tokens", request);
  expect(issued.status).toBe(201);
  expect(issued.body.token).toMatch(/^hfz_[A-Za-z0-9_-]{43}$/);
  const listed = await call("GET", "/v1/tokens?organisation=isp-one");
  expect(listed.body.tokens).toMatchObject([{ id: issued.body.id, label: "Karachi", state: "active", usedAt: null }]);
  expect(JSON.stringify(listed.body)).not.toContain(issued.body.token);
  expect((await call("DELETE", `/v1/tokens/${issued.body.id}`)).status).toBe(204);
  expect((await call("GET", "/v1/tokens")).body.tokens[0].state).toBe("revoked");
  expect((await call("DELETE", "/v1/tokens/t999")).status).toBe(404);
  expect((await call("POST", "/v1/tokens", { ...request, organisation: "nobody" })).status).toBe(404);
  expect((await call("POST", "/v1/tokens", { ...request, days: 0 })).status).toBe(400);
});
