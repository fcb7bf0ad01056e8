import { join } from "node:path";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Logger } from "pino";
import { fetch } from "undici";
import { createAccess } from "../access/access.ts";
import { openAccess } from "../access/open-access.ts";
import { auditRoutes } from "../api/audit/audit.ts";
import { subscriberRoutes } from "../api/coverage/staff.ts";
import type { PublicDeps } from "../api/deps.ts";
import { entrySearchRoutes } from "../api/entry-search/entry-search.ts";
import { orderDeskRoutes } from "../api/orders/order-desk.ts";
import { releaseDeskRoutes } from "../api/releases/staff.ts";
import { sourceDeskRoutes } from "../api/sources/staff.ts";
import { createStaffApi, staffApi } from "../api/staff.ts";
import { monthlyStatisticsRoutes } from "../api/statistics-months/statistics-months.ts";
import { waitForWrites } from "../api/wait-for-writes.ts";
import { siteAt } from "../core/access/site.ts";
import { type SiteSettings, siteSettings } from "../core/site-settings.ts";
import { createSubscribers } from "../distribute/receipts/subscribers.ts";
import { createOrderIntake } from "../intake/desk/order-intake.ts";
import { openDeskThread } from "../intake/desk/thread.ts";
import { createGuardDesk } from "../intake/guard-desk.ts";
import { askGuard, readGuards } from "../intake/open-guard.ts";
import { createSourceDesk } from "../intake/sources/source-desk.ts";
import { dataFolder } from "../publish/data-folder.ts";
import { openPublishing } from "../publish/publishing.ts";
import { createReleaseDesk } from "../publish/release-desk.ts";
import { createOrderReview } from "../review/order-review.ts";
import { loadConfig } from "../runtime/config.ts";
import { startJobs } from "../runtime/jobs.ts";
import type { Gauges } from "../runtime/metrics.ts";
import type { SharedParts } from "../serve/public-app.ts";
import { openDatabase } from "../storage/database.ts";
import { createConsole } from "../web/console/app.ts";
import { createSiteCases } from "../web/site/cases-app.tsx";
import { coverageGauges } from "./coverage-gauges.ts";
import { guardListCache } from "./data-option.ts";
import { openCases } from "./registry-cases.ts";
import { registryJobs } from "./registry-jobs.ts";
import { openRecords } from "./registry-records.ts";
import { openSources, sourceJob } from "./registry-sources.ts";
import { startStoreFeeds, storeGauges } from "./registry-stores.ts";
import { sourceGauges } from "./source-gauges.ts";
import { subscribersOnly } from "./subscribers-only.ts";

/** The half of a server that has the database: what staff and organisations use, and the jobs. */
export type Registry = {
  /** Adds its routes to the public half. */
  readonly mount: (app: OpenAPIHono, parts: SharedParts) => void;
  /** What its metrics add, read whenever somebody looks. */
  readonly gauges: () => Promise<Gauges>;
  /** Undefined unless the configuration restricts the list to subscribers. */
  readonly pullRefusal: PublicDeps["pullRefusal"];
  /** What the public pages tell of the configuration. */
  readonly settings: SiteSettings;
  readonly close: () => Promise<void>;
};

/**
 * How long an answer may wait for another process's transaction, in milliseconds: SQLite waits by blocking the thread,
 * and a server has lookups to answer meanwhile. Afterwards the caller is told to try again.
 */
const SERVER_BUSY_MS = 1_000;

const clientAddress = (c: Parameters<typeof getConnInfo>[0]): string => getConnInfo(c).remote.address ?? "";

export function openRegistry(data: string, logger: Logger): Registry {
  const config = loadConfig(data);
  const db = openDatabase(dataFolder(data).database, SERVER_BUSY_MS);
  const site = siteAt(config.site.origin);
  const ports = openAccess(db, data, site);
  const accounts = createAccess(ports);
  const { database } = dataFolder(data);
  const setting = { database, guard: config.guard, guardCache: guardListCache(data) };
  const bulk = openDeskThread(setting);
  const quick = openDeskThread(setting);
  const { now } = ports;
  const settings = siteSettings(config.cases.clocks, config.cases.helplines, config.periods);
  const orders = {
    ...createOrderReview({ db, database, periods: config.periods, usual: config.law, now }),
    // Not under staging: the publisher empties that.
    ...createOrderIntake({ db, folder: join(data, "incoming"), bulk: bulk.run, quick: quick.run, now }),
  };
  const subscribers = createSubscribers({ db, now });
  const cases = openCases({
    db,
    data,
    limits: ports.limits,
    periods: config.periods,
    usual: config.law,
    settings: config.cases,
    judge: async () => {
      const { lists } = await readGuards(config.guard, { cache: guardListCache(data), fetch });
      return askGuard(db, lists, now());
    },
    now,
  });
  const publishing = {
    ...openPublishing(data, db, settings),
    // Crash window: the release is out and nobody is told; the job does it in its next round.
    notify: () => jobs.begin(cases.settling),
  };
  const releases = createReleaseDesk({ db, publishing, limits: config.batch });
  const guards = createGuardDesk({
    db,
    configured: config.guard,
    options: { cache: guardListCache(data), fetch },
    now,
  });
  const records = openRecords(db, database, now);
  const { deskMail } = config.cases;
  const sources = openSources({
    ...{ db, data, seal: cases.seal, deskMail, periods: config.periods, usual: config.law, now },
    bulk: bulk.run,
  });
  const sourceDesk = createSourceDesk(sources);
  const jobs = startJobs(
    [...registryJobs(db, publishing, releases, config), ...cases.jobs, sourceJob(sources)],
    logger,
  );
  const feeds = startStoreFeeds(data, config.stores, logger);
  return {
    settings,
    pullRefusal: config.general.restricted ? subscribersOnly({ ...accounts, clientAddress, now }) : undefined,
    gauges: async () => [
      ...storeGauges(await feeds.lags()),
      ...coverageGauges(subscribers.coverage({ list: "general" })),
      ...sourceGauges(db, now()),
    ],
    mount(app, { observe, assets, answers }) {
      const { authenticate } = accounts;
      // After the lookups, which write nothing and must not wait.
      app.use(waitForWrites(orders.largeOnesDecided));
      const guard = { site, authenticate, now, observe, clientAddress };
      app.route("/", createStaffApi({ ...guard, accounts }));
      app.route("/", staffApi(guard, [...orderDeskRoutes(orders), ...releaseDeskRoutes(releases)]));
      app.route("/", staffApi(guard, [...subscriberRoutes(subscribers), ...sourceDeskRoutes(sourceDesk)]));
      app.route(
        "/",
        staffApi(guard, [entrySearchRoutes(records), auditRoutes(records), monthlyStatisticsRoutes(records)]),
      );
      const { desks, complaints, appeals } = cases.mount(app, guard, observe);
      app.route(
        "/",
        createSiteCases({
          observe,
          assets,
          answers,
          settings: () => settings,
          clientAddress,
          complaints,
          appeals,
          ...records,
        }),
      );
      app.route(
        "/",
        createConsole({
          ...guard,
          assets,
          accounts,
          orders,
          entries: records,
          cases: desks,
          sources: sourceDesk,
          guards,
          sealedKeys: subscribers,
          releases,
          coverage: subscribers.coverage,
          audit: records,
          statistics: records,
        }),
      );
    },
    async close() {
      await Promise.all([jobs.stop(), feeds.stop(), bulk.close(), quick.close()]);
      ports.limits.close();
      db.sqlite.close();
    },
  };
}
