import { randomInt } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createAccess } from "../../../src/access/access.ts";
import { auditRoutes } from "../../../src/api/audit/audit.ts";
import { createPublicCases } from "../../../src/api/cases/public.ts";
import { caseRoutes } from "../../../src/api/cases/staff.ts";
import { subscriberRoutes } from "../../../src/api/coverage/staff.ts";
import { entrySearchRoutes } from "../../../src/api/entry-search/entry-search.ts";
import { orderDeskRoutes } from "../../../src/api/orders/order-desk.ts";
import { releaseDeskRoutes } from "../../../src/api/releases/staff.ts";
import { sourceDeskRoutes } from "../../../src/api/sources/staff.ts";
import { createStaffApi, staffApi } from "../../../src/api/staff.ts";
import { monthlyStatisticsRoutes } from "../../../src/api/statistics-months/statistics-months.ts";
import { openRecords } from "../../../src/cli/registry-records.ts";
import type { SessionCaller } from "../../../src/core/access/caller.ts";
import { ROLES } from "../../../src/core/access/role.ts";
import { defaultGuardRules } from "../../../src/core/guard/defaults/default-rules.ts";
import { buildGuardLists } from "../../../src/core/guard/guard-lists.ts";
import { DEFAULT_HELPLINES } from "../../../src/core/helpline.ts";
import { DEFAULT_PERIODS } from "../../../src/core/order/period.ts";
import { createSubscribers } from "../../../src/distribute/receipts/subscribers.ts";
import { createAppealIntake } from "../../../src/intake/appeals/appeal-intake.ts";
import { createComplaintIntake } from "../../../src/intake/complaints/intake.ts";
import { createProofOfWork } from "../../../src/intake/complaints/proof-of-work.ts";
import { guardedNames } from "../../../src/intake/desk/collateral.ts";
import { doJob } from "../../../src/intake/desk/jobs.ts";
import { createOrderIntake } from "../../../src/intake/desk/order-intake.ts";
import type { RunJob } from "../../../src/intake/desk/thread.ts";
import type { SourcePorts } from "../../../src/intake/sources/ports.ts";
import { quarantine } from "../../../src/intake/sources/quarantine.ts";
import { addSource } from "../../../src/intake/sources/register.ts";
import { createSourceDesk } from "../../../src/intake/sources/source-desk.ts";
import { takeBody } from "../../../src/intake/sources/take-body.ts";
import { createReleaseDesk } from "../../../src/publish/release-desk.ts";
import { createAppealDesk } from "../../../src/review/appeals/appeal-desk.ts";
import { createComplaintDesk } from "../../../src/review/complaints/desk.ts";
import { createOrderReview } from "../../../src/review/order-review.ts";
import { nextRun } from "../../../src/runtime/next-run.ts";
import { onTimeRates } from "../../../src/storage/cases/on-time.ts";
import { verifyAudit } from "../../../src/storage/verify-audit.ts";
import { accessPorts, SITE } from "../../fixtures/access.ts";
import { type CaseFixture, caseFixture, complain } from "../../fixtures/cases.ts";
import { approved, receive } from "../../fixtures/orders.ts";
import { testApi } from "../../fixtures/public-api.ts";
import { newRegistry } from "../../publish/registry.ts";

/** 2100-01-01, in seconds. */
const FOREVER = 4_102_444_800;

/** A source of either list, each with a body that waits. They are never fetched here: nothing asks for what is due. */
async function someSources(cases: CaseFixture, folder: string): Promise<SourcePorts> {
  const { db, seal, deskMail, now, judge } = cases;
  const take: SourcePorts["take"] = (work) => takeBody(db, judge, work, now());
  const ports = { db, seal, deskMail, now, folder, take, nextRun, periods: DEFAULT_PERIODS };
  mkdirSync(folder);
  for (const [name, category] of [
    ["fia-list", "decency"],
    ["worst-of", "child-abuse"],
  ] as const) {
    const order = { authority: "FIA", ground: "decency", category };
    const source = addSource(ports, { name, url: "https://lists.example/x", order }, null, "test");
    const path = join(folder, name);
    writeFileSync(path, "a.example\n");
    const body = { path, sha256: "0".repeat(64), bytes: 10, validators: source.validators, flaw: null };
    quarantine(db, source, { body, by: "test" }, "source_shrunk", null, now());
  }
  return ports;
}

