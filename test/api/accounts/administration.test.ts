import { describe, expect, test } from "vitest";
import { accessPorts, actions, auditRows, browser, enrolled, staffApp, stepUp } from "../../fixtures/access.ts";

async function administrator() {
  const ports = accessPorts();
  const app = staffApp(ports);
  const admin = await enrolled(ports, app, "admin", ["administrator"]);
  await stepUp(ports, admin, admin.browser);
  return { ports, app, admin, call: admin.browser.call };
}

const clerk = { name: "c.ali", displayName: "C. Ali", roles: ["clerk"] };
const fia = { name: "fia", displayName: "FIA", kind: "partner", categories: ["child-abuse", "decency"] };
const isp = { name: "isp-one", displayName: "ISP One", kind: "subscriber" };

describe("accounts", () => {
  test("are_made_listed_and_changed_by_an_administrator", async () => {
    const { ports, call } = await administrator();
    expect((await call("POST", "/v1/accounts", clerk)).status).toBe(201);
    const { accounts } = (await call("GET", "/v1/accounts")).body;
    expect(accounts).toHaveLength(2);
    expect(accounts[1]).toEqual({
      ...clerk,
      organisation: null,
      enrolled: false,
      createdAt: expect.stringMatching(/Z$/),
      createdBy: "admin",
      suspendedAt: null,
    });
    const changed = await call("PATCH", "/v1/accounts/c.ali", { roles: ["officer", "sealed_officer"] });
    expect(changed.body.roles).toEqual(["officer", "sealed_officer"]);
    expect((await call("PATCH", "/v1/accounts/c.ali", { suspended: true })).body.suspendedAt).toMatch(/Z$/);
    expect((await call("PATCH", "/v1/accounts/c.ali", { suspended: false })).body.suspendedAt).toBeNull();
    expect((await call("POST", "/v1/accounts/c.ali/reset")).body.code).toMatch(/-/);
    const about = auditRows(ports).filter(({ subject }) => subject === "account:c.ali");
    expect(about.map(({ actor }) => actor)).toEqual(Array(5).fill("admin"));
    expect(actions(ports).slice(-5)).toEqual([
      "account.created",
      "account.roles_changed",
      "account.suspended",
      "account.suspension_lifted",
      "account.reset",
    ]);
  });

  test("are_refused_when_they_make_no_sense", async () => {
    const { call } = await administrator();
    const code = async (change: object) => (await call("POST", "/v1/accounts", { ...clerk, ...change })).body.code;
    expect(await code({})).toMatch(/-/);
    expect(await code({})).toBe("conflict");
    expect(await code({ name: "C.ALI" })).toBe("conflict");
    for (const name of ["кhan", "a", "a b", "-a", "publisher", "a#t1"])
      expect(await code({ name })).toBe("bad_request");
    for (const roles of [
      [],
      ["king"],
      ["clerk", "clerk"],
      ["administrator", "officer"],
      ["auditor", "clerk"],
      ["subscriber"],
    ])
      expect(await code({ name: "x.new", roles })).toBe("bad_request");
    expect(await code({ name: "x.new", roles: ["partner"] })).toBe("bad_request");
    expect(await code({ name: "x.new", roles: ["partner"], organisation: "nobody" })).toBe("bad_request");
    expect(await code({ name: "x.new", organisation: "fia" })).toBe("bad_request");
  });

  test("a_partner's_account_stays_one_and_no_other_becomes_one", async () => {
    const { call } = await administrator();
    await call("POST", "/v1/organisations", fia);
    await call("POST", "/v1/accounts", clerk);
    await call("POST", "/v1/accounts", { name: "f.one", displayName: "F", roles: ["partner"], organisation: "fia" });
    expect((await call("PATCH", "/v1/accounts/f.one", { roles: ["officer"] })).body.code).toBe("bad_request");
    expect((await call("PATCH", "/v1/accounts/c.ali", { roles: ["partner"] })).body.code).toBe("bad_request");
  });

  test("nobody_changes_their_own_account_and_one_administrator_stays", async () => {
    const { ports, app, call } = await administrator();
    for (const change of [{ roles: ["senior_officer"] }, { suspended: true }])
      expect((await call("PATCH", "/v1/accounts/admin", change)).body.code).toBe("conflict");
    expect((await call("POST", "/v1/accounts/admin/reset")).body.code).toBe("conflict");
    const second = await enrolled(ports, app, "second", ["administrator"]);
    await stepUp(ports, second, second.browser);
    expect((await second.browser.call("PATCH", "/v1/accounts/admin", { suspended: true })).status).toBe(200);
    expect((await call("GET", "/v1/accounts")).status).toBe(401);
  });
});

describe("organisations", () => {
  test("a_partner_has_a_mandate_and_a_subscriber_none", async () => {
    const { call } = await administrator();
    expect((await call("POST", "/v1/organisations", fia)).status).toBe(201);
    expect((await call("POST", "/v1/organisations", isp)).body.categories).toEqual([]);
    const refused = async (change: object) =>
      (await call("POST", "/v1/organisations", { ...fia, name: "other", ...change })).body.code;
    expect(await refused({ categories: [] })).toBe("bad_request");
    expect(await refused({ categories: ["no-such"] })).toBe("bad_request");
    expect(await refused({ kind: "subscriber" })).toBe("bad_request");
    expect(await refused({ name: "fia" })).toBe("conflict");
    const { organisations } = (await call("GET", "/v1/organisations")).body;
    expect(organisations.map(({ name }: { name: string }) => name)).toEqual(["fia", "isp-one"]);
  });

  test("a_changed_mandate_and_a_suspension_are_in_the_record", async () => {
    const { ports, call } = await administrator();
    await call("POST", "/v1/organisations", fia);
    const changed = await call("PATCH", "/v1/organisations/fia", { categories: ["decency"], suspended: true });
    expect(changed.body).toMatchObject({ categories: ["decency"], suspendedAt: expect.any(String) });
    expect(auditRows(ports).at(-1)).toMatchObject({
      actor: "admin",
      action: "organisation.changed",
      subject: "organisation:fia",
    });
    expect((await call("PATCH", "/v1/organisations/none", { suspended: true })).status).toBe(404);
  });

  test("a_suspended_partner's_people_are_out_at_once", async () => {
    const { ports, app, call } = await administrator();
    await call("POST", "/v1/organisations", fia);
    const partner = await enrolled(ports, app, "f.one", ["partner"], "fia");
    expect((await partner.browser.call("GET", "/v1/session")).body.organisation).toBe("fia");
    await call("PATCH", "/v1/organisations/fia", { suspended: true });
    expect((await partner.browser.call("GET", "/v1/session")).status).toBe(401);
    expect((await browser(app).call("POST", "/v1/session", { name: "f.one", password: "x" })).status).toBe(401);
  });
});
