import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { expect, test } from "vitest";
import { createAccess } from "../../../src/access/access.ts";
import { subscriberRoutes } from "../../../src/api/coverage/staff.ts";
import { createSubscribers } from "../../../src/distribute/receipts/subscribers.ts";
import { sealedRecipients } from "../../../src/storage/sealed-keys.ts";
import { accessPorts, auditRows, enrolled, staffApp, stepUp } from "../../fixtures/access.ts";

const KEYS = "/v1/organisations/isp-one/sealed-keys";
const newKey = async (): Promise<string> => identityToRecipient(await generateX25519Identity());

async function registry() {
  const ports = accessPorts();
  const app = staffApp(ports, subscriberRoutes(createSubscribers(ports)));
  const access = createAccess(ports);
  for (const name of ["isp-one", "isp-two"])
    access.createOrganisation({ name, displayName: name, kind: "subscriber", categories: [] }, "test");
  access.createOrganisation({ name: "fia", displayName: "FIA", kind: "partner", categories: ["decency"] }, "test");
  const officer = await enrolled(ports, app, "sealed.officer", ["sealed_officer"]);
  return { ports, access, app, officer, call: officer.browser.call };
}

test("a_key_is_enrolled_exchanged_and_taken_off_each_in_the_audit_log", async () => {
  const { ports, officer, call } = await registry();
  await stepUp(ports, officer, officer.browser);
  const [one, two] = [await newKey(), await newKey()];
  expect(await call("POST", KEYS, { key: ` ${one.toUpperCase()}\n` })).toMatchObject({
    status: 201,
    body: { id: "k1" },
  });
  expect(sealedRecipients(ports.db)).toEqual([one]);
  expect(await call("POST", KEYS, { key: two, replaces: "k1" })).toMatchObject({ status: 201, body: { id: "k2" } });
  expect(sealedRecipients(ports.db)).toEqual([two]);
  expect((await call("DELETE", `${KEYS}/k2`)).status).toBe(204);
  expect(sealedRecipients(ports.db)).toEqual([]);
  const { keys } = (await call("GET", KEYS)).body;
  expect(keys.map(({ removedBy }: { removedBy: string }) => removedBy)).toEqual(["sealed.officer", "sealed.officer"]);
  const noted = auditRows(ports).filter(({ action }) => action.startsWith("sealed_key."));
  expect(noted.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
    "sealed_key.enrolled organisation:isp-one",
    "sealed_key.removed organisation:isp-one",
    "sealed_key.enrolled organisation:isp-one",
    "sealed_key.removed organisation:isp-one",
  ]);
});

test("a_stolen_session_cannot_enrol_a_key_and_neither_can_an_administrator", async () => {
  const { ports, app, call } = await registry();
  ports.clock.at += 1_000;
  expect(await call("POST", KEYS, { key: await newKey() })).toMatchObject({ body: { code: "step_up_required" } });
  const administrator = await enrolled(ports, app, "admin", ["administrator"]);
  await stepUp(ports, administrator, administrator.browser);
  const asked = await administrator.browser.call("POST", KEYS, { key: await newKey() });
  expect(asked).toMatchObject({ status: 403, body: { code: "forbidden" } });
  expect((await administrator.browser.call("GET", KEYS)).status).toBe(200);
  expect(sealedRecipients(ports.db)).toEqual([]);
});

test("the_keys_of_a_suspended_subscriber_do_not_count", async () => {
  const { ports, access, officer, call } = await registry();
  await stepUp(ports, officer, officer.browser);
  const [one, two] = [await newKey(), await newKey()];
  await call("POST", KEYS, { key: one });
  await call("POST", "/v1/organisations/isp-two/sealed-keys", { key: two });
  access.changeOrganisation("isp-one", { suspended: true }, "admin");
  expect(sealedRecipients(ports.db)).toEqual([two]);
  access.changeOrganisation("isp-one", { suspended: false }, "admin");
  expect(sealedRecipients(ports.db)).toEqual([one, two].sort());
});

test("what_cannot_be_a_subscribers_key_is_refused_and_nothing_changes", async () => {
  const { ports, officer, call } = await registry();
  await stepUp(ports, officer, officer.browser);
  const identity = await generateX25519Identity();
  const mistake = await call("POST", KEYS, { key: identity });
  expect(mistake).toMatchObject({ status: 422, body: { code: "key_invalid" } });
  expect(JSON.stringify(mistake.body).toUpperCase()).not.toContain(identity.slice(15, 40).toUpperCase());
  const key = await newKey();
  await call("POST", KEYS, { key });
  // Elsewhere too: whoever takes a key off must not leave it standing under another name.
  const elsewhere = "/v1/organisations/isp-two/sealed-keys";
  expect(await call("POST", elsewhere, { key })).toMatchObject({ status: 409 });
  expect(await call("DELETE", `${elsewhere}/k1`)).toMatchObject({ status: 404 });
  expect(await call("POST", KEYS, { key: await newKey(), replaces: "k9" })).toMatchObject({ status: 404 });
  expect(await call("POST", "/v1/organisations/fia/sealed-keys", { key: await newKey() })).toMatchObject({
    status: 404,
  });
  expect(sealedRecipients(ports.db)).toEqual([key]);
  await call("DELETE", `${KEYS}/k1`);
  expect((await call("POST", KEYS, { key })).body.detail).toMatch(/was taken off before/);
  for (let n = 0; n < 8; n++) expect((await call("POST", KEYS, { key: await newKey() })).status).toBe(201);
  expect(await call("POST", KEYS, { key: await newKey() })).toMatchObject({ status: 409, body: { code: "conflict" } });
});
