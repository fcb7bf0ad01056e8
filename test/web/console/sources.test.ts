import { expect, onTestFinished, test } from "vitest";
import type { Role } from "../../../src/core/access/role.ts";
import { createSourceDesk } from "../../../src/intake/sources/source-desk.ts";
import { actions } from "../../fixtures/access.ts";
import { ordersConsole } from "../../fixtures/orders-console.ts";
import { names, sourceRegistry, sourceServer } from "../../intake/sources/source-registry.ts";

async function desk() {
  const server = await sourceServer((_, response) => void response.end(names(10)));
  let registry: ReturnType<typeof sourceRegistry> | undefined;
  const app = ordersConsole((ports) => {
    registry = sourceRegistry(ports.db, { now: ports.now });
    return { sources: createSourceDesk(registry) };
  });
  onTestFinished(app.close);
  if (registry === undefined) throw new Error("the console has no sources");
  app.accounts.createOrganisation(
    { name: "fia", displayName: "FIA", kind: "partner", categories: ["hate-speech"] },
    "test",
  );
  return { ...app, server, registry };
}

const fields = (port: number, change: Readonly<Record<string, string>> = {}) => ({
  ...{ name: "fia-list", organisation: "fia", url: `http://lists.example:${port}/list.txt`, shrink: "20" },
  ...{ authority: "FIA", ground: "public-order", category: "hate-speech" },
  ...change,
});
const LIST = "/console/sources";

test("a senior officer adds a partner's list, and a fault keeps what was typed and says where it is", async () => {
  const { person, freshen, registry, server, unexpected } = await desk();
  const senior = await person("s.one", ["senior_officer"]);
  expect((await senior.get(`${LIST}/new`)).html).toContain("step_up_code");
  const stale = await senior.post(`${LIST}/new`, fields(server.port));
  expect([stale.status, stale.html.includes("lists.example")]).toEqual([403, true]);
  freshen();
  for (const [change, field] of [
    [{ name: "No Name" }, "name"],
    [{ url: "https://127.0.0.1/list" }, "url"],
    [{ hosts: "other.example" }, "hosts"],
    [{ schedule: "often" }, "schedule"],
    [{ charset: "klingon" }, "charset"],
    [{ least: "9", most: "3" }, "least"],
    [{ shrink: "much" }, "shrink"],
    [{ shrink: "300" }, "shrink"],
    [{ category: "proxy" }, "organisation"],
    [{ category: "child-abuse" }, "category"],
    [{ ground: "" }, "ground"],
    [{ authority: "" }, "authority"],
  ] as const) {
    const { status, html } = await senior.post(`${LIST}/new`, fields(server.port, change));
    expect([field, status < 500, html.includes(`href="#${field}"`)]).toEqual([field, true, true]);
    expect([field, html.includes(Object.values(change)[0] ?? "")]).toEqual([field, true]);
  }
  const urdu = await senior.get(`${LIST}/new`, { "accept-language": "ur" });
  expect(urdu.html).toContain("ماخذ شامل کریں");
  expect((await senior.post(`${LIST}/new`, fields(server.port, { growth: "12.5" }))).location).toBe(
    `${LIST}/fia-list?done=made`,
  );
  expect(registry.source()).toMatchObject({ organisation: "fia", bounds: { shrink: 0.2, growth: 0.125 } });
  const again = await senior.post(`${LIST}/new`, fields(server.port));
  expect([again.status, again.html.includes('href="#name"')]).toEqual([409, true]);

  const change = await senior.get(`${LIST}/fia-list/change`);
  expect([change.html.includes('value="12.5"'), change.html.includes('value="13 * * * *"')]).toEqual([true, true]);
  const { name: _, ...settings } = fields(server.port, { growth: "50", most: "900" });
  expect((await senior.post(`${LIST}/fia-list/change`, settings)).location).toBe(`${LIST}/fia-list?done=changed`);
  expect(registry.source().bounds).toMatchObject({ growth: 0.5, most: 900 });
  expect(unexpected).toEqual([]);
});

