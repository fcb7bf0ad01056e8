import { expect, test } from "vitest";
import { createAccess } from "../../../src/access/access.ts";
import { SESSION } from "../../../src/core/access/session.ts";
import { pruneSessions } from "../../../src/storage/accounts/sessions.ts";
import {
  accessPorts,
  actions,
  browser,
  enrolled,
  nextTotp,
  PASSWORD,
  type Person,
  type Ports,
  staffApp,
} from "../../fixtures/access.ts";

async function signIn(ports: Ports, app: ReturnType<typeof staffApp>, person: Person) {
  const own = browser(app);
  await own.call("POST", "/v1/session", { name: person.name, password: PASSWORD });
  await own.call("POST", "/v1/session/second-factor", { kind: "totp", code: await nextTotp(ports, person) });
  return own;
}

async function twoBrowsers() {
  const ports = accessPorts();
  const app = staffApp(ports);
  const officer = await enrolled(ports, app, "a.khan", ["officer"]);
  return { ports, app, officer, one: officer.browser, two: await signIn(ports, app, officer) };
}

test("a_person_sees_where_they_are_signed_in", async () => {
  const { one } = await twoBrowsers();
  const { sessions } = (await one.call("GET", "/v1/sessions")).body;
  expect(sessions).toHaveLength(2);
  expect(sessions.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
  expect(JSON.stringify(sessions)).not.toContain(one.cookie?.split("=")[1]);
});

test("a_revoked_session_stops_at_once", async () => {
  const { ports, one, two } = await twoBrowsers();
  const { sessions } = (await one.call("GET", "/v1/sessions")).body;
  const other = sessions.find(({ current }: { current: boolean }) => !current);
  expect((await two.call("GET", "/v1/sessions")).status).toBe(200);
  expect((await one.call("DELETE", `/v1/sessions/${other.id}`)).status).toBe(204);
  expect((await two.call("GET", "/v1/sessions")).body.code).toBe("unauthenticated");
  expect((await one.call("DELETE", `/v1/sessions/${other.id}`)).status).toBe(404);
  expect(actions(ports)).toContain("session.ended");
});

test("nobody_ends_another_person's_session", async () => {
  const { ports, app, one } = await twoBrowsers();
  const other = await enrolled(ports, app, "b.shah", ["officer"]);
  const { id } = (await other.browser.call("GET", "/v1/session")).body;
  expect((await one.call("DELETE", `/v1/sessions/${id}`)).status).toBe(404);
  expect((await other.browser.call("GET", "/v1/session")).status).toBe(200);
});

test("signing_out_ends_the_session_and_drops_the_cookie", async () => {
  const { app, one } = await twoBrowsers();
  const { cookie } = one;
  const out = await one.call("DELETE", "/v1/session");
  expect(out.status).toBe(204);
  expect(out.response.headers.get("set-cookie")).toMatch(/^__Host-hifazat=;.*Max-Age=0/);
  const thief = browser(app);
  thief.cookie = cookie;
  expect((await thief.call("GET", "/v1/session")).status).toBe(401);
});

test("signing_out_everywhere_else_keeps_this_session", async () => {
  const { one, two } = await twoBrowsers();
  expect((await one.call("DELETE", "/v1/sessions")).body).toEqual({ ended: 1 });
  expect([(await one.call("GET", "/v1/session")).status, (await two.call("GET", "/v1/session")).status]).toEqual([
    200, 401,
  ]);
});

test("an_idle_session_ends", async () => {
  const { ports, two } = await twoBrowsers();
  ports.clock.at += SESSION.idle - 1;
  expect((await two.call("GET", "/v1/session")).status).toBe(200);
  ports.clock.at += SESSION.idle;
  expect((await two.call("GET", "/v1/session")).status).toBe(401);
});

test("a_busy_session_ends_after_a_working_day", async () => {
  const { ports, one } = await twoBrowsers();
  const until = ports.clock.at + SESSION.whole;
  while (ports.clock.at + 900 < until - 60) {
    ports.clock.at += 900;
    expect((await one.call("GET", "/v1/session")).status).toBe(200);
  }
  ports.clock.at = until;
  expect((await one.call("GET", "/v1/session")).status).toBe(401);
});

test("a_suspended_account's_sessions_stop_at_once", async () => {
  const { ports, one, two } = await twoBrowsers();
  createAccess(ports).changeAccount("a.khan", { suspended: true }, "test");
  expect([(await one.call("GET", "/v1/session")).status, (await two.call("GET", "/v1/session")).status]).toEqual([
    401, 401,
  ]);
  createAccess(ports).changeAccount("a.khan", { suspended: false }, "test");
  expect((await one.call("GET", "/v1/session")).status).toBe(401);
});

test("other_roles_count_from_the_next_request_on", async () => {
  const { ports, one } = await twoBrowsers();
  expect((await one.call("GET", "/v1/accounts")).status).toBe(403);
  createAccess(ports).changeAccount("a.khan", { roles: ["auditor"] }, "test");
  expect((await one.call("GET", "/v1/accounts")).status).toBe(200);
});

test("sessions_long_over_are_forgotten_and_open_ones_kept", async () => {
  const { ports, one, two } = await twoBrowsers();
  await two.call("DELETE", "/v1/session");
  expect(pruneSessions(ports.db, ports.clock.at)).toBe(0);
  expect(pruneSessions(ports.db, ports.clock.at + 1)).toBe(1);
  expect((await one.call("GET", "/v1/session")).status).toBe(200);
});

const changed = { present: PASSWORD, password: "a quite different pass phrase" };

test("a_changed_password_ends_every_other_session", async () => {
  const { ports, app, one, two } = await twoBrowsers();
  expect((await one.call("PUT", "/v1/password", changed)).status).toBe(204);
  expect([(await one.call("GET", "/v1/session")).status, (await two.call("GET", "/v1/session")).status]).toEqual([
    200, 401,
  ]);
  const old = await browser(app).call("POST", "/v1/session", { name: "a.khan", password: PASSWORD });
  expect(old.status).toBe(401);
  const fresh = await browser(app).call("POST", "/v1/session", { name: "a.khan", password: changed.password });
  expect(fresh.status).toBe(200);
  expect(actions(ports)).toContain("account.password_changed");
});

test("the_password_is_changed_only_by_who_knows_the_present_one", async () => {
  const { one } = await twoBrowsers();
  const guess = { ...changed, present: "wrong horse battery staple" };
  for (let n = 0; n < 5; n++) expect((await one.call("PUT", "/v1/password", guess)).body.code).toBe("sign_in_refused");
  expect((await one.call("PUT", "/v1/password", changed)).body.code).toBe("rate_limited");
});

test("a_weak_password_is_refused", async () => {
  const { one } = await twoBrowsers();
  for (const password of ["short", "aaaaaaaaaaaaaaaa", "abcdefghijklmnop", "a.khan-1-a.khan"])
    expect((await one.call("PUT", "/v1/password", { present: PASSWORD, password })).body.code).toBe("password_weak");
});
