import { describe, expect, test } from "vitest";
import { createAccess } from "../../../src/access/access.ts";
import { SESSION } from "../../../src/core/access/session.ts";
import { siteAt } from "../../../src/core/access/site.ts";
import { accessPorts, browser, enrolled, PASSWORD, SITE, staffApp, stepUp } from "../../fixtures/access.ts";
import { authenticator } from "../../fixtures/authenticator.ts";

const ORIGIN = "https://registry.example";
const credentials = { name: "a.khan", password: PASSWORD };

/** An officer whose only second factor is a passkey. */
async function officerWithPasskey(site = SITE, origin = ORIGIN, relyingParty = "registry.example") {
  const ports = accessPorts(site);
  const app = staffApp(ports);
  const request = { name: "a.khan", displayName: "A. Khan", roles: ["officer"], organisation: null } as const;
  const { code } = createAccess(ports).createAccount(request, "test");
  const own = browser(app, origin);
  await own.call("POST", "/v1/enrolment", { ...credentials, code });
  const options = await own.call("POST", "/v1/second-factors/passkey-options");
  const key = authenticator(origin, relyingParty);
  const body = { label: "blue key", credential: key.create(options.body) };
  const added = await own.call("POST", "/v1/second-factors/passkeys", body);
  return { ports, app, own, key, options, added, body };
}

test("a_passkey_can_be_the_second_factor_from_enrolment_on", async () => {
  const { app, own, key, options, added } = await officerWithPasskey();
  expect(options.body).toMatchObject({ rp: { id: "registry.example" }, user: { name: "a.khan" }, attestation: "none" });
  expect(added.body).toMatchObject({ kind: "enrolled", session: { stage: "full" } });
  expect((await own.call("GET", "/v1/second-factors")).body).toMatchObject({
    totp: null,
    passkeys: [{ id: key.id, label: "blue key", usedAt: null }],
    recoveryCodesLeft: 10,
  });

  const next = browser(app);
  expect((await next.call("POST", "/v1/session", credentials)).body.factors).toEqual(["passkey", "recovery"]);
  const request = await next.call("POST", "/v1/session/passkey-options");
  expect(request.body).toMatchObject({ rpId: "registry.example", allowCredentials: [{ id: key.id }] });
  const done = await next.call("POST", "/v1/session/second-factor", {
    kind: "passkey",
    credential: key.get(request.body),
  });
  expect(done.body).toMatchObject({ stage: "full" });
});

describe("a passkey's answer", () => {
  async function atSecondFactor() {
    const all = await officerWithPasskey();
    const next = browser(all.app);
    await next.call("POST", "/v1/session", credentials);
    const options = (await next.call("POST", "/v1/session/passkey-options")).body;
    const give = (credential: unknown) =>
      next.call("POST", "/v1/session/second-factor", { kind: "passkey", credential });
    return { ...all, next, options, give };
  }

  test("is_good_once", async () => {
    const { app, key, options, give } = await atSecondFactor();
    const answer = key.get(options);
    expect((await give(answer)).status).toBe(200);
    const thief = browser(app);
    await thief.call("POST", "/v1/session", credentials);
    await thief.call("POST", "/v1/session/passkey-options");
    const replayed = await thief.call("POST", "/v1/session/second-factor", { kind: "passkey", credential: answer });
    expect(replayed.body.code).toBe("sign_in_refused");
  });

  test("to_another_challenge_is_refused_and_uses_the_challenge_up", async () => {
    const { key, options, give } = await atSecondFactor();
    expect((await give(key.get({ challenge: "AAAA" }))).status).toBe(401);
    expect((await give(key.get(options))).status).toBe(401);
  });

  test("comes_too_late_after_five_minutes", async () => {
    const { ports, key, options, give } = await atSecondFactor();
    ports.clock.at += SESSION.challenge;
    expect((await give(key.get(options))).body.code).toBe("sign_in_refused");
  });

  test("made_for_another_site_is_refused", async () => {
    const { key, options, give } = await atSecondFactor();
    const { response } = key.get(options);
    const client = JSON.parse(Buffer.from(response.clientDataJSON, "base64url").toString());
    const moved = Buffer.from(JSON.stringify({ ...client, origin: "https://evil.example" })).toString("base64url");
    expect((await give({ id: key.id, response: { ...response, clientDataJSON: moved } })).status).toBe(401);
  });

  test("of_another_key_is_refused", async () => {
    const { key, options, give } = await atSecondFactor();
    const forged = { ...authenticator(ORIGIN, "registry.example").get(options), id: key.id };
    expect((await give(forged)).status).toBe(401);
  });

  test("with_a_counter_that_went_back_is_refused", async () => {
    const { app, key, options, give } = await atSecondFactor();
    key.setCounter(50);
    expect((await give(key.get(options))).status).toBe(200);
    const next = browser(app);
    await next.call("POST", "/v1/session", credentials);
    const again = (await next.call("POST", "/v1/session/passkey-options")).body;
    key.setCounter(10);
    const answer = await next.call("POST", "/v1/session/second-factor", {
      kind: "passkey",
      credential: key.get(again),
    });
    expect(answer.body.code).toBe("sign_in_refused");
  });
});

