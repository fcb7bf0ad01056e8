import { describe, expect, test } from "vitest";
import { createAccess } from "../../../src/access/access.ts";
import { createFirstAdministrator } from "../../../src/access/first-administrator.ts";
import { ENROLMENT_SECONDS } from "../../../src/core/access/session.ts";
import { verifyAudit } from "../../../src/storage/verify-audit.ts";
import {
  accessPorts,
  auditRows,
  browser,
  enrolled,
  nextTotp,
  PASSWORD,
  staffApp,
  stepUp,
} from "../../fixtures/access.ts";

const password = PASSWORD;

function fresh() {
  const ports = accessPorts();
  const app = staffApp(ports);
  const access = createAccess(ports);
  const { code } = access.createAccount(
    { name: "a.khan", displayName: "A. Khan", roles: ["officer"], organisation: null },
    "test",
  );
  return { ports, app, access, code };
}

test("the_first_administrator_enrols_with_the_code_of_init_and_makes_the_others", async () => {
  const ports = accessPorts();
  const app = staffApp(ports);
  const code = createFirstAdministrator(ports.db, "root.admin", ports.now());
  const own = browser(app);
  expect((await own.call("POST", "/v1/enrolment", { name: "root.admin", code, password })).body.stage).toBe(
    "enrolling",
  );
  const { secret } = (await own.call("POST", "/v1/second-factors/totp")).body;
  const done = await own.call("PUT", "/v1/second-factors/totp", { code: await nextTotp(ports, { secret }) });
  expect(done.body).toMatchObject({ kind: "enrolled", session: { stage: "full" } });
  expect(done.body.recoveryCodes).toHaveLength(10);
  await stepUp(ports, { name: "root.admin", secret, recoveryCodes: [] }, own);
  const made = await own.call("POST", "/v1/accounts", { name: "b.shah", displayName: "B. Shah", roles: ["clerk"] });
  expect(made.status).toBe(201);
  expect(made.body.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}$/);
});

test("there_is_one_first_administrator", () => {
  const ports = accessPorts();
  createFirstAdministrator(ports.db, "root.admin", ports.now());
  expect(() => createFirstAdministrator(ports.db, "another", ports.now())).toThrow(
    expect.objectContaining({ code: "conflict" }),
  );
});

test("nobody_registers_without_a_code", async () => {
  const { app } = fresh();
  const made = await browser(app).call("POST", "/v1/accounts", {
    name: "x.y",
    displayName: "X",
    roles: ["administrator"],
  });
  expect(made.status).toBe(401);
  const guessed = await browser(app).call("POST", "/v1/enrolment", { name: "a.khan", code: "00000-00000", password });
  expect(guessed.body.code).toBe("sign_in_refused");
});

test("a_wrong_code_and_an_unknown_name_get_the_same_answer", async () => {
  const { app } = fresh();
  const answers = [
    await browser(app).call("POST", "/v1/enrolment", { name: "a.khan", code: "00000-00000", password }),
    await browser(app).call("POST", "/v1/enrolment", { name: "nobody", code: "00000-00000", password }),
  ];
  expect(answers[0]?.body).toEqual(answers[1]?.body);
  expect(answers[0]?.status).toBe(401);
});

describe("the enrolment code", () => {
  test("works_however_it_is_typed", async () => {
    const { app, code } = fresh();
    const typed = code.toLowerCase().replaceAll("-", "  ").replaceAll("0", "o").replaceAll("1", "l");
    expect((await browser(app).call("POST", "/v1/enrolment", { name: "a.khan", code: typed, password })).status).toBe(
      200,
    );
  });

  test("is_used_up_by_the_second_factor", async () => {
    const { ports, app, code } = fresh();
    const own = browser(app);
    await own.call("POST", "/v1/enrolment", { name: "a.khan", code, password });
    const { secret } = (await own.call("POST", "/v1/second-factors/totp")).body;
    await own.call("PUT", "/v1/second-factors/totp", { code: await nextTotp(ports, { secret }) });
    const again = await browser(app).call("POST", "/v1/enrolment", { name: "a.khan", code, password });
    expect(again.body.code).toBe("sign_in_refused");
  });

  test("ends_the_session_of_whoever_began_before", async () => {
    const { app, code } = fresh();
    const first = browser(app);
    await first.call("POST", "/v1/enrolment", { name: "a.khan", code, password });
    await browser(app).call("POST", "/v1/enrolment", { name: "a.khan", code, password });
    expect((await first.call("POST", "/v1/second-factors/totp")).status).toBe(401);
  });

  test("is_good_for_three_days", async () => {
    const { ports, app, code } = fresh();
    ports.clock.at += ENROLMENT_SECONDS;
    const late = await browser(app).call("POST", "/v1/enrolment", { name: "a.khan", code, password });
    expect(late.body.code).toBe("sign_in_refused");
  });
});