test("a source's page says how its fetches ended and leads to what it brought and proposes", async () => {
  const { person, freshen, registry, server, orders, ports } = await desk();
  registry.add(server, { order: { authority: "FIA", ground: "public-order", category: "hate-speech" } }, "fia");
  await registry.fetch();
  await orders.review("o1", { kind: "submit" }, "o.one");
  const { digest } = orders.order("general", "o1", null);
  await orders.review("o1", { kind: "approve", approval: { digest, reasons: "as ordered" } }, "o.two");
  server.serve(names(9));
  await registry.fetch();
  const officer = await person("o.three", ["officer"]);
  const page = await officer.get(`${LIST}/fia-list`);
  for (const text of ["Applied", "/console/orders/o1", "fia-list/1", "Withdrawal proposed"])
    expect([text, page.html.includes(text)]).toEqual([text, true]);
  expect(page.html).not.toContain(`${LIST}/fia-list/change`);
  expect((await officer.post(`${LIST}/fia-list/fetch`)).location).toBe(`${LIST}/fia-list?done=called`);
  expect(actions(ports)).toContain("source.called");

  freshen();
  const senior = await person("s.one", ["senior_officer"]);
  freshen();
  const pause = await senior.get(`${LIST}/fia-list/state`);
  expect(pause.html).toContain("Pause fia-list");
  expect((await senior.post(`${LIST}/fia-list/state`, { enabled: "no" })).location).toContain("done=paused");
  // A second press of the same button does not undo the first.
  await senior.post(`${LIST}/fia-list/state`, { enabled: "no" });
  expect(registry.source().enabled).toBe(false);
  expect((await senior.get(LIST, { "accept-language": "ur" })).html).toContain("رکا ہوا");
  const refused = await senior.post(`${LIST}/fia-list/fetch`);
  expect(refused.status).toBe(409);
});

test("what is kept aside is looked at as text, and let in or thrown away by a senior officer with reasons", async () => {
  const { person, freshen, registry, server, ports, unexpected } = await desk();
  registry.add(server);
  await registry.fetch();
  server.serve("last.example\n# <b>last</b>\n");
  await registry.fetch();
  const clerk = await person("c.one", ["clerk"]);
  const senior = await person("s.one", ["senior_officer"]);
  expect((await clerk.get(LIST)).html).toContain("the list shrank by more than its bound");
  expect((await clerk.get(`${LIST}/fia-list`)).html).not.toContain(`${LIST}/fia-list/decide`);
  const body = await clerk.get(`${LIST}/fia-list/quarantine`);
  expect([body.html.includes("last[.]example"), body.html.includes("<b>last")]).toEqual([true, false]);
  for (const send of [clerk.get(`${LIST}/fia-list/decide`), clerk.post(`${LIST}/fia-list/decide`)])
    expect((await send).status).toBe(403);

  const fetch = String(registry.fetches()[0]?.id);
  freshen();
  await senior.get(`${LIST}/fia-list/decide`);
  for (const [given, field] of [
    [{ fetch, reasons: "Asked them." }, "decision"],
    [{ fetch, decision: "release" }, "reasons"],
    [{ fetch: "1", decision: "release", reasons: "Asked them." }, "decision"],
  ] as const) {
    const { html } = await senior.post(`${LIST}/fia-list/decide`, given);
    expect([field, html.includes(`href="#${field}"`)]).toEqual([field, true]);
  }
  const decision = { fetch, decision: "release", reasons: "Confirmed by telephone." };
  expect((await senior.post(`${LIST}/fia-list/decide`, decision)).location).toContain("done=released");
  expect(registry.fetches()[0]).toMatchObject({ outcome: "released", removed: 10, reasons: decision.reasons });
  expect((await senior.get(`${LIST}/fia-list`)).html).toContain("Confirmed by telephone.");

  server.serve("<html>502</html>");
  await registry.fetch();
  const page = { fetch: String(registry.fetches()[0]?.id), reasons: "Their server was down." };
  const refused = await senior.post(`${LIST}/fia-list/decide`, { ...page, decision: "release" });
  expect([refused.status, refused.html.includes('href="#decision"')]).toEqual([422, true]);
  expect((await senior.post(`${LIST}/fia-list/decide`, { ...page, decision: "discard" })).location).toContain(
    "done=discarded",
  );
  for (const path of ["decide", "quarantine"]) expect((await senior.get(`${LIST}/fia-list/${path}`)).status).toBe(409);
  expect(actions(ports)).toEqual(expect.arrayContaining(["source.released", "source.discarded"]));
  expect(unexpected).toEqual([]);
});

