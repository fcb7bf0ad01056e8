import { generate } from "otplib";
import { expect, test } from "vitest";
import { accessPorts, nextTotp, PASSWORD } from "../../fixtures/access.ts";
import { consoleApp } from "../../fixtures/console-app.ts";

test("who_is_not_signed_in_is_sent_to_do_that_and_brought_back", async () => {
  const ports = accessPorts();
  const { person, pagesOf } = consoleApp(ports);
  const { secret } = await person("a.khan", ["officer"]);
  const visitor = pagesOf();
  const asked = await visitor.get("/console/step-up?x=1");
  expect(asked.location).toBe("/console/sign-in?next=%2Fconsole%2Fstep-up%3Fx%3D1");
  await visitor.get(asked.location ?? "");
  const first = await visitor.post("/console/sign-in", {
    name: "a.khan",
    password: PASSWORD,
    next: "/console/step-up?x=1",
  });
  expect(first.location).toBe("/console/second-factor?next=%2Fconsole%2Fstep-up%3Fx%3D1");
  // Nothing but the second factor can be given yet.
  expect((await visitor.get("/console")).location).toMatch(/^\/console\/second-factor/);
  await visitor.get(first.location ?? "");
  const wrong = await visitor.post("/console/second-factor", { code: "000000", next: "/console/step-up?x=1" });
  expect(wrong.status).toBe(401);
  expect(wrong.html).toContain("govuk-error-summary");
  const code = await nextTotp(ports, { secret });
  const second = await visitor.post("/console/second-factor", { code, next: "/console/step-up?x=1" });
  expect(second.location).toBe("/console/step-up?x=1");
  // It leads to the first place that an officer may go to.
  expect((await visitor.get("/console")).location).toBe("/console/cases");
});

test("a_way_back_leads_nowhere_but_into_the_console", async () => {
  const ports = accessPorts();
  const { person } = consoleApp(ports);
  const own = await person("a.khan", ["officer"]);
  for (const next of ["https://evil.example/", "//evil.example", "/console.evil", "/console/\r\nx: y", "/consolex"])
    expect((await own.get(`/console/sign-in?next=${encodeURIComponent(next)}`)).location).toBe("/console");
});

test("a_wrong_password_and_an_unknown_name_get_the_same_page_and_keep_the_name", async () => {
  const ports = accessPorts();
  const { person, pagesOf } = consoleApp(ports);
  await person("a.khan", ["officer"]);
  const visitor = pagesOf();
  const wrong = await visitor.post("/console/sign-in", { name: "a.khan", password: "not this one" });
  const unknown = await visitor.post("/console/sign-in", { name: "nobody", password: "not this one" });
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(wrong.html.replaceAll("a.khan", "nobody")).toBe(unknown.html);
  expect(wrong.html).toContain('value="a.khan"');
  expect(wrong.html).not.toContain("not this one");
});

test("a_recovery_code_is_a_second_factor_once", async () => {
  const ports = accessPorts();
  const { person, pagesOf } = consoleApp(ports);
  const { recoveryCodes } = await person("a.khan", ["officer"]);
  const statuses = [];
  for (const visitor of [pagesOf(), pagesOf()]) {
    const first = await visitor.post("/console/sign-in", { name: "a.khan", password: PASSWORD });
    await visitor.get(first.location ?? "");
    statuses.push((await visitor.post("/console/second-factor", { code: recoveryCodes[0] ?? "" })).status);
  }
  expect(statuses).toEqual([303, 401]);
});

test("an_account_is_taken_into_use_with_its_code_a_password_and_an_authenticator_app", async () => {
  const ports = accessPorts();
  const { accounts, pagesOf } = consoleApp(ports);
  const { code } = accounts.createAccount(
    { name: "b.ali", displayName: "B. Ali", roles: ["clerk"], organisation: null },
    "test",
  );
  const visitor = pagesOf();
  const fields = { name: "b.ali", code, password: PASSWORD, again: PASSWORD };
  expect((await visitor.post("/console/enrol", { ...fields, again: "another one" })).status).toBe(422);
  const weak = await visitor.post("/console/enrol", { ...fields, password: "short", again: "short" });
  expect(weak.html).toContain('href="#password"');
  const begun = await visitor.post("/console/enrol", fields);
  expect(begun.location).toBe("/console/enrol/second-factor");
  // Signed in halfway, everything leads there.
  expect((await visitor.get("/console")).location).toMatch(/second-factor/);
  await visitor.get(begun.location ?? "");
  const offered = await visitor.post("/console/account/totp");
  expect(offered.html).toContain("<svg");
  const secret = /name="secret" value="([A-Z2-7]+)"/.exec(offered.html)?.[1] ?? "";
  const uri = /name="uri" value="([^"]+)"/.exec(offered.html)?.[1] ?? "";
  expect(uri).toMatch(/^otpauth:\/\/totp\//);
  // A wrong code shows the same key again, because the app has it by now.
  const wrong = await visitor.post("/console/account/totp/confirm", { code: "000000", secret, uri });
  expect([wrong.status, wrong.html.includes(secret)]).toEqual([401, true]);
  const done = await visitor.post("/console/account/totp/confirm", {
    code: await generate({ secret, epoch: ports.clock.at }),
  });
  expect(done.html.match(/<code>[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}<\/code>/g)).toHaveLength(10);
  expect((await visitor.get("/console")).location).toBe("/console/cases");
});

test("signing_out_ends_the_session_and_needs_the_page's_own_form", async () => {
  const ports = accessPorts();
  const { person } = consoleApp(ports);
  const own = await person("a.khan", ["officer"]);
  expect((await own.post("/console/sign-out", { csrf: "x" })).status).toBe(403);
  await own.get("/console/step-up");
  expect((await own.post("/console/sign-out")).location).toBe("/console/sign-in?out");
  expect((await own.get("/console")).location).toMatch(/^\/console\/sign-in/);
});

test("a_fresh_second_factor_is_given_on_a_page_of_its_own", async () => {
  const ports = accessPorts();
  const { person } = consoleApp(ports);
  const own = await person("a.khan", ["officer"]);
  await own.get("/console/step-up?next=%2Fconsole%2Forders%2Fo1");
  expect((await own.post("/console/step-up", { next: "/console/orders/o1" })).status).toBe(422);
  const code = await nextTotp(ports, own);
  expect((await own.post("/console/step-up", { code, next: "/console/orders/o1" })).location).toBe(
    "/console/orders/o1",
  );
});
