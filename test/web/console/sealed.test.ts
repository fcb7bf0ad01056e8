import { expect, test } from "vitest";
import { submitAppeal } from "../../../src/intake/appeals/submit-appeal.ts";
import { complain } from "../../fixtures/cases.ts";
import { casesApi } from "../../fixtures/cases-api.ts";
import { consoleApp } from "../../fixtures/console-app.ts";
import { approved } from "../../fixtures/orders.ts";
import { ordersConsole } from "../../fixtures/orders-console.ts";

const NAME = "closed-name";
const sender = (last: number) => ({ kind: "public", address: `198.51.100.${last}`, proof: undefined }) as const;

test("a_sealed_address_is_in_no_page_of_anybody_but_the_sealed_officer_who_gave_a_reason", async () => {
  const api = casesApi();
  const site = consoleApp(api.access, { cases: api.deps });
  const sealed = await site.person("s.one", ["sealed_officer"]);
  const others = [
    await site.person("a.khan", ["officer"]),
    await site.person("b.ali", ["senior_officer"]),
    await site.person("c.shah", ["clerk"]),
    await site.person("d.aud", ["auditor"]),
    await site.person("e.adm", ["administrator"]),
  ];
  api.ports.clock.at = api.access.clock.at;
  const change = { category: "child-abuse", description: `It is at ${NAME}.example` } as const;
  const { reference } = (await complain(api.ports, [`${NAME}.example`], change, sender(1))).complaint;
  const path = `/console/cases/sealed-complaints/${reference}`;

  for (const other of others)
    for (const place of [
      ...["/console", "/console/account", "/console/accounts", "/console/cases", "/console/cases?desk=sealed"],
      ...[`/console/cases?text=${reference}`, `/console/cases/complaints/${reference}`],
      ...[path, `${path}/reveal`, `${path}/triage`, `${path}/answer`, `${path}/refer`, `${path}/convert`],
    ]) {
      const { html } = await other.get(place);
      expect([other.name, place, html.includes(NAME)]).toEqual([other.name, place, false]);
      // Not even that there is such a case.
      const told = html.replaceAll(`text=${reference}`, "").replaceAll(`value="${reference}"`, "");
      expect([place, told.includes(`/sealed-complaints/${reference}"`)]).toEqual([place, false]);
    }
  for (const other of others) {
    await other.get("/console/account");
    const { status, html } = await other.post(`${path}/reveal`, { reason: "I want to know." });
    expect([status, html.includes(NAME)]).toEqual([403, false]);
  }

  // The sealed desk sees that there is an address, and not which.
  const queue = await sealed.get("/console/cases");
  expect([queue.html.includes(reference), queue.html.includes(NAME)]).toEqual([true, false]);
  const page = await sealed.get(path);
  expect([page.html.includes("One address, kept closed."), page.html.includes(NAME)]).toEqual([true, false]);
  const before = await sealed.get(`${path}/reveal`);
  expect(before.html).toContain("0 today, 0 in the last seven days");
  // No look without a reason, nor with one that says what is closed.
  for (const reason of ["", `It is ${NAME}.example`])
    expect((await sealed.post(`${path}/reveal`, { reason })).status).toBe(422);
  const looked = await sealed.post(`${path}/reveal`, { reason: "To decide whether it is blocked." });
  expect(looked.html).toContain(`${NAME}[.]example`);
  expect(looked.html).not.toContain(`${NAME}.example`);
  expect(looked.html).not.toMatch(/<img|<video|<iframe/);
  expect((await sealed.get(`${path}/reveal`)).html).toContain("1 today, 1 in the last seven days");
  expect(site.unexpected).toEqual([]);
});

test("a_sealed_order_is_on_no_page_of_anybody_else_and_its_addresses_are_shown_to_the_sealed_officer_for_a_reason", async () => {
  const site = ordersConsole();
  try {
    const text = `${NAME}.example`;
    const order = approved(site.ports.db, [text, `held:b.${text}`], {
      list: "sealed",
      category: "child-abuse",
      number: "S/1",
    });
    site.accounts.createOrganisation(
      { name: "fia", displayName: "FIA", kind: "partner", categories: ["child-abuse"] },
      "t",
    );
    const sealed = await site.person("s.one", ["sealed_officer"]);
    const others = [
      await site.person("a.khan", ["officer", "senior_officer", "clerk"]),
      await site.person("d.aud", ["auditor"]),
      await site.person("e.adm", ["administrator"]),
      await site.person("p.fia", ["partner"], "fia"),
    ];
    const pages = (base: string) =>
      ["", "/items", "/review", "/held", "/proposal", "/upload"].map((page) => `${base}/o${order.id}${page}`);
    const places = [
      "/console/orders",
      "/console/sealed-orders",
      ...pages("/console/orders"),
      ...pages("/console/sealed-orders"),
    ];
    for (const other of others)
      for (const place of places) {
        const { html, status } = await other.get(place);
        expect([other.name, place, html.includes(NAME), html.includes("S/1")]).toEqual([
          other.name,
          place,
          false,
          false,
        ]);
        if (place.includes(`/o${order.id}`))
          expect([other.name, place, status < 400]).toEqual([other.name, place, false]);
      }
    for (const other of others) {
      await other.get("/console/account");
      const reveal = `/console/sealed-orders/o${order.id}/items/reveal`;
      expect((await other.post(reveal, { reason: "I want to know." })).html).not.toContain(NAME);
    }
    for (const place of ["/console/sealed-orders", ...pages("/console/sealed-orders")])
      expect([place, (await sealed.get(place)).html.includes(NAME)]).toEqual([place, false]);
    const path = `/console/sealed-orders/o${order.id}/items`;
    await sealed.get(path);
    expect((await sealed.post(`${path}/reveal`, { reason: "" })).html).not.toContain(NAME);
    expect((await sealed.post(`${path}/reveal`, { reason: "For the court." })).html).toContain(`${NAME}[.]example`);
    expect((await sealed.get(`${path}.csv`)).html).not.toContain(NAME);
    expect(site.unexpected).toEqual([]);
  } finally {
    site.close();
  }
});

