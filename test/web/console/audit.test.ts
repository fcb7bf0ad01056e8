import { expect, test } from "vitest";
import { openRecords } from "../../../src/cli/registry-records.ts";
import { verifyAudit } from "../../../src/storage/verify-audit.ts";
import { accessPorts, auditRows } from "../../fixtures/access.ts";
import { consoleApp } from "../../fixtures/console-app.ts";
import { approved, NOW } from "../../fixtures/orders.ts";

function auditConsole() {
  const ports = accessPorts();
  const { db } = ports;
  const audit = { ...openRecords(db, "", ports.now), verifyAudit: async () => verifyAudit(db) };
  approved(db, ["a.example"]);
  approved(db, ["very-sealed.invalid"], { number: "S/1", list: "sealed", category: "child-abuse" });
  return { ...consoleApp(ports, { audit }), ports };
}

const shownActions = (html: string): string[] =>
  [...html.matchAll(/<td[^>]*>(?:<div>)?<bdi dir="ltr">([a-z]+\.[a-z_]+)<\/bdi>/g)].map(([, action]) => action ?? "");

test("an auditor finds who did what, and what is looked for stands in the address", async () => {
  const { person } = auditConsole();
  const auditor = await person("q.auditor", ["auditor"]);
  const { html } = await auditor.get("/console/audit?subject=order:1");
  expect(shownActions(html)).toEqual(["order.approved", "order.submitted", "order.items_added", "order.created"]);
  expect(html).toContain('value="order:1"');
  expect(html).toContain("/console/audit/export?subject=order%3A1&amp;format=csv");
  const approvals = (await auditor.get("/console/audit?action=order.approved&actor=Officer+B")).html;
  expect(shownActions(approvals)).toEqual(["order.approved", "order.approved"]);
  // 2026-11-24 begins in Pakistan five hours before it does in Greenwich, where the clock of the test begins.
  expect(shownActions((await auditor.get("/console/audit?actor=Officer+B&until=2026-11-24")).html)).toHaveLength(2);
  expect(shownActions((await auditor.get("/console/audit?actor=Officer+B&until=2026-11-23")).html)).toEqual([]);
  const wrong = await auditor.get("/console/audit?from=yesterday");
  expect([wrong.status, wrong.html.includes('href="#from"')]).toEqual([400, true]);
  const urdu = (await auditor.get("/console/audit", { "accept-language": "ur" })).html;
  expect(urdu).toMatch(/lang="ur" dir="rtl".*آڈٹ لاگ/);
  expect(urdu).not.toContain("very-sealed");
});

test("pages follow each other and keep what is looked for", async () => {
  const { person, ports } = auditConsole();
  const auditor = await person("q.auditor", ["auditor"]);
  for (let number = 3; number < 40; number += 1) approved(ports.db, [`n${number}.example`], { number: `N/${number}` });
  const found: string[] = [];
  let path = "/console/audit?action=order";
  for (let pages = 0; path !== "" && pages < 20; pages += 1) {
    const { html } = await auditor.get(path);
    found.push(...shownActions(html));
    path = /href="([^"]+)" rel="next"/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";
    if (path !== "") expect(path).toContain("action=order");
  }
  expect(found).toHaveLength(39 * 4);
});

test("a copy holds what the search found, and that it was taken is in the log", async () => {
  const { person, ports } = auditConsole();
  const auditor = await person("q.auditor", ["auditor"]);
  const csv = await auditor.get("/console/audit/export?subject=order:1&format=csv");
  expect(csv.html.trim().split("\r\n")).toHaveLength(5);
  const last = auditRows(ports).at(-1);
  expect(last).toMatchObject({ actor: "q.auditor", action: "audit.exported" });
});

test("the log is verified at the press of a button, and a changed row is found", async () => {
  const { person, ports } = auditConsole();
  const auditor = await person("q.auditor", ["auditor"]);
  await auditor.get("/console/audit/verify");
  expect((await auditor.post("/console/audit/verify")).html).toContain("It holds: nothing was changed");
  ports.db.sqlite.exec("DROP TRIGGER audit_no_update");
  ports.db.sqlite.prepare("UPDATE audit SET actor = 'Somebody' WHERE id = 2 AND at = ?").run(NOW);
  const { html } = await auditor.post("/console/audit/verify");
  expect(html).toMatch(/It does not hold: \d+ findings\./);
});

test("nobody but auditors and administrators reads the log", async () => {
  const { person } = auditConsole();
  for (const role of ["clerk", "officer", "senior_officer", "sealed_officer"] as const) {
    const reader = await person(`x.${role.replace("_", "")}`, [role]);
    for (const page of ["", "/export", "/verify"]) expect((await reader.get(`/console/audit${page}`)).status).toBe(403);
    expect((await reader.get("/console/account")).html).not.toContain('href="/console/audit"');
  }
  expect((await (await person("r.root", ["administrator"])).get("/console/audit")).status).toBe(200);
});
