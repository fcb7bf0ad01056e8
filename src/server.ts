import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Logger } from "pino";
import type { Observer, PublicDeps } from "./api/deps.ts";
import { dataFolder } from "./publish/data-folder.ts";
import { createLogger, describeRequestError } from "./runtime/logger.ts";
import { createMetrics, type Gauges } from "./runtime/metrics.ts";
import { followRepository } from "./serve/follow-repository.ts";
import { listenHttp } from "./serve/http-server.ts";
import { liveAnswers, releaseGauges } from "./serve/live-answers.ts";
import { publicApp, type SharedParts } from "./serve/public-app.ts";

/** The Node composition root: the only place that wires everything. */

export type ServerOptions = {
  /** An initialised data folder. */
  readonly data: string;
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly logger?: Logger;
  /** What adds the half that has a database; without it this is a replica that answers lookups and passes on files. */
  readonly registry?:
    | { readonly mount: (app: OpenAPIHono, parts: SharedParts) => void; readonly gauges: () => Promise<Gauges> }
    | undefined;
  /** What trust in the published files begins with; their own first root when left out, for who published them. */
  readonly firstRoot?: Uint8Array | undefined;
  /** When their source last confirmed them, milliseconds since 1970; the last look at the files when left out. */
  readonly checkedAt?: (() => number) | undefined;
  /** Who may not have the list's files, where they are for subscribers. */
  readonly pullRefusal?: PublicDeps["pullRefusal"];
  /** How often the repository is looked at for a new release, milliseconds. */
  readonly followEveryMs?: number;
};

export type RunningServer = {
  /** With the port it really got. */
  readonly url: string;
  /** Looks for a new release now, instead of at the next turn. */
  readonly checkRelease: () => Promise<void>;
  /** Lets waiting callers answer, finishes what is under way, and frees everything. */
  readonly close: () => Promise<void>;
};

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const logger = options.logger ?? createLogger();
  const { repository } = dataFolder(options.data);
  let lookedAt = 0;
  const answering = liveAnswers(options.checkedAt ?? (() => lookedAt));
  const metrics = createMetrics({
    waiting: answering.live.waiting,
    more: options.registry?.gauges,
    release: () => releaseGauges(answering),
  });
  const follower = followRepository({
    repository,
    firstRoot: options.firstRoot,
    everyMs: options.followEveryMs,
    take(release) {
      const { release: number, entries } = release.manifest;
      if (answering.take(release)) logger.info({ release: number, entries }, "release loaded");
      metrics.loaded("loaded");
    },
    checked() {
      lookedAt = Date.now();
    },
    failed(err) {
      metrics.loaded("failed");
      const answers = answering.answers()?.release;
      logger.error({ err, answering: answers }, "release not loaded, the one before goes on answering");
    },
  });
  const observe: Observer = {
    request: metrics.request,
    lookups: metrics.lookups,
    failed: (route, error) => logger.error({ route, failure: describeRequestError(error) }, "request failed"),
  };
  const { app, shared } = publicApp(repository, answering, metrics.text, observe, options.pullRefusal);
  options.registry?.mount(app, shared);

  await follower.check();
  const listening = await listenHttp(app, observe, options).catch(async (error) => {
    await follower.stop();
    metrics.close();
    throw error;
  });
  return {
    url: listening.url,
    checkRelease: follower.check,
    async close() {
      answering.live.close();
      await Promise.all([listening.close(), follower.stop()]);
      metrics.close();
    },
  };
}
