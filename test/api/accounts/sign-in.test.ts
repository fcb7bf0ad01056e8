import { randomBytes } from "node:crypto";
import { generate } from "otplib";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createAccess } from "../../../src/access/access.ts";
import { createPasswords, type Passwords } from "../../../src/access/passwords.ts";
import { type Site, siteAt } from "../../../src/core/access/site.ts";
import {
  accessPorts,
  actions,
  auditRows,
  browser,
  CHEAP,
  enrolled,
  nextTotp,
  PASSWORD,
  staffApp,
} from "../../fixtures/access.ts";

async function registry(site?: Site) {
  const ports = accessPorts(site);
  const app = staffApp(ports);
  const officer = await enrolled(ports, app, "a.khan", ["officer"]);
  return { ports, app, officer };
}

const credentials = { name: "a.khan", password: PASSWORD };

test("a_sign_in_takes_a_password_and_a_second_factor", async () => {
  const { ports, app, officer } = await registry();
  const own = browser(app);
  const first = await own.call("POST", "/v1/session", credentials);
  expect(first.status).toBe(200);
  expect(first.body).toMatchObject({ stage: "second_factor", factors: ["totp", "recovery"] });
  const half = await own.call("GET", "/v1/sessions");
  expect([half.status, half.body.code]).toEqual([401, "second_factor_required"]);
  const second = await own.call("POST", "/v1/session/second-factor", {
    kind: "totp",
    code: await nextTotp(ports, officer),
  });
  expect(second.body).toMatchObject({ stage: "full" });
  const session = await own.call("GET", "/v1/session");
  expect(session.body).toMatchObject({ name: "a.khan", roles: ["officer"], stage: "full", steppedUpUntil: null });
  expect(actions(ports)).toContain("session.started");
});

test("a_name_is_the_same_in_capitals", async () => {
  const { app } = await registry();
  expect((await browser(app).call("POST", "/v1/session", { ...credentials, name: " A.Khan " })).status).toBe(200);
});

test("a_password_kept_at_another_cost_is_hashed_anew_when_it_was_right", async () => {
  const { ports, officer } = await registry();
  const dearer = { ...ports, passwords: createPasswords({ ...CHEAP, passes: 2 }, randomBytes) };
  const kept = () => String(ports.db.sqlite.prepare("SELECT password FROM accounts").pluck().get());
  const own = browser(staffApp(dearer));
  await own.call("POST", "/v1/session", { name: officer.name, password: "wrong horse battery staple" });
  expect(kept()).toMatch(/t=1/);
  expect((await own.call("POST", "/v1/session", credentials)).status).toBe(200);
  expect(kept()).toMatch(/t=2/);
  expect((await own.call("POST", "/v1/session", credentials)).status).toBe(200);
});

