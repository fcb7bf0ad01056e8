import { describe, expect, test } from "vitest";
import { createAccess } from "../../../src/access/access.ts";
import { subscriberRoutes } from "../../../src/api/coverage/staff.ts";
import { SILENT_AFTER } from "../../../src/core/receipt/coverage.ts";
import type { Receipt } from "../../../src/core/receipt/receipt.ts";
import { createSubscribers } from "../../../src/distribute/receipts/subscribers.ts";
import { commitRelease, markPublished } from "../../../src/storage/releases.ts";
import { accessPorts, auditRows, enrolled, staffApp } from "../../fixtures/access.ts";
import { NOW } from "../../fixtures/orders.ts";

const identityOf = (release: number): string => String(release).repeat(64).slice(0, 64);

function registry() {
  const ports = accessPorts();
  const app = staffApp(ports, subscriberRoutes(createSubscribers(ports)));
  const access = createAccess(ports);
  const call = async (method: string, path: string, token: string | undefined, body?: unknown) => {
    const response = await app.request(`https://registry.example${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json(), response };
  };
  const subscriber = (name: string): string => {
    access.createOrganisation({ name, displayName: name, kind: "subscriber", categories: [] }, "test");
    return access.issueToken({ organisation: name, label: "resolver" }, "test").token;
  };
  /** Publishes the next release now. */
  const publish = (number: number): void => {
    const at = ports.clock.at;
    const lists = { general: { entries: 1, identity: identityOf(number) } };
    const row = { number, previous: number - 1, watermark: 0, publishedAt: at, lists, manifestSha256: "0".repeat(64) };
    commitRelease(ports.db, { ...row, state: "committed" });
    markPublished(ports.db, number, at);
  };
  const send = (token: string, release: number, more: Partial<Receipt> = {}) =>
    call("POST", "/v1/receipts", token, receipt(release, ports.clock.at, more));
  return { ports, access, app, call, subscriber, publish, send };
}

function receipt(release: number, at: number, more: Partial<Receipt> = {}): Receipt {
  return {
    format: "hifazat-receipt/1",
    list: "general",
    release,
    identity: identityOf(release),
    entries: 1,
    pinned: false,
    at: new Date(at * 1_000).toISOString(),
    outputs: [
      {
        name: "rpz",
        format: "rpz",
        applied: true,
        code: null,
        tally: { carried: 9, covered: 0, narrowed: 0, rejected: { url_scope: 2, too_long: 1 }, unpassed: 0 },
      },
      { name: "squid", format: "squid", applied: false, code: "hook_failed", tally: null },
    ],
    allow: { lines: 1, leftOut: 1, passes: 0, sha256: "0".repeat(64) },
    ...more,
  };
}

const stored = ({ ports }: ReturnType<typeof registry>): number =>
  Number(ports.db.sqlite.prepare("SELECT count(*) FROM receipts").pluck().get());

describe("a receipt", () => {
  test("is stored with what it says, and sent again changes nothing", async () => {
    const all = registry();
    const token = all.subscriber("isp-one");
    all.publish(1);
    expect(await all.send(token, 1)).toMatchObject({ status: 201, body: { identity: "right" } });
    expect(await all.send(token, 1)).toMatchObject({ status: 200, body: { identity: "right" } });
    expect(stored(all)).toBe(1);
    const [seen] = (await all.call("GET", "/v1/coverage", token)).body.subscribers;
    expect(seen).toMatchObject({ name: "isp-one", state: "current", release: 1, identity: "right" });
    expect(seen.agents).toMatchObject([
      { failedOutputs: 1, leftOut: { url_scope: 2, too_long: 1 }, allowed: { lines: 1, leftOut: 1, passes: 0 } },
    ]);
  });

  test("with another identity than was published is kept, flagged and in the audit log", async () => {
    const all = registry();
    const token = all.subscriber("isp-one");
    all.publish(1);
    expect((await all.send(token, 1, { identity: "f".repeat(64) })).body).toEqual({ identity: "wrong" });
    expect((await all.send(token, 7)).body).toEqual({ identity: "unknown" });
    expect(stored(all)).toBe(2);
    expect(auditRows(all.ports).filter(({ action }) => action === "receipt.wrong_identity")).toHaveLength(1);
    expect((await all.call("GET", "/v1/coverage", token)).body.subscribers[0].identity).toBe("unknown");
  });

  test("cannot be changed or removed, not even in the database", async () => {
    const all = registry();
    await all.send(all.subscriber("isp-one"), 1);
    const run = (sql: string) => () => all.ports.db.sqlite.prepare(sql).run();
    expect(run("UPDATE receipts SET release = 9")).toThrow(/append-only/);
    expect(run("DELETE FROM receipts")).toThrow(/append-only/);
    expect(run("INSERT OR REPLACE INTO receipts SELECT * FROM receipts")).toThrow(/append-only/);
  });

  test.each([
    ["a name in place of a reason", { outputs: [{ ...receipt(1, NOW).outputs[0], code: "blocked.example" }] }],
    ["a member nobody knows", { names: ["blocked.example"] }],
    ["more outputs than anybody has", { outputs: Array(65).fill(receipt(1, NOW).outputs[0]) }],
    ["a release that is none", { release: 0 }],
    ["an identity that is none", { identity: "abc" }],
    ["a time that is none", { at: "yesterday" }],
    ["another format", { format: "hifazat-receipt/2" }],
  ])("with %s is refused and nothing is stored", async (_, more) => {
    const all = registry();
    const answer = await all.send(all.subscriber("isp-one"), 1, more as Partial<Receipt>);
    expect(answer).toMatchObject({ status: 400, body: { code: "bad_request" } });
    expect(JSON.stringify(answer.body)).not.toContain("blocked.example");
    expect(stored(all)).toBe(0);
  });

  test("of more bytes than any has is refused before it is read", async () => {
    const all = registry();
    const body = { ...receipt(1, NOW), padding: "x".repeat(40_000) };
    const headers = { authorization: `Bearer ${all.subscriber("isp-one")}`, "content-type": "application/json" };
    const request = { method: "POST", headers, body: JSON.stringify(body) };
    const response = await all.app.request("https://registry.example/v1/receipts", request);
    expect(response.status).toBe(413);
  });

  test("floods are refused with a time to come back, and what was sent before is still taken as known", async () => {
    const all = registry();
    const token = all.subscriber("isp-one");
    const insert = all.ports.db.sqlite.prepare(
      "INSERT INTO receipts (organisation_id, token_id, digest, received_at, applied_at, list, release, verdict, pinned, body) VALUES (1, 1, ?, ?, ?, 0, 1, 'right', 0, '{}')",
    );
    expect((await all.send(token, 1)).status).toBe(201);
    for (let n = 0; n < 239; n++) insert.run(String(n), NOW, NOW);
    const refused = await all.send(token, 2);
    expect(refused).toMatchObject({ status: 429, body: { code: "rate_limited" } });
    expect(Number(refused.response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await all.send(token, 1)).status).toBe(200);
  });
});

describe("who may", () => {
  test("a suspended and an unknown subscriber are told so, and nothing is stored", async () => {
    const all = registry();
    const token = all.subscriber("isp-one");
    all.access.changeOrganisation("isp-one", { suspended: true }, "admin");
    expect(await all.send(token, 1)).toMatchObject({ status: 403, body: { code: "suspended" } });
    expect(await all.send(`hft_${"a".repeat(43)}`, 1)).toMatchObject({
      status: 401,
      body: { code: "unauthenticated" },
    });
    expect(await all.call("POST", "/v1/receipts", undefined, receipt(1, NOW))).toMatchObject({ status: 401 });
    expect(stored(all)).toBe(0);
  });

  test("a token that was not made for receipts sends none, a partner's neither", async () => {
    const all = registry();
    all.subscriber("isp-one");
    const pull = all.access.issueToken({ organisation: "isp-one", label: "pull", actions: ["list.pull"] }, "test");
    all.access.createOrganisation(
      { name: "fia", displayName: "FIA", kind: "partner", categories: ["decency"] },
      "test",
    );
    const partner = all.access.issueToken({ organisation: "fia", label: "portal" }, "test");
    for (const { token } of [pull, partner])
      expect(await all.send(token, 1)).toMatchObject({ status: 403, body: { code: "forbidden" } });
  });

  test("a subscriber sees itself alone, staff see all", async () => {
    const all = registry();
    const [one] = [all.subscriber("isp-one"), all.subscriber("isp-two")];
    const names = (body: { subscribers: { name: string }[] }) => body.subscribers.map(({ name }) => name);
    expect(names((await all.call("GET", "/v1/coverage", one)).body)).toEqual(["isp-one"]);
    const auditor = await enrolled(all.ports, all.app, "auditor", ["auditor"]);
    expect(names((await auditor.browser.call("GET", "/v1/coverage")).body)).toEqual(["isp-one", "isp-two"]);
  });
});

describe("coverage", () => {
  test("counts who is current, behind, pinned, silent, suspended and unheard of, with the lag", async () => {
    const all = registry();
    const names = ["behind", "current", "never", "pinned", "silent", "suspended"];
    const tokens = Object.fromEntries(names.map((name) => [name, all.subscriber(`isp-${name}`)]));
    const of = (name: string): string => tokens[name] ?? "";
    all.publish(1);
    await all.send(of("silent"), 1);
    all.ports.clock.at += SILENT_AFTER;
    for (const name of ["behind", "suspended"]) await all.send(of(name), 1);
    await all.send(of("pinned"), 1, { pinned: true });
    all.publish(2);
    all.ports.clock.at += 7;
    await all.send(of("current"), 2);
    all.publish(3);
    await all.send(of("current"), 3);
    all.access.changeOrganisation("isp-suspended", { suspended: true }, "admin");
    all.ports.clock.at += 60;

    const auditor = await enrolled(all.ports, all.app, "auditor", ["auditor"]);
    const { body } = await auditor.browser.call("GET", "/v1/coverage?release=2");
    const states = Object.fromEntries(
      body.subscribers.map((one: { name: string; state: string }) => [one.name, one.state]),
    );
    expect(states).toEqual(Object.fromEntries(names.map((name) => [`isp-${name}`, name])));
    expect(body.counts).toEqual({
      behind: 1,
      current: 1,
      never: 1,
      pinned: 1,
      silent: 1,
      suspended: 1,
      wrongIdentity: 0,
    });
    const behind = body.subscribers.find(({ name }: { name: string }) => name === "isp-behind");
    expect(behind).toMatchObject({ release: 1, lagReleases: 2, silentSince: null });
    // Release 2 came out 67 seconds before the auditor began to sign in.
    expect(behind.lagSeconds).toBe(Date.parse(body.at) / 1_000 - NOW - SILENT_AFTER);
    expect(body.lag).toMatchObject({ release: 2, applied: 1, waiting: 4, median: 7, p99: 7, longest: 7 });
    expect(body.lag.histogram.filter(({ count }: { count: number }) => count > 0)).toEqual([{ upTo: 10, count: 1 }]);
    expect(await auditor.browser.call("GET", "/v1/coverage?release=9")).toMatchObject({ status: 404 });
  });

  test("a subscriber with two resolvers is as far as the slower one, until its token is revoked", async () => {
    const all = registry();
    const fast = all.subscriber("isp-one");
    const slow = all.access.issueToken({ organisation: "isp-one", label: "Quetta" }, "test");
    all.publish(1);
    for (const token of [fast, slow.token]) await all.send(token, 1);
    all.publish(2);
    await all.send(fast, 2);
    const now = async () => (await all.call("GET", "/v1/coverage", fast)).body;
    expect((await now()).subscribers).toMatchObject([{ state: "behind", release: 1, lagReleases: 1 }]);
    expect((await now()).lag).toMatchObject({ applied: 0, waiting: 1 });
    all.access.revokeToken(slow.id, "admin");
    expect((await now()).subscribers).toMatchObject([{ state: "current", release: 2 }]);
    expect((await now()).lag).toMatchObject({ applied: 1, waiting: 0 });
  });

  test("a subscriber's clock that is ahead makes nothing negative and nothing later than its arrival", async () => {
    const all = registry();
    const token = all.subscriber("isp-one");
    all.publish(1);
    all.ports.clock.at += 5;
    await all.send(token, 1, { at: new Date((NOW + 86_400) * 1_000).toISOString() });
    const ahead = (await all.call("GET", "/v1/coverage", token)).body;
    expect(ahead.lag).toMatchObject({ applied: 1, longest: 5 });
  });
});
