import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createGuardDesk } from "../../../src/intake/guard-desk.ts";
import { explain } from "../../../src/intake/reasons.ts";
import { accessPorts } from "../../fixtures/access.ts";
import { consoleApp } from "../../fixtures/console-app.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hifazat-guard-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function guardConsole(popular: readonly string[]) {
  const ports = accessPorts();
  const fetch = () => Promise.reject(new Error("no network"));
  const { db, now } = ports;
  const guards = createGuardDesk({
    db,
    configured: { popular },
    options: { cache: join(folder, "cache"), fetch },
    now,
  });
  return consoleApp(ports, { guards, orders: { explain } as never });
}

test("anybody of the registry asks what the guards make of a name and reads which rule says so", async () => {
  const file = join(folder, "top.txt");
  writeFileSync(file, ".famous.example\nnot a name!\n");
  const app = guardConsole([file]);
  const clerk = await app.person("c.kamran", ["clerk"]);
  const ask = async (name: string, language = "en") =>
    (await clerk.get(`/console/guard?name=${encodeURIComponent(name)}`, { "accept-language": language })).html;
  const held = await ask("hxxps://www.famous[.]example/");
  for (const text of ["Held for a senior officer", "www[.]famous[.]example", "is listed with everything below it"])
    expect([text, held.includes(text)]).toEqual([text, true]);
  expect(held).not.toContain("www.famous.example<");
  expect(await ask("pta.gov.pk")).toContain("on the protected list");
  expect(await ask("unheard-of.example")).toContain("No list speaks about it.");
  expect(await ask("com.pk", "ur")).toContain("عوامی لاحقہ");
  // What is loaded: how many names, from where, and what of it is no name.
  expect(held).toContain(file);
  expect(held).toMatch(/<td[^>]*>1<\/td>.*Up to date.*<td[^>]*>1<\/td>/s);
  const empty = await clerk.get("/console/guard?name=+");
  expect([empty.status, empty.html.includes('href="#name"')]).toEqual([422, true]);
  expect(app.unexpected).toEqual([]);
});

test("a guard list that cannot be read is said to be missing, and no verdict is given without it", async () => {
  const app = guardConsole([join(folder, "nowhere.txt")]);
  const administrator = await app.person("e.adm", ["administrator"]);
  const { status, html } = await administrator.get("/console/guard?name=famous.example");
  expect([status, html.includes("nothing is accepted"), html.includes("Passes")]).toEqual([200, true, false]);
});

test("the guard lists are for the registry's own people", async () => {
  const app = guardConsole([]);
  app.accounts.createOrganisation({ name: "fia", displayName: "FIA", kind: "partner", categories: ["decency"] }, "t");
  for (const [role, organisation] of [
    ["partner", "fia"],
    ["sealed_officer", null],
  ] as const) {
    const person = await app.person(`x.${role.slice(0, 4)}`, [role], organisation);
    expect([role, (await person.get("/console/guard")).status]).toEqual([role, 403]);
    expect((await person.get("/console/account")).html).not.toContain('href="/console/guard"');
  }
});
