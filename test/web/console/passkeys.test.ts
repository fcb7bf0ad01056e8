import { expect, test } from "vitest";
import type { SessionCaller } from "../../../src/core/access/caller.ts";
import { accessPorts, PASSWORD } from "../../fixtures/access.ts";
import { authenticator } from "../../fixtures/authenticator.ts";
import { type ConsoleApp, consoleApp } from "../../fixtures/console-app.ts";

const ORIGIN = "https://registry.example";

/** What the page's script asks the server for, as the session of this cookie. */
function callerOf(app: ConsoleApp, cookie: string | undefined): SessionCaller {
  const secret = cookie?.split("=", 2)[1];
  const caller = app.accounts.authenticate({ cookie: secret, bearer: undefined, address: "192.0.2.1" });
  if (caller.kind !== "session") throw new Error(caller.kind);
  return caller;
}

async function made(app: ConsoleApp, cookie: string | undefined) {
  const options = await app.accounts.passkeyCreation(callerOf(app, cookie), ORIGIN);
  const key = authenticator(ORIGIN, "registry.example");
  return { key, passkey: JSON.stringify(key.create(options as { challenge: string })) };
}

test("an officer makes a passkey, signs in with it, and takes it off, never the last second factor", async () => {
  const app = consoleApp(accessPorts());
  const officer = await app.person("a.khan", ["officer"]);
  // A stolen session adds no factor: the fresh one is asked for before the page.
  expect((await officer.get("/console/account/new-passkey")).location).toMatch(/^\/console\/step-up\?next=/);
  app.freshen();
  const page = await officer.get("/console/account/new-passkey");
  expect(page.html).toContain("passkey.js");
  expect(page.html).toMatch(/<noscript>.*scripts are off/s);
  const { key, passkey } = await made(app, officer.self.cookie);
  const nameless = await officer.post("/console/account/passkeys", { passkey });
  expect([nameless.status, nameless.html.includes('href="#label"')]).toEqual([422, true]);
  const garbled = await officer.post("/console/account/passkeys", { label: "Phone", passkey: "{}" });
  expect([garbled.status, garbled.html.includes('value="Phone"')]).toEqual([422, true]);
  const kept = await officer.post("/console/account/passkeys", { label: "Work phone", passkey });
  expect(kept.location).toBe("/console/account?done=factor");
  expect((await officer.get("/console/account")).html).toContain("Work phone");

  const visitor = app.pagesOf();
  const first = await visitor.post("/console/sign-in", { name: "a.khan", password: PASSWORD });
  expect((await visitor.get(first.location ?? "")).html).toContain('data-passkey="get"');
  const options = await app.accounts.passkeyRequest(callerOf(app, visitor.self.cookie), ORIGIN);
  const proof = JSON.stringify(key.get(options as { challenge: string }));
  expect((await visitor.post("/console/second-factor", { passkey: proof })).status).toBe(303);

  app.freshen();
  const remove = `/console/account/factors/${key.id}/remove`;
  expect((await officer.get(remove, { "accept-language": "ur" })).html).toContain("Work phone");
  expect((await officer.post("/console/account/factors/totp/remove")).location).toBe("/console/account?done=removed");
  const last = await officer.post(remove);
  expect([last.status, last.html.includes("This is your last second factor.")]).toEqual([409, true]);
  expect((await officer.get("/console/account/factors/unknown/remove")).status).toBe(404);
  expect(app.unexpected).toEqual([]);
});

test("an account is taken into use with a passkey alone", async () => {
  const app = consoleApp(accessPorts());
  const request = { name: "b.ali", displayName: "B. Ali", roles: ["clerk"], organisation: null } as const;
  const { code } = app.accounts.createAccount(request, "test");
  const visitor = app.pagesOf();
  await visitor.post("/console/enrol", { name: "b.ali", code, password: PASSWORD, again: PASSWORD });
  expect((await visitor.get("/console/enrol/second-factor")).html).toContain('data-passkey="create"');
  const { passkey } = await made(app, visitor.self.cookie);
  const done = await visitor.post("/console/account/passkeys", { label: "Key", passkey });
  expect(done.html.match(/<code>[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}<\/code>/g)).toHaveLength(10);
  expect((await visitor.get("/console")).location).toBe("/console/cases");
});
