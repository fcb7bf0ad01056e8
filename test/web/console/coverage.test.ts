import { expect, test } from "vitest";
import { createAccess } from "../../../src/access/access.ts";
import { SILENT_AFTER } from "../../../src/core/receipt/coverage.ts";
import type { Receipt } from "../../../src/core/receipt/receipt.ts";
import { createSubscribers } from "../../../src/distribute/receipts/subscribers.ts";
import { commitRelease, markPublished } from "../../../src/storage/releases.ts";
import { accessPorts } from "../../fixtures/access.ts";
import { consoleApp } from "../../fixtures/console-app.ts";

const identityOf = (release: number): string => String(release).repeat(64).slice(0, 64);

/** Providers that say what they have in force, and the board's pages. */
function coverageConsole() {
  const ports = accessPorts();
  const subscribers = createSubscribers(ports);
  const app = consoleApp(ports, { coverage: subscribers.coverage });
  const access = createAccess(ports);
  return {
    ...app,
    ports,
    publish(number: number): void {
      const publishedAt = ports.clock.at;
      const lists = { general: { entries: 9, identity: identityOf(number) } };
      const row = { number, previous: number - 1, watermark: 0, publishedAt, lists, manifestSha256: "0".repeat(64) };
      commitRelease(ports.db, { ...row, state: "committed" });
      markPublished(ports.db, number, publishedAt);
    },
    /** Another provider; call what it gives to have it send a receipt now. */
    provider(name: string, displayName: string) {
      access.createOrganisation({ name, displayName, kind: "subscriber", categories: [] }, "test");
      const { id } = access.issueToken({ organisation: name, label: `resolver of ${name}` }, "test");
      const { id: organisation } = access.organisations().find((one) => one.name === name) ?? { id: 0 };
      return (release: number, more: Partial<Receipt> = {}) =>
        subscribers.takeReceipt(
          { organisation, token: id, actor: `${name}#${id}` },
          receipt(release, ports.clock.at, more),
        );
    },
  };
}

function receipt(release: number, at: number, more: Partial<Receipt>): Receipt {
  const tally = { carried: 6, covered: 0, narrowed: 0, rejected: { url_scope: 2, "odd-reason": 1 }, unpassed: 0 };
  return {
    ...{ format: "hifazat-receipt/1", list: "general", release, identity: identityOf(release), entries: 9 },
    ...{ pinned: false, at: new Date(at * 1_000).toISOString() },
    outputs: [
      { name: "rpz", format: "rpz", applied: true, code: null, tally },
      { name: "squid", format: "squid", applied: false, code: "hook_failed", tally: null },
    ],
    allow: { lines: 1, leftOut: 1, passes: 0, sha256: "0".repeat(64) },
    ...more,
  };
}

test("the board says who is where, who is silent, what was not applied and how long a release took", async () => {
  const { ports, person, publish, provider } = coverageConsole();
  const one = provider("isp-one", "Provider One");
  const two = provider("isp-two", "Provider Two");
  provider("isp-three", "Provider Three");
  publish(1);
  ports.clock.at += 20;
  one(1);
  two(1);
  ports.clock.at += SILENT_AFTER + 3_600;
  publish(2);
  ports.clock.at += 45;
  one(2);
  const officer = await person("o.ayesha", ["officer"]);
  const { html } = await officer.get("/console/coverage");
  expect(html).toContain("The newest release is 2");
  const row = (name: string): string => html.split("<tr").find((part) => part.includes(`${name}</bdi></a>`)) ?? "";
  expect(row("Provider One")).toMatch(/Newest release.*>2<.*2: paths, which this format cannot express/);
  expect(row("Provider One")).toMatch(/1: <bdi dir="ltr">odd-reason/);
  expect(row("Provider Two")).toMatch(/Silent.*>1<.*1 release, .*25 hours ago/s);
  expect(row("Provider Three")).toContain("Never heard of");
  expect(html).toContain("How long release 2 took");
  expect(html).toMatch(/Half of them within<\/dt><dd[^>]*>45 seconds/);
  expect(html).toMatch(/up to 1 minute<\/th><td[^>]*>1</);
  expect(html).not.toContain("style=");
  const first = (await officer.get("/console/coverage?release=1")).html;
  expect(first).toContain("up to 30 seconds");
  expect(first).toMatch(/Providers that applied it<\/dt><dd[^>]*>2</);
  const unknown = await officer.get("/console/coverage?release=9");
  expect([unknown.status, unknown.html.includes('href="#release"')]).toEqual([400, true]);
  expect(unknown.html).toContain("There is no release 9.");

  const own = (await officer.get("/console/coverage/isp-one", { "accept-language": "ur" })).html;
  expect(own).toMatch(/lang="ur" dir="rtl".*resolver of isp-one/);
  expect((await officer.get("/console/coverage/nobody")).status).toBe(404);
});

test("a list that we did not publish is named first", async () => {
  const { person, publish, provider } = coverageConsole();
  const one = provider("isp-one", "Provider One");
  publish(1);
  one(1, { identity: "f".repeat(64) });
  const { html } = await (await person("q.auditor", ["auditor"])).get("/console/coverage");
  expect(html).toContain("1 enforce a list that we did not publish.");
  expect(html).toContain("another than published");
});

test("the board of the sealed list tells nobody how much of it there is", async () => {
  const { person, publish, provider } = coverageConsole();
  const one = provider("isp-one", "Provider One");
  publish(1);
  one(1, { list: "sealed" });
  const auditor = await person("q.auditor", ["auditor"]);
  for (const path of ["/console/coverage?list=sealed", "/console/coverage/isp-one?list=sealed"]) {
    const { html } = await auditor.get(path);
    expect(html).toContain("Provider One");
    expect(html).not.toMatch(/cannot express|odd-reason/);
  }
});

test("only who may read coverage is shown the way to it", async () => {
  const { person } = coverageConsole();
  for (const role of ["clerk", "officer", "senior_officer", "auditor", "administrator"] as const)
    expect((await (await person(`x.${role.slice(0, 5)}`, [role])).get("/console/coverage")).status).toBe(200);
  const sealed = await person("c.sealed", ["sealed_officer"]);
  expect((await sealed.get("/console/coverage")).status).toBe(403);
  expect((await sealed.get("/console/account")).html).not.toContain('href="/console/coverage"');
});
