import { beforeAll, expect, test } from "vitest";
import { createAccess } from "../../../src/access/access.ts";
import { sourceDeskRoutes } from "../../../src/api/sources/staff.ts";
import type { Role } from "../../../src/core/access/role.ts";
import { createSourceDesk } from "../../../src/intake/sources/source-desk.ts";
import { accessPorts, actions, enrolled, type Person, staffApp, stepUp } from "../../fixtures/access.ts";
import { names, type SourceServer, sourceRegistry, sourceServer } from "../../intake/sources/source-registry.ts";

// One registry for all: people are enrolled once, and every test makes sources of its own.

const ports = accessPorts();
type Someone = Person & { readonly browser: Awaited<ReturnType<typeof enrolled>>["browser"] };
const people: Record<string, Someone> = {};
const ends: (() => void)[] = [];
let server: SourceServer;
let registry: ReturnType<typeof sourceRegistry>;

beforeAll(async () => {
  server = await sourceServer(
    (_, response) => void response.end(names(10)),
    (end) => void ends.push(end),
  );
  registry = sourceRegistry(ports.db, { now: ports.now }, (end) => void ends.push(end));
  const app = staffApp(ports, sourceDeskRoutes(createSourceDesk(registry)));
  const access = createAccess(ports);
  for (const name of ["fia", "cpb"])
    access.createOrganisation({ name, displayName: name, kind: "partner", categories: ["decency"] }, "test");
  const roles: [string, Role, string | null][] = [
    ["senior", "senior_officer", null],
    ["clerk", "clerk", null],
    ["sealed", "sealed_officer", null],
    ["partner", "partner", "fia"],
  ];
  for (const [name, role, organisation] of roles)
    people[name] = await enrolled(ports, app, `a.${name}`, [role], organisation);
  return () => {
    for (const end of ends) end();
  };
});

async function as(name: string, method: string, path: string, body?: unknown, fresh = true) {
  const person = people[name];
  if (person === undefined) throw new Error(`nobody is called ${name}`);
  if (fresh) await stepUp(ports, person, person.browser);
  return person.browser.call(method, path, body);
}

const ORDER = { authority: "FIA", ground: "decency", category: "decency" };
const made = (name: string, more: object = {}) => ({
  ...{ name, url: `http://lists.example:${server.port}/${name}`, order: ORDER },
  ...more,
});

test("a senior officer makes a source, which is fetched, and others see how it went", async () => {
  const answer = await as("senior", "POST", "/v1/sources", made("one-list", { bounds: { most: 100 } }));
  expect([answer.status, answer.body.bounds.most, answer.body.file.format]).toEqual([201, 100, "plain"]);
  await registry.fetch("one-list");
  const { body } = await as("clerk", "GET", "/v1/sources/one-list");
  expect(body).toMatchObject({ source: { applied: { names: 10 } }, waiting: null });
  expect(body.fetches[0]).toMatchObject({ outcome: "applied", added: 10 });
  expect((await as("senior", "POST", "/v1/sources", made("one-list"))).body.code).toBe("conflict");
  const away = { ...made("other-list"), hosts: ["other.example"] };
  expect((await as("senior", "POST", "/v1/sources", away)).body.code).toBe("source_host");
});

test("a stolen session makes no source and releases nothing", async () => {
  ports.clock.at += 3_600 / 4;
  const answer = await as("senior", "POST", "/v1/sources", made("stolen-list"), false);
  expect([answer.status, answer.body.code]).toEqual([403, "step_up_required"]);
});

test("a quarantined body is looked at, and released by a senior officer with a reason", async () => {
  await as("senior", "POST", "/v1/sources", made("shrunk-list"));
  await registry.fetch("shrunk-list");
  server.serve("last.example\n");
  await registry.fetch("shrunk-list");
  server.serve(names(10));
  const waiting = await as("clerk", "GET", "/v1/sources/shrunk-list/quarantine");
  expect(waiting.body).toMatchObject({ text: "last.example\n", whole: true, fetch: { code: "source_shrunk" } });
  const decision = { fetch: waiting.body.fetch.id, reasons: "Confirmed with the partner." };
  const path = "/v1/sources/shrunk-list/quarantine";
  expect((await as("clerk", "POST", `${path}/release`, decision)).status).toBe(403);
  expect((await as("senior", "POST", `${path}/release`, { ...decision, reasons: "" })).body.code).toBe(
    "order_incomplete",
  );
  const released = await as("senior", "POST", `${path}/release`, decision);
  expect(released.body).toMatchObject({ added: 1, removed: 10 });
  expect((await as("senior", "POST", `${path}/discard`, decision)).body.code).toBe("source_state");
  expect(actions(ports)).toContain("source.released");
});

