import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { expect, test } from "vitest";
import { createSubscribers } from "../../../src/distribute/receipts/subscribers.ts";
import { accessPorts, actions } from "../../fixtures/access.ts";
import { consoleApp } from "../../fixtures/console-app.ts";

function site() {
  const ports = accessPorts();
  const app = consoleApp(ports, { sealedKeys: createSubscribers({ db: ports.db, now: ports.now }) });
  return { ports, ...app };
}
const ISP = { name: "isp-one", displayName: "ISP One", kind: "subscriber" };

test("an administrator enters organisations with a fresh code, and a fault keeps what was typed", async () => {
  const { person, freshen, accounts, unexpected } = site();
  const administrator = await person("e.adm", ["administrator"]);
  expect((await administrator.get("/console/organisations/new")).html).toContain("step_up_code");
  const stale = await administrator.post("/console/organisations/new", ISP);
  expect([stale.status, stale.html.includes('value="ISP One"')]).toEqual([403, true]);
  freshen();
  expect((await administrator.post("/console/organisations/new", ISP)).location).toBe(
    "/console/organisations?done=made",
  );
  const partner = { name: "fia", displayName: "FIA", kind: "partner" };
  const without = await administrator.post("/console/organisations/new", partner);
  expect([without.status, without.html.includes('href="#categories"')]).toEqual([400, true]);
  const narrow = { ...partner, categories: ["decency", "child-abuse"] };
  expect((await administrator.post("/console/organisations/new", narrow)).status).toBe(303);
  const again = await administrator.post("/console/organisations/new", narrow);
  expect([again.status, again.html.includes('href="#name"')]).toEqual([409, true]);
  const list = await administrator.get("/console/organisations", { "accept-language": "ur" });
  for (const text of ["ISP One", "شراکت دار", "شائستگی اور اخلاق", "/console/organisations/fia/change"])
    expect([text, list.html.includes(text)]).toEqual([text, true]);

  const change = { categories: ["proxy"], active: "no" };
  expect((await administrator.post("/console/organisations/fia/change", change)).status).toBe(303);
  expect(accounts.organisations()).toMatchObject([{ name: "fia", categories: ["proxy"] }, { name: "isp-one" }]);
  expect((await administrator.get("/console/organisations?done=changed")).html).toContain("Suspended");
  await administrator.post("/console/organisations/fia/change", { ...change, active: "yes" });
  expect((await administrator.get("/console/organisations")).html).not.toContain("Suspended");
  expect((await administrator.get("/console/organisations/nobody/change")).status).toBe(404);
  expect(unexpected).toEqual([]);
});

test("a token is shown once, does what was ticked, and is refused from the moment it is revoked", async () => {
  const { person, freshen, accounts, ports } = site();
  const administrator = await person("e.adm", ["administrator"]);
  accounts.createOrganisation({ ...ISP, kind: "subscriber", categories: [] }, "test");
  freshen();
  const path = "/console/organisations/isp-one/token";
  expect((await administrator.get(path)).html).not.toContain("order.write");
  const fields = { label: "resolver in Karachi", actions: ["list.pull"], days: "30" };
  for (const [change, field] of [
    [{ label: "" }, "label"],
    [{ actions: [] }, "actions"],
    [{ days: "9999" }, "days"],
    [{ days: "soon" }, "days"],
    [{ actions: ["order.approve"] }, "label"],
  ] as const) {
    const { status, html } = await administrator.post(path, { ...fields, ...change });
    expect([field, status, html.includes(`href="#${field}"`)]).toEqual([field, 400, true]);
  }
  const made = await administrator.post(path, fields);
  const token = /hfz_[A-Za-z0-9_-]{43}/.exec(made.html)?.[0] ?? "";
  const caller = () => accounts.authenticate({ cookie: undefined, bearer: token, address: "192.0.2.9" });
  expect(caller()).toMatchObject({ kind: "token", actions: ["list.pull"] });
  const list = (await administrator.get("/console/tokens")).html;
  expect([list.includes("resolver in Karachi"), list.includes("Pull the lists"), list.includes(token)]).toEqual([
    true,
    true,
    false,
  ]);
  expect((await administrator.get("/console/tokens/t1/revoke")).html).toContain("resolver in Karachi");
  expect((await administrator.post("/console/tokens/t1/revoke")).location).toContain("done=revoked");
  expect(caller()).toMatchObject({ kind: "refused", code: "token_revoked" });
  expect((await administrator.get("/console/tokens?organisation=isp-one")).html).toContain("Revoked");
  expect((await administrator.get("/console/tokens?organisation=nobody")).status).toBe(404);
  expect(actions(ports)).toEqual(expect.arrayContaining(["token.issued", "token.revoked"]));
});

