import { createRoute } from "@hono/zod-openapi";
import { describe, expect, test } from "vitest";
import { requires, staffRoutes } from "../../../src/api/staff-route.ts";
import { STEP_UP_SECONDS } from "../../../src/core/access/session.ts";
import { accessPorts, actions, browser, enrolled, nextTotp, staffApp, stepUp } from "../../fixtures/access.ts";

/** Stands for the routes of DESIGN 8 that publish, approve and use keys. */
function deeds() {
  const routes = staffRoutes();
  for (const [path, action] of [
    ["/test/approve", "order.approve"],
    ["/test/publish", "release.publish"],
    ["/test/key", "key.use"],
    ["/test/read", "order.read"],
  ] as const)
    routes.openapi(
      createRoute({ method: "post", path, ...requires(action), responses: { 204: { description: "done" } } }),
      (c) => c.body(null, 204),
    );
  return routes;
}

async function officerAt() {
  const ports = accessPorts();
  const app = staffApp(ports, [deeds()]);
  const officer = await enrolled(ports, app, "a.khan", ["senior_officer"]);
  return { ports, app, officer };
}

test("a_stolen_session_cannot_approve_or_publish_without_step_up", async () => {
  const { app, officer } = await officerAt();
  const thief = browser(app);
  thief.cookie = officer.browser.cookie;
  thief.csrf = (await thief.call("GET", "/v1/session")).body.csrf;
  for (const path of ["/test/approve", "/test/publish"]) {
    const answer = await thief.call("POST", path);
    expect([answer.status, answer.body.code]).toEqual([403, "step_up_required"]);
  }
  expect((await thief.call("POST", "/test/read")).status).toBe(204);
});

test("nor_can_it_change_second_factors_or_recovery_codes", async () => {
  const { officer } = await officerAt();
  for (const [method, path] of [
    ["POST", "/v1/second-factors/totp"],
    ["POST", "/v1/second-factors/passkey-options"],
    ["DELETE", "/v1/second-factors/totp"],
    ["POST", "/v1/recovery-codes"],
  ] as const)
    expect((await officer.browser.call(method, path)).body.code).toBe("step_up_required");
});

test("an_administrator_uses_keys_and_makes_accounts_only_after_step_up", async () => {
  const { ports, app } = await officerAt();
  const admin = await enrolled(ports, app, "admin", ["administrator"]);
  const account = { name: "c.ali", displayName: "C. Ali", roles: ["clerk"] };
  expect((await admin.browser.call("POST", "/test/key")).body.code).toBe("step_up_required");
  expect((await admin.browser.call("POST", "/v1/accounts", account)).body.code).toBe("step_up_required");
  await stepUp(ports, admin, admin.browser);
  expect((await admin.browser.call("POST", "/test/key")).status).toBe(204);
  expect((await admin.browser.call("POST", "/v1/accounts", account)).status).toBe(201);
});

describe("a fresh second factor", () => {
  test("counts_for_five_minutes_in_its_own_session_only", async () => {
    const { ports, app, officer } = await officerAt();
    expect((await stepUp(ports, officer, officer.browser)).status).toBe(200);
    expect((await officer.browser.call("POST", "/test/approve")).status).toBe(204);
    ports.clock.at += STEP_UP_SECONDS - 1;
    expect((await officer.browser.call("POST", "/test/approve")).status).toBe(204);
    ports.clock.at += 1;
    expect((await officer.browser.call("POST", "/test/approve")).body.code).toBe("step_up_required");

    await stepUp(ports, officer, officer.browser);
    const other = browser(app);
    await other.call("POST", "/v1/session", { name: "a.khan", password: "correct horse battery staple" });
    await other.call("POST", "/v1/session/second-factor", { kind: "totp", code: await nextTotp(ports, officer) });
    expect((await other.call("POST", "/test/approve")).body.code).toBe("step_up_required");
    expect(actions(ports).filter((action) => action === "session.stepped_up")).toHaveLength(2);
  });

  test("does_not_help_who_lacks_the_role", async () => {
    const { ports, officer } = await officerAt();
    await stepUp(ports, officer, officer.browser);
    expect((await officer.browser.call("POST", "/test/key")).body.code).toBe("forbidden");
  });

  test("is_no_code_that_was_used_to_sign_in", async () => {
    const { ports, app, officer } = await officerAt();
    const own = browser(app);
    await own.call("POST", "/v1/session", { name: "a.khan", password: "correct horse battery staple" });
    const code = await nextTotp(ports, officer);
    await own.call("POST", "/v1/session/second-factor", { kind: "totp", code });
    expect((await own.call("POST", "/v1/session/step-up", { kind: "totp", code })).status).toBe(401);
  });
});