test("a sealed source is seen by the sealed officer alone, and its body only with a reason that is audited", async () => {
  const { person, registry, server, ports, unexpected } = await desk();
  registry.add(server, {
    name: "worst-of",
    order: { authority: "INTERPOL", ground: "decency", category: "child-abuse" },
    file: { format: "csv", agencies: "agencies" },
  });
  server.serve("<html>veiled-name.invalid</html>");
  await registry.fetch("worst-of");
  const sealed = await person("x.sealed", ["sealed_officer"]);
  const base = "/console/sealed-sources";
  for (const path of [base, `${base}/worst-of`, `${base}/worst-of/decide`])
    expect([path, (await sealed.get(path)).html.includes("veiled-name")]).toEqual([path, false]);
  expect((await sealed.get(`${base}/worst-of/quarantine`)).html).not.toContain("veiled-name");
  const without = await sealed.post(`${base}/worst-of/quarantine`, { reason: "" });
  expect([without.html.includes('href="#reason"'), without.html.includes("veiled-name")]).toEqual([true, false]);
  const naming = await sealed.post(`${base}/worst-of/quarantine`, { reason: "is veiled-name.invalid among them?" });
  expect([naming.status, naming.html.includes("[.]invalid")]).toEqual([422, false]);
  const seen = await sealed.post(`${base}/worst-of/quarantine`, { reason: "to tell the partner" });
  expect(seen.html).toContain("veiled-name[.]invalid");
  expect(actions(ports)).toContain("source.revealed");
  for (const role of ["senior_officer", "auditor", "administrator", "partner"] as const) {
    const other = await person(`y.${role.replace("_", "")}`, [role], role === "partner" ? "fia" : null);
    for (const path of [`${base}/worst-of`, `${LIST}/worst-of`, `${LIST}/worst-of/quarantine`])
      expect([403, 404]).toContain((await other.get(path)).status);
    expect((await other.get(LIST)).html).not.toContain("worst-of");
  }
  expect(unexpected).toEqual([]);
});

test("sources are shown to whom the roles allow, a partner's own to the partner, and changed by nobody else", async () => {
  const { person, registry, server } = await desk();
  const order = { authority: "FIA", ground: "public-order", category: "hate-speech" };
  registry.add(server, { order }, "fia");
  registry.add(server, { name: "own-list", order });
  const may: Readonly<Partial<Record<Role, number>>> = { clerk: 200, officer: 200, senior_officer: 200, auditor: 200 };
  for (const role of ["clerk", "officer", "senior_officer", "auditor", "administrator", "sealed_officer"] as const) {
    const one = await person(`x.${role.replace("_", "")}`, [role]);
    const { status, html } = await one.get(LIST);
    expect([role, status]).toEqual([role, may[role] ?? 403]);
    expect([role, html.includes(`href="${LIST}"`)]).toEqual([role, may[role] === 200]);
    const writes = role === "senior_officer" ? 200 : 403;
    for (const path of ["new", "fia-list/change", "fia-list/state"])
      expect([role, path, (await one.get(`${LIST}/${path}`)).status]).toEqual([role, path, writes]);
    if (role !== "officer" && role !== "senior_officer")
      expect((await one.post(`${LIST}/fia-list/fetch`)).status).toBe(403);
  }
  const partner = await person("p.fia", ["partner"], "fia");
  const list = (await partner.get(LIST)).html;
  expect([list.includes("fia-list"), list.includes("own-list")]).toEqual([true, false]);
  expect((await partner.get(`${LIST}/fia-list`)).status).toBe(200);
  expect((await partner.get(`${LIST}/own-list`)).status).toBe(404);
});