test("the sealed officer alone enrols and takes off a subscriber's key, with a fresh code", async () => {
  const { person, accounts, ports, unexpected } = site();
  accounts.createOrganisation({ ...ISP, kind: "subscriber", categories: [] }, "test");
  const sealed = await person("s.one", ["sealed_officer"]);
  const administrator = await person("e.adm", ["administrator"]);
  const key = await identityToRecipient(await generateX25519Identity());
  const path = "/console/sealed-keys/isp-one";
  expect((await sealed.get("/console/sealed-keys")).html).toContain(path);
  expect((await sealed.get(path)).html).toContain("cannot read the sealed list");
  await sealed.get(`${path}/enrol`);
  const wrong = await sealed.post(`${path}/enrol`, { key: "age1wrong", step_up_code: sealed.recoveryCodes[0] ?? "" });
  expect([wrong.status, wrong.html.includes('href="#key"'), wrong.html.includes("age1wrong")]).toEqual([
    422,
    true,
    true,
  ]);
  expect((await sealed.post(`${path}/enrol`, { key })).location).toBe(`${path}?done=enrolled`);
  expect((await administrator.get(path)).html).toContain(key);
  expect((await administrator.get(path)).html).not.toContain(`${path}/k1/remove`);
  for (const act of ["enrol", "k1/remove"]) {
    expect((await administrator.get(`${path}/${act}`)).status).toBe(403);
    expect((await administrator.post(`${path}/${act}`, { key })).status).toBe(403);
  }
  expect((await sealed.get(`${path}/k1/remove`)).html).toContain(key);
  expect((await sealed.post(`${path}/k1/remove`)).location).toBe(`${path}?done=removed`);
  expect((await sealed.get(path, { "accept-language": "ur" })).html).toContain("ہٹائی گئی");
  expect((await sealed.post(`${path}/enrol`, { key })).status).toBe(409);
  expect(actions(ports)).toEqual(expect.arrayContaining(["sealed_key.enrolled", "sealed_key.removed"]));
  expect(unexpected).toEqual([]);
});

test("organisations, tokens and keys are shown to whom the roles allow and led to for nobody else", async () => {
  const { person } = site();
  const allowed = {
    administrator: ["organisations", "tokens", "sealed-keys"],
    auditor: ["organisations", "tokens", "sealed-keys"],
    sealed_officer: ["sealed-keys"],
    senior_officer: [],
    clerk: [],
  } as const;
  for (const [role, places] of Object.entries(allowed)) {
    const one = await person(`x.${role.replace("_", "")}`, [role as keyof typeof allowed]);
    const menu = (await one.get("/console/account")).html;
    for (const place of ["organisations", "tokens", "sealed-keys"]) {
      const may = (places as readonly string[]).includes(place);
      const { status } = await one.get(`/console/${place}`);
      expect([role, place, status, menu.includes(`href="/console/${place}"`)]).toEqual([
        role,
        place,
        may ? 200 : 403,
        may,
      ]);
    }
    const writes = await one.get("/console/organisations/new");
    expect([role, writes.status]).toEqual([role, role === "administrator" ? 200 : 403]);
  }
});