test("two_officers_with_no_part_in_the_block_decide_an_appeal_with_fresh_codes_in_the_forms", async () => {
  const api = casesApi();
  const site = consoleApp(api.access, { cases: api.deps });
  const [first, second] = [await site.person("d.raza", ["officer"]), await site.person("e.noor", ["officer"])];
  api.ports.clock.at = api.access.clock.at;
  approved(api.ports.db, ["appealed.example"]);
  const from = { address: "198.51.100.9", proof: undefined };
  const { reference } = (await submitAppeal(api.ports, { url: "appealed.example/page" }, from)).appeal;
  const path = `/console/cases/appeals/${reference}`;
  await first.get(path);
  expect((await first.post(`${path}/take`)).status).toBe(303);
  const proposal = { verdict: "upheld", reasons: "A mistake." };
  expect((await first.get(`${path}/propose`)).html).toContain("step_up_code");
  // Without a fresh second factor the form comes back as it was typed.
  const stale = await first.post(`${path}/propose`, proposal);
  expect([stale.status, stale.html.includes("A mistake.")]).toEqual([403, true]);
  const code = first.recoveryCodes[0] ?? "";
  expect((await first.post(`${path}/propose`, { ...proposal, step_up_code: code })).status).toBe(303);
  expect((await first.get(path)).html).toContain("You proposed this decision.");
  expect((await first.post(`${path}/confirm`)).status).toBe(403);
  await second.get(`${path}/confirm`);
  expect((await second.post(`${path}/confirm`, { step_up_code: second.recoveryCodes[0] ?? "" })).status).toBe(303);
  expect((await second.get(path)).html).toContain("Appeal upheld: unblocked");
  expect(site.unexpected).toEqual([]);
});

test("a_case_leads_to_its_entry_within_the_console_because_a_sealed_one_has_no_public_page", async () => {
  const api = casesApi();
  const site = consoleApp(api.access, { cases: api.deps });
  const officer = await site.person("g.khan", ["officer"]);
  const sealed = await site.person("s.two", ["sealed_officer"]);
  api.ports.clock.at = api.access.clock.at;
  approved(api.ports.db, ["open.example"]);
  approved(api.ports.db, [`${NAME}.example`], { number: "S/1", category: "child-abuse", list: "sealed" });
  const appeal = async (url: string, last: number) =>
    (await submitAppeal(api.ports, { url }, { address: `198.51.100.${last}`, proof: undefined })).appeal.reference;
  const open = (await officer.get(`/console/cases/appeals/${await appeal("open.example", 10)}`)).html;
  expect(open).toContain('href="/console/entries/e1"');
  const closed = (await sealed.get(`/console/cases/sealed-appeals/${await appeal(`${NAME}.example`, 11)}`)).html;
  expect(closed).toMatch(/href="\/console\/sealed-entries\/e\d+"/);
  for (const html of [open, closed]) expect(html).not.toContain('href="/entries/');
});

test("an_administrator_makes_an_account_whose_code_is_shown_once_and_suspends_it", async () => {
  const api = casesApi();
  const site = consoleApp(api.access, { cases: api.deps });
  const administrator = await site.person("e.adm", ["administrator"]);
  const auditor = await site.person("d.aud", ["auditor"]);
  await administrator.get("/console/accounts/new");
  const fields = { name: "new.one", displayName: "New One", roles: ["clerk"] };
  expect((await administrator.post("/console/accounts/new", fields)).status).toBe(403);
  site.freshen();
  const made = await administrator.post("/console/accounts/new", fields);
  expect(made.html).toMatch(/[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}/);
  expect((await administrator.post("/console/accounts/new", fields)).status).toBe(409);
  const change = { roles: ["officer"], active: "no" };
  expect((await administrator.post("/console/accounts/new.one/change", change)).status).toBe(303);
  expect((await auditor.get("/console/accounts")).html).toContain("Suspended");
  expect((await auditor.get("/console/accounts/new")).status).toBe(403);
  expect((await administrator.get("/console/account")).html).toContain("Where you are signed in");
  expect(site.unexpected).toEqual([]);
});