describe("second factor", () => {
  async function atSecondFactor() {
    const all = await registry();
    const own = browser(all.app);
    await own.call("POST", "/v1/session", credentials);
    const give = (code: string, kind = "totp") => own.call("POST", "/v1/session/second-factor", { kind, code });
    return { ...all, own, give };
  }

  test("a_replayed_totp_code_is_refused", async () => {
    const { ports, app, officer, give } = await atSecondFactor();
    const code = await nextTotp(ports, officer);
    expect((await give(code)).status).toBe(200);
    const thief = browser(app);
    await thief.call("POST", "/v1/session", credentials);
    const replayed = await thief.call("POST", "/v1/session/second-factor", { kind: "totp", code });
    expect([replayed.status, replayed.body.code]).toEqual([401, "sign_in_refused"]);
  });

  test("of_two_requests_with_one_code_at_once_one_goes_through", async () => {
    const { ports, app, officer } = await atSecondFactor();
    const both = [browser(app), browser(app)];
    for (const own of both) await own.call("POST", "/v1/session", credentials);
    const code = await nextTotp(ports, officer);
    const answers = await Promise.all(
      both.map((own) => own.call("POST", "/v1/session/second-factor", { kind: "totp", code })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  test("an_earlier_time_step_than_the_last_accepted_is_refused", async () => {
    const { ports, app, officer, give } = await atSecondFactor();
    const earlier = await nextTotp(ports, officer);
    expect((await give(await nextTotp(ports, officer))).status).toBe(200);
    const other = browser(app);
    await other.call("POST", "/v1/session", credentials);
    expect((await other.call("POST", "/v1/session/second-factor", { kind: "totp", code: earlier })).status).toBe(401);
  });

  test("a_phone_may_be_one_time_step_off_and_not_two", async () => {
    const { ports, officer, give } = await atSecondFactor();
    ports.clock.at += 300;
    expect((await give(await generate({ secret: officer.secret, epoch: ports.clock.at - 60 }))).status).toBe(401);
    expect((await give(await generate({ secret: officer.secret, epoch: ports.clock.at - 30 }))).status).toBe(200);
  });

  test("a_recovery_code_is_single_use", async () => {
    const { app, officer, give } = await atSecondFactor();
    const [code = ""] = officer.recoveryCodes;
    expect((await give(code.toLowerCase().replaceAll("-", " "), "recovery")).status).toBe(200);
    const other = browser(app);
    await other.call("POST", "/v1/session", credentials);
    const again = await other.call("POST", "/v1/session/second-factor", { kind: "recovery", code });
    expect([again.status, again.body.code]).toEqual([401, "sign_in_refused"]);
  });

  test("a_recovery_code_of_another_account_is_refused", async () => {
    const { ports, app, give } = await atSecondFactor();
    const other = await enrolled(ports, app, "b.shah", ["officer"]);
    expect((await give(other.recoveryCodes[0] ?? "", "recovery")).status).toBe(401);
  });

  test("ten_wrong_codes_a_day_lock_the_second_factor_even_for_a_right_one", async () => {
    const { ports, officer, give } = await atSecondFactor();
    for (let attempt = 0; attempt < 10; attempt++) expect((await give("000000")).status).toBe(401);
    const right = await give(await nextTotp(ports, officer));
    expect([right.status, right.body.code]).toEqual([429, "rate_limited"]);
    expect(Number(right.response.headers.get("retry-after"))).toBeGreaterThan(80_000);
  });

  test("the_secret_in_the_cookie_changes_with_the_second_factor", async () => {
    const { ports, app, officer, own } = await atSecondFactor();
    const planted = own.cookie;
    await own.call("POST", "/v1/session/second-factor", { kind: "totp", code: await nextTotp(ports, officer) });
    expect(own.cookie).not.toBe(planted);
    const thief = browser(app);
    thief.cookie = planted;
    expect((await thief.call("GET", "/v1/session")).status).toBe(401);
  });

  test("the_second_factor_must_follow_the_password_within_ten_minutes", async () => {
    const { ports, officer, give } = await atSecondFactor();
    ports.clock.at += 600;
    expect((await give(await nextTotp(ports, officer))).body.code).toBe("unauthenticated");
  });
});

describe("nobody learns which accounts exist", () => {
  /** Counts hashes, and what they are compared with. */
  function counting(passwords: Passwords) {
    const seen: string[] = [];
    const verify: Passwords["verify"] = (password, stored) => {
      seen.push(stored === null ? "nothing" : "hash");
      return passwords.verify(password, stored);
    };
    return { seen, passwords: { ...passwords, verify } };
  }

  const cases = {
    "an unknown name": { name: "nobody", password: PASSWORD },
    "a wrong password": { name: "a.khan", password: "wrong horse battery staple" },
    "a suspended account": { name: "s.suspended", password: PASSWORD },
    "an account without a second factor": { name: "n.new", password: PASSWORD },
    "an account of a suspended partner": { name: "p.partner", password: PASSWORD },
    "a name that cannot be one": { name: "DROP TABLE; ☃", password: PASSWORD },
  };
  test("same_answer_and_same_work_for_every_refusal", async () => {
    const ports = accessPorts();
    const { seen, passwords } = counting(ports.passwords);
    const counted = { ...ports, passwords };
    const access = createAccess(counted);
    const app = staffApp(counted);
    await enrolled(counted, app, "a.khan", ["officer"]);
    await enrolled(counted, app, "s.suspended", ["officer"]);
    access.changeAccount("s.suspended", { suspended: true }, "test");
    const partner = { name: "fia", displayName: "FIA", kind: "partner", categories: ["decency"] } as const;
    access.createOrganisation(partner, "test");
    await enrolled(counted, app, "p.partner", ["partner"], "fia");
    access.changeOrganisation("fia", { suspended: true }, "test");
    const { code } = access.createAccount(
      { name: "n.new", displayName: "N", roles: ["officer"], organisation: null },
      "test",
    );
    await browser(app).call("POST", "/v1/enrolment", { name: "n.new", code, password: PASSWORD });
    seen.length = 0;

    const answers = [];
    for (const body of Object.values(cases)) answers.push(await browser(app).call("POST", "/v1/session", body));
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
    expect(answers.every(({ response }) => response.headers.get("set-cookie") === null)).toBe(true);
    expect(seen).toHaveLength(Object.keys(cases).length);
  });

  test("names_that_nobody_has_are_not_in_the_log", async () => {
    const { ports, app } = await registry();
    await browser(app).call("POST", "/v1/session", { name: "My-Secret-Passw0rd!", password: "x" });
    expect(JSON.stringify(auditRows(ports))).not.toMatch(/secret/i);
    expect(auditRows(ports).at(-1)).toMatchObject({ action: "session.refused", subject: "account:anonymous" });
  });
});

describe("lock-out", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const attempt = (app: ReturnType<typeof staffApp>, body: unknown, address = "192.0.2.7") =>
    browser(app).call("POST", "/v1/session", body, { "test-address": address });
  const wrong = { ...credentials, password: "wrong horse battery staple" };

  test("five_wrong_passwords_from_one_address_lock_the_name_there_even_for_the_right_one", async () => {
    const { ports, app } = await registry();
    for (let n = 0; n < 5; n++) expect((await attempt(app, wrong)).status).toBe(401);
    const locked = await attempt(app, credentials);
    expect([locked.status, locked.body.code]).toEqual([429, "rate_limited"]);
    expect(locked.response.headers.get("retry-after")).toBe("900");
    expect(actions(ports).filter((action) => action === "session.locked")).toHaveLength(1);
    await attempt(app, credentials);
    expect(actions(ports).filter((action) => action === "session.locked")).toHaveLength(1);
  });

  test("a_name_that_does_not_exist_is_locked_the_same_way", async () => {
    const { app } = await registry();
    const unknown = { ...wrong, name: "nobody" };
    for (let n = 0; n < 5; n++) await attempt(app, unknown);
    const one = await attempt(app, unknown);
    for (let n = 0; n < 5; n++) await attempt(app, wrong, "192.0.2.8");
    const other = await attempt(app, wrong, "192.0.2.8");
    expect([one.status, one.body]).toEqual([other.status, other.body]);
    expect(one.status).toBe(429);
  });

  test("who_knows_a_suspended_account's_password_is_locked_out_like_who_does_not", async () => {
    const { ports, app } = await registry();
    createAccess(ports).changeAccount("a.khan", { suspended: true }, "test");
    for (let n = 0; n < 5; n++) expect((await attempt(app, credentials)).status).toBe(401);
    expect((await attempt(app, credentials)).status).toBe(429);
  });

  test("an_attacker_elsewhere_does_not_lock_the_officer_out", async () => {
    const { app } = await registry();
    for (let n = 0; n < 20; n++) await attempt(app, wrong, "198.51.100.9");
    expect((await attempt(app, credentials)).status).toBe(200);
  });

  test("many_addresses_together_lock_the_name", async () => {
    const { app } = await registry();
    for (let n = 0; n < 50; n++) await attempt(app, wrong, `198.51.100.${n}`);
    expect((await attempt(app, credentials, "203.0.113.1")).status).toBe(429);
  });

  test("addresses_of_one_ipv6_network_are_one_attacker", async () => {
    const { app } = await registry();
    for (let n = 0; n < 5; n++) await attempt(app, wrong, `2001:db8:1:2::${n}`);
    expect((await attempt(app, credentials, "2001:db8:1:2:ffff::1")).status).toBe(429);
    expect((await attempt(app, credentials, "2001:db8:1:3::1")).status).toBe(200);
  });

  test("parallel_guesses_do_not_pass_together", async () => {
    const { app } = await registry();
    const answers = await Promise.all(Array.from({ length: 20 }, () => attempt(app, wrong)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
  });

  test("the_lock_ends_and_a_good_sign_in_forgives_what_went_before", async () => {
    const { app } = await registry();
    for (let n = 0; n < 6; n++) await attempt(app, wrong);
    vi.setSystemTime(Date.now() + 901_000);
    for (let n = 0; n < 4; n++) expect((await attempt(app, wrong)).status).toBe(401);
    expect((await attempt(app, credentials)).status).toBe(200);
    for (let n = 0; n < 4; n++) expect((await attempt(app, wrong)).status).toBe(401);
    expect((await attempt(app, credentials)).status).toBe(200);
  });
});

describe("the cookie", () => {
  const attributes = async (site: Site, origin: string) => {
    const ports = accessPorts(site);
    const app = staffApp(ports);
    const { code } = createAccess(ports).createAccount(
      { name: "a.khan", displayName: "A", roles: ["officer"], organisation: null },
      "test",
    );
    const answer = await browser(app, origin).call("POST", "/v1/enrolment", {
      name: "a.khan",
      code,
      password: PASSWORD,
    });
    return (answer.response.headers.get("set-cookie") ?? "").split("; ");
  };

  test("is_host_bound_secure_http_only_and_strict_over_https", async () => {
    const [value, ...flags] = await attributes(siteAt("https://registry.example"), "https://registry.example");
    expect(value).toMatch(/^__Host-hifazat=[A-Za-z0-9_-]{43}$/);
    expect(flags.sort()).toEqual(["HttpOnly", "Path=/", "SameSite=Strict", "Secure"]);
  });

  test("lacks_only_secure_over_http_on_this_machine", async () => {
    const [value, ...flags] = await attributes(siteAt(undefined), "http://localhost:8787");
    expect(value).toMatch(/^hifazat=/);
    expect(flags.sort()).toEqual(["HttpOnly", "Path=/", "SameSite=Strict"]);
  });

  test("is_not_given_over_http_to_another_machine", async () => {
    const app = staffApp(accessPorts(siteAt(undefined)));
    const direct = await browser(app, "http://registry.example").call("POST", "/v1/session", credentials);
    expect([direct.status, direct.body.code]).toEqual([403, "forbidden"]);
    const proxied = await browser(app, "http://localhost").call("POST", "/v1/session", credentials, {
      "x-forwarded-for": "203.0.113.5",
    });
    expect(proxied.status).toBe(403);
  });

  test("answers_are_kept_by_no_cache_and_readable_by_no_other_site", async () => {
    const { app, officer } = await registry();
    for (const answer of [
      await officer.browser.call("GET", "/v1/session"),
      await browser(app).call("GET", "/v1/session"),
    ]) {
      expect(answer.response.headers.get("cache-control")).toBe("no-store");
      expect(answer.response.headers.get("access-control-allow-origin")).toBeNull();
    }
  });
});