test("a_passkey_steps_up", async () => {
  const { own, key } = await officerWithPasskey();
  const options = (await own.call("POST", "/v1/session/passkey-options")).body;
  const answer = await own.call("POST", "/v1/session/step-up", { kind: "passkey", credential: key.get(options) });
  expect(answer.status).toBe(200);
});

test("a_registration_answers_its_own_challenge_and_site", async () => {
  const ports = accessPorts();
  const app = staffApp(ports);
  const officer = await enrolled(ports, app, "a.khan", ["officer"]);
  await stepUp(ports, officer, officer.browser);
  const own = officer.browser;
  const add = (credential: unknown) => own.call("POST", "/v1/second-factors/passkeys", { label: "k", credential });
  const key = authenticator(ORIGIN, "registry.example");
  expect((await add(key.create({ challenge: "AAAA" }))).body.code).toBe("conflict");
  await own.call("POST", "/v1/second-factors/passkey-options");
  expect((await add(key.create({ challenge: "AAAA" }))).body.code).toBe("sign_in_refused");
  const options = (await own.call("POST", "/v1/second-factors/passkey-options")).body;
  expect((await add(authenticator("https://evil.example", "evil.example").create(options))).status).toBe(401);
  const again = (await own.call("POST", "/v1/second-factors/passkey-options")).body;
  expect((await add(key.create(again))).body).toEqual({ kind: "added" });
});

test("a_passkey_belongs_to_one_account", async () => {
  const { app, ports, key } = await officerWithPasskey();
  const other = await enrolled(ports, app, "b.shah", ["officer"]);
  await stepUp(ports, other, other.browser);
  const options = (await other.browser.call("POST", "/v1/second-factors/passkey-options")).body;
  const body = { label: "stolen", credential: key.create(options) };
  expect((await other.browser.call("POST", "/v1/second-factors/passkeys", body)).body.code).toBe("conflict");
});

test("a_passkey_that_was_on_its_way_does_not_survive_a_reset", async () => {
  const { ports, own } = await officerWithPasskey();
  const access = createAccess(ports);
  const caller = access.authenticate({ cookie: own.cookie?.split("=")[1], bearer: undefined, address: "" });
  if (caller.kind !== "session") throw new Error(caller.kind);
  const options = await access.passkeyCreation(caller, ORIGIN);
  const { id, response } = authenticator(ORIGIN, "registry.example").create({ challenge: String(options.challenge) });
  const adding = access.takePasskey(caller, "late", { id, ...response }, ORIGIN);
  access.resetAccount("a.khan", "admin");
  await expect(adding).rejects.toMatchObject({ code: "unauthenticated" });
  expect(ports.db.sqlite.prepare("SELECT count(*) FROM passkeys").pluck().get()).toBe(0);
});

test("on_this_machine_passkeys_work_for_localhost", async () => {
  const { added } = await officerWithPasskey(siteAt(undefined), "http://localhost:8787", "localhost");
  expect(added.body).toMatchObject({ kind: "enrolled" });
});