test("a partner sees its own sources only, and changes none", async () => {
  await as("senior", "POST", "/v1/sources", made("fia-list", { organisation: "fia" }));
  await as("senior", "POST", "/v1/sources", made("cpb-list", { organisation: "cpb" }));
  const { body } = await as("partner", "GET", "/v1/sources");
  expect(body.sources.map((each: { source: { name: string } }) => each.source.name)).toEqual(["fia-list"]);
  expect((await as("partner", "GET", "/v1/sources/cpb-list")).status).toBe(404);
  expect((await as("partner", "PATCH", "/v1/sources/fia-list", { enabled: false })).status).toBe(403);
  const outside = made("far-list", { organisation: "fia", order: { ...ORDER, category: "proxy" } });
  expect((await as("senior", "POST", "/v1/sources", outside)).body.code).toBe("outside_mandate");
});

test("a source is disabled, changed and called by those who may", async () => {
  await as("senior", "POST", "/v1/sources", made("busy-list"));
  expect((await as("senior", "PATCH", "/v1/sources/busy-list", { enabled: false })).body.enabled).toBe(false);
  expect((await as("senior", "POST", "/v1/sources/busy-list/fetch")).body.code).toBe("source_state");
  await as("senior", "PATCH", "/v1/sources/busy-list", { enabled: true });
  expect((await as("senior", "POST", "/v1/sources/busy-list/fetch")).status).toBe(202);
  expect((await as("clerk", "POST", "/v1/sources/busy-list/fetch")).status).toBe(403);
  const { name: _, ...settings } = made("busy-list", { bounds: { shrink: 0.5 } });
  expect((await as("senior", "PUT", "/v1/sources/busy-list", settings)).body.bounds.shrink).toBe(0.5);
});

test("a sealed source is at the sealed desk alone", async () => {
  const order = { ...ORDER, category: "child-abuse" };
  const sealed = made("worst-of", { order, file: { format: "csv", agencies: "agencies" } });
  expect((await as("senior", "POST", "/v1/sources", sealed)).body.code).toBe("forbidden");
  expect((await as("sealed", "POST", "/v1/sealed/sources", made("wrong"))).body.code).toBe("forbidden");
  expect((await as("sealed", "POST", "/v1/sealed/sources", sealed)).status).toBe(201);
  server.serve("<html>sealed-name.example\n");
  await registry.fetch("worst-of");
  server.serve(names(10));
  for (const [who, path] of [
    ["senior", "/v1/sources/worst-of"],
    ["senior", "/v1/sources/worst-of/quarantine?reason=x"],
    ["senior", "/v1/sealed/sources/worst-of"],
    ["clerk", "/v1/sealed/sources"],
  ] as const)
    expect([403, 404]).toContain((await as(who, "GET", path)).status);
  const path = "/v1/sealed/sources/worst-of/quarantine";
  expect((await as("sealed", "GET", path)).body.code).toBe("order_incomplete");
  expect((await as("sealed", "GET", `${path}?reason=to%20tell%20them`)).body.text).toContain("sealed-name");
  const naming = { fetch: registry.fetches("worst-of")[0]?.id, reasons: "sealed-name[.]example is none." };
  for (const step of ["release", "discard"])
    expect((await as("sealed", "POST", `${path}/${step}`, naming)).body.code).toBe("names_sealed_address");
  const decision = { fetch: registry.fetches("worst-of")[0]?.id, reasons: "Let us see." };
  const refused = await as("sealed", "POST", `${path}/release`, decision);
  expect([refused.status, refused.body.code]).toEqual([422, "file_is_html"]);
  expect(JSON.stringify(refused.body)).not.toContain("sealed-name");
});