/**
 * Every route of a serving registry in this process, on one database with something of everything in it, asked by somebody
 * who may do everything.
 */
export async function wholeApp() {
  const { root, db, publishing } = await newRegistry();
  const ports = { ...accessPorts(), db };
  const { now } = ports;
  const accounts = createAccess(ports);
  accounts.createAccount({ name: "a.khan", displayName: "A. Khan", roles: ["officer"], organisation: null }, "test");
  accounts.createOrganisation({ name: "fia", displayName: "FIA", kind: "partner", categories: ["decency"] }, "test");
  accounts.createOrganisation({ name: "isp", displayName: "ISP", kind: "subscriber", categories: [] }, "test");
  accounts.issueToken({ organisation: "fia", label: "test" }, "test");
  const standing = approved(db, ["a.example", "b.example/page"]);
  const draft = receive(db, ["c.example"], { number: "PTA/2026/2" });
  const base = caseFixture({}, db);
  const work = { rounds: 1, attempts: { least: 1, most: 2 } };
  const proof = createProofOfWork(base.seal.proofSecret, ports.limits, now, randomInt, work);
  const cases = { ...base, limits: ports.limits, now, proof };
  const complaint = await complain(cases, ["d.example"]);

  const lists = buildGuardLists(defaultGuardRules());
  const names = guardedNames(lists);
  const run: RunJob = (job, onProgress) => doJob({ db, guards: async () => ({ lists, names }) }, job, onProgress);
  const folder = join(root, "incoming");
  const orders = {
    ...createOrderReview({ db, database: null, periods: DEFAULT_PERIODS, now }),
    ...createOrderIntake({ db, folder, bulk: run, quick: run, now }),
  };
  const releases = createReleaseDesk({ db, publishing, limits: { share: 0.5, floor: 1_000 } });
  await releases.publishNow("a.khan");
  const records = { ...openRecords(db, "", now), verifyAudit: async () => verifyAudit(db) };
  const clearanceSeconds = DEFAULT_PERIODS.clearance;

  const caller: SessionCaller = {
    ...{ kind: "session", actor: "a.khan", account: 1, name: "a.khan", displayName: "A. Khan", roles: ROLES },
    ...{ organisation: null, session: "s1", stage: "full", csrf: "csrf" },
    ...{ expiresAt: FOREVER, steppedUpUntil: FOREVER },
  };
  const { app, seen } = testApi([]);
  const observe = {
    request: () => {},
    lookups: () => {},
    failed: (_: string, error: unknown) => void failures.push(error),
  };
  const failures: unknown[] = [];
  const guard = { site: SITE, authenticate: () => caller, clientAddress: () => "192.0.2.1", now, observe };
  app.route("/", createStaffApi({ ...guard, accounts }));
  app.route("/", staffApi(guard, [...orderDeskRoutes(orders), ...releaseDeskRoutes(releases)]));
  app.route("/", staffApi(guard, subscriberRoutes(createSubscribers({ db, now }))));
  const sources = await someSources(base, join(root, "sources"));
  app.route("/", staffApi(guard, sourceDeskRoutes(createSourceDesk(sources))));
  app.route("/", staffApi(guard, [entrySearchRoutes(records), auditRoutes(records), monthlyStatisticsRoutes(records)]));
  const desks = {
    complaints: createComplaintDesk({ ...cases, judge: async () => cases.judge }),
    appeals: createAppealDesk({ ...cases, clearanceSeconds }),
    clocks: { onTime: (from: number, until: number) => onTimeRates(db, from, until, now()) },
  };
  app.route(
    "/",
    createPublicCases({
      ...guard,
      helplines: DEFAULT_HELPLINES,
      complaints: createComplaintIntake(cases),
      appeals: createAppealIntake(cases),
    }),
  );
  app.route("/", staffApi(guard, caseRoutes(desks)));
  const known = [
    `o${standing.id}`,
    `o${draft.id}`,
    complaint.complaint.reference,
    "e1",
    "fia-list",
    "worst-of",
    "t1",
    "a.khan",
    "fia",
    "1",
    "withdraw",
  ];
  return { app, db, failures: () => [...failures, ...seen.failures], known };
}