test("until_a_second_factor_is_there_an_account_can_do_nothing_else", async () => {
  const { app, code } = fresh();
  const own = browser(app);
  await own.call("POST", "/v1/enrolment", { name: "a.khan", code, password });
  for (const [method, path] of [
    ["GET", "/v1/sessions"],
    ["POST", "/v1/recovery-codes"],
    ["DELETE", "/v1/second-factors/totp"],
  ] as const)
    expect((await own.call(method, path)).body.code).toBe("second_factor_required");
  expect((await browser(app).call("POST", "/v1/session", { name: "a.khan", password })).status).toBe(401);
});

describe("a reset", () => {
  test("takes_password_factors_and_sessions_and_gives_a_new_code", async () => {
    const ports = accessPorts();
    const app = staffApp(ports);
    const officer = await enrolled(ports, app, "a.khan", ["officer"]);
    const { code } = createAccess(ports).resetAccount("a.khan", "admin");
    expect((await officer.browser.call("GET", "/v1/session")).status).toBe(401);
    expect((await browser(app).call("POST", "/v1/session", { name: "a.khan", password })).status).toBe(401);
    const own = browser(app);
    await own.call("POST", "/v1/enrolment", { name: "a.khan", code, password });
    expect((await own.call("GET", "/v1/second-factors")).body).toEqual({
      totp: null,
      passkeys: [],
      recoveryCodesLeft: 0,
    });
  });
});

test("a_new_totp_secret_counts_only_when_a_code_of_it_was_given", async () => {
  const ports = accessPorts();
  const app = staffApp(ports);
  const officer = await enrolled(ports, app, "a.khan", ["officer"]);
  await stepUp(ports, officer, officer.browser);
  const { secret } = (await officer.browser.call("POST", "/v1/second-factors/totp")).body;
  expect((await officer.browser.call("PUT", "/v1/second-factors/totp", { code: "000000" })).status).toBe(401);
  expect((await stepUp(ports, officer, officer.browser)).status).toBe(200);
  const taken = await officer.browser.call("PUT", "/v1/second-factors/totp", {
    code: await nextTotp(ports, { secret }),
  });
  expect(taken.body).toEqual({ kind: "added" });
  expect((await stepUp(ports, officer, officer.browser)).status).toBe(401);
  expect((await stepUp(ports, { ...officer, secret }, officer.browser)).status).toBe(200);
});

test("new_recovery_codes_void_the_old_ones", async () => {
  const ports = accessPorts();
  const app = staffApp(ports);
  const officer = await enrolled(ports, app, "a.khan", ["officer"]);
  await stepUp(ports, officer, officer.browser);
  const { recoveryCodes } = (await officer.browser.call("POST", "/v1/recovery-codes")).body;
  const give = (code: string) => officer.browser.call("POST", "/v1/session/step-up", { kind: "recovery", code });
  expect((await give(officer.recoveryCodes[0] ?? "")).status).toBe(401);
  expect((await give(recoveryCodes[0])).status).toBe(200);
  expect((await officer.browser.call("GET", "/v1/second-factors")).body.recoveryCodesLeft).toBe(9);
});

test("the_last_second_factor_stays", async () => {
  const ports = accessPorts();
  const app = staffApp(ports);
  const officer = await enrolled(ports, app, "a.khan", ["officer"]);
  await stepUp(ports, officer, officer.browser);
  const answer = await officer.browser.call("DELETE", "/v1/second-factors/totp");
  expect([answer.status, answer.body.code]).toEqual([409, "conflict"]);
  expect((await officer.browser.call("GET", "/v1/second-factors")).body.totp).not.toBeNull();
});

test("neither_database_nor_audit_log_holds_what_one_signs_in_with", async () => {
  const ports = accessPorts();
  const app = staffApp(ports);
  const officer = await enrolled(ports, app, "a.khan", ["officer"]);
  const everything = ports.db.sqlite.serialize().toString("latin1");
  const cookie = officer.browser.cookie?.split("=")[1] ?? "";
  for (const secret of [PASSWORD, officer.secret, cookie, officer.recoveryCodes[0] ?? ""]) {
    expect(secret.length).toBeGreaterThan(10);
    expect(everything).not.toContain(secret);
  }
  expect(everything).toContain("a.khan");
});

test("the_audit_log_holds_after_all_of_this", async () => {
  const ports = accessPorts();
  const app = staffApp(ports);
  await enrolled(ports, app, "a.khan", ["officer"]);
  expect(verifyAudit(ports.db).findings).toEqual([]);
  expect(auditRows(ports).map(({ action }) => action)).toEqual([
    "account.created",
    "account.password_set",
    "account.factor_added",
    "session.started",
    "account.recovery_codes_made",
  ]);
});
