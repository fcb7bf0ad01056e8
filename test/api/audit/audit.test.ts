import { expect, test } from "vitest";
import { auditRoutes } from "../../../src/api/audit/audit.ts";
import { openRecords } from "../../../src/cli/registry-records.ts";
import { accessPorts, enrolled, staffApp, stepUp } from "../../fixtures/access.ts";
import { approved } from "../../fixtures/orders.ts";
import { newRegistry } from "../../publish/registry.ts";

async function audited() {
  const { db, publishing } = await newRegistry();
  const ports = { ...accessPorts(), db };
  const app = staffApp(ports, [auditRoutes(openRecords(db, publishing.folder.database, ports.now))]);
  const auditor = await enrolled(ports, app, "q.auditor", ["auditor"]);
  approved(db, ["a.example"]);
  approved(db, ["very-sealed.example"], { number: "S/1", list: "sealed", category: "child-abuse" });
  await stepUp(ports, auditor, auditor.browser);
  const text = async (path: string) => {
    const response = await app.request(`https://registry.example${path}`, {
      headers: { cookie: auditor.browser.cookie ?? "" },
    });
    return response.text();
  };
  return { db, call: (path: string) => auditor.browser.call("GET", path), text };
}

test("an_auditor_finds_who_did_what_and_pages_follow_each_other", async () => {
  const { db, call } = await audited();
  const actions = async (query: string) =>
    (await call(`/v1/audit?${query}`)).body.rows.map(({ action }: { action: string }) => action);
  expect(await actions("subject=order:1")).toEqual([
    "order.approved",
    "order.submitted",
    "order.items_added",
    "order.created",
  ]);
  expect(await actions("action=order.approved&actor=Officer%20B")).toHaveLength(2);
  expect(await actions("action=order.app")).toEqual([]);
  expect(await actions("until=2000-01-01")).toEqual([]);

  const total = Number(db.sqlite.prepare("SELECT count(*) FROM audit").pluck().get());
  const ids: number[] = [];
  let before = "";
  for (;;) {
    const { rows, next } = (await call(`/v1/audit?limit=4${before}`)).body;
    ids.push(...rows.map(({ id }: { id: number }) => id));
    if (next === null) break;
    before = `&before=${next}`;
  }
  expect(ids).toEqual(Array.from({ length: total }, (_, at) => total - at));
});

test("sign_in_second_factors_and_exports_are_in_the_log_and_no_sealed_address_is", async () => {
  const { text } = await audited();
  const lines = (await text("/v1/audit/export"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const actions = lines.map(({ action }) => action);
  for (const action of ["session.stepped_up", "order.approved", "audit.exported"]) expect(actions).toContain(action);
  const csv = await text("/v1/audit/export?format=csv");
  expect(csv.split("\r\n")).toHaveLength(lines.length + 3);
  expect(csv.split("\r\n")[0]).toBe("id,at,actor,action,subject,detail,previous,hash");
  expect(csv + JSON.stringify(lines)).not.toContain("very-sealed");
});

test("verification_over_http_finds_one_changed_row", async () => {
  const { db, call } = await audited();
  expect((await call("/v1/audit/verify")).body).toMatchObject({ holds: true, orders: 2, findings: [] });
  db.sqlite.exec("UPDATE orders SET state = 'rejected' WHERE id = 1");
  const { holds, findings } = (await call("/v1/audit/verify")).body;
  expect(holds).toBe(false);
  expect(findings).toContainEqual({ where: "order o1", what: "has columns that differ from its record" });
});
