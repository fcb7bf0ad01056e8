import type { Observer } from "./api/deps.ts";
import { dataFolder } from "./publish/data-folder.ts";
import { createLogger, describeRequestError } from "./runtime/logger.ts";
import { createMetrics } from "./runtime/metrics.ts";
import { followRepository } from "./serve/follow-repository.ts";
import { listenHttp } from "./serve/http-server.ts";
import { liveAnswers, releaseGauges } from "./serve/live-answers.ts";
import { publicApp } from "./serve/public-app.ts";
import type { RunningServer, ServerOptions } from "./serve/server-options.ts";

/** The Node composition root: the only place that wires everything. */

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
  options.onMetrics?.(metrics);
  const follower = followRepository({
    repository,
    firstRoot: options.firstRoot,
    everyMs: options.followEveryMs,
    announce: answering.live.announce,
    logger,
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
  const { app, shared } = publicApp(repository, answering, metrics.text, observe, {
    pullRefusal: options.pullRefusal,
    settings: options.settings,
    casesAt: options.registry === undefined ? options.casesAt : "here",
  });
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
