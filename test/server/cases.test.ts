import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createAccess } from "../../src/access/access.ts";
import { createPublicApi } from "../../src/api/app.ts";
import type { Observer, PublicDeps } from "../../src/api/deps.ts";
import { createStaffApi } from "../../src/api/staff.ts";
import { openCases } from "../../src/cli/registry-cases.ts";
import { PECA } from "../../src/core/ground.ts";
import { DEFAULT_PERIODS } from "../../src/core/order/period.ts";
import { parseConfig } from "../../src/runtime/config.ts";
import { accessPorts, SITE } from "../fixtures/access.ts";
import { temporaryFolder } from "../publish/registry.ts";

/** All halves as the composition root joins them; no release is published yet. */
function whole() {
  const data = temporaryFolder();
  const counted: [string, number][] = [];
  const observe: Observer = {
    request: (route, status) => void counted.push([route, status]),
    lookups: () => {},
    failed: (_, error) => {
      throw error;
    },
  };
  const access = accessPorts();
  const accounts = createAccess(access);
  const app = createPublicApi({ answers: () => undefined, observe } as unknown as PublicDeps);
  const { authenticate } = accounts;
  const guard = { site: SITE, authenticate, clientAddress: () => "192.0.2.1", now: access.now };
  app.route("/", createStaffApi({ ...guard, observe, accounts }));
  const mailbox = { folder: data, category: "decency" as const };
  const cases = openCases({
    ...{ db: access.db, data, limits: access.limits, periods: DEFAULT_PERIODS, usual: PECA, now: access.now },
    settings: { ...parseConfig("", "hifazat.toml", data).cases, mailbox },
    judge: async () => () => ({ kind: "pass" }),
  });
  cases.mount(app, guard, observe);
  const ask = (method: string, path: string, body?: object) =>
    app.request(`https://registry.example${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
  return { ask, counted, cases, data, access };
}

test("complaints_and_appeals_stand_beside_the_rest_which_is_as_it_was", async () => {
  const { ask, counted } = whole();
  const sent = await ask("POST", "/v1/complaints", { category: "decency", addresses: ["a.example"] });
  expect(sent.status).toBe(201);
  expect((await ask("POST", "/v1/appeals", { url: "a.example" })).status).toBe(201);
  expect((await ask("GET", "/v1/cases/complaints")).status).toBe(401);
  expect((await ask("GET", "/v1/accounts")).status).toBe(401);
  expect((await ask("GET", "/v1/lookup?url=a.example")).status).toBe(503);
  expect((await ask("GET", "/v1/nothing")).status).toBe(404);
  expect((await ask("GET", "/v1/complaints")).headers.get("allow")).toBe("POST, OPTIONS");
  expect(counted.map(([route]) => route)).toEqual([
    "/v1/complaints",
    "/v1/appeals",
    "/v1/cases/complaints",
    "/v1/accounts",
    "/v1/lookup",
    "unmatched",
    "unmatched",
  ]);
});

test("one_document_describes_them", async () => {
  const { ask } = whole();
  const { paths } = await (await ask("GET", "/openapi.json")).json();
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining([
      "/v1/challenge",
      "/v1/complaints/{reference}",
      "/v1/appeals/{reference}",
      "/v1/cases/sealed-complaints/{reference}/reveal",
      "/v1/cases/appeals/{reference}/confirm",
    ]),
  );
  expect(paths["/v1/complaints"].post.requestBody.content).toHaveProperty("application/json");
});

test("jobs_take_in_mail_and_watch_the_clocks", async () => {
  const { cases, data, access } = whole();
  writeFileSync(join(data, "1.eml"), "From: a@people.example\r\nSubject: x\r\n\r\nhttps://a.example/page\r\n");
  const run = (name: string) => cases.jobs.find((job) => job.name === name)?.run();
  expect(await run("complaints by mail")).toMatch(/^1 complaints/);
  expect(await run("complaints by mail")).toBeUndefined();
  expect(await run("clocks and settled cases")).toBeUndefined();
  access.clock.at += 36 * 3_600;
  expect(await run("clocks and settled cases")).toBe("0 cases settled, 1 clocks told");
  expect(cases.jobs.map(({ name }) => name)).not.toContain("mail");
});
