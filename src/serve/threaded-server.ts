import { dataFolder } from "../publish/data-folder.ts";
import { createLogger } from "../runtime/logger.ts";
import { createMetrics } from "../runtime/metrics.ts";
import { followRepository } from "./follow-repository.ts";
import { lookupThreads, type ThreadsOptions } from "./lookup-threads.ts";
import type { RunningServer, ServerOptions } from "./server-options.ts";
import type { SharedRelease } from "./thread-messages.ts";

export type ThreadedOptions = Omit<ServerOptions, "registry"> & {
  /** Lookup threads, 1 or more. */
  readonly workers: number;
  readonly startThread?: ThreadsOptions["start"];
};

/** A server without a database whose lookups are answered by several threads; this one reads releases and looks after them. */
export async function startThreadedServer(options: ThreadedOptions): Promise<RunningServer> {
  const { host, port, workers, logger = createLogger() } = options;
  const { repository } = dataFolder(options.data);
  const metrics = createMetrics({ waiting: () => 0, release: () => undefined });
  options.onMetrics?.(metrics);
  let release: SharedRelease | undefined;
  const threads = lookupThreads({
    count: workers,
    repository,
    restricted: options.pullRefusal !== undefined,
    casesAt: options.casesAt,
    host,
    port,
    logger,
    ownMetrics: metrics.json,
    restarted: metrics.restarted,
    ...(options.startThread && { start: options.startThread }),
  });
  const follower = followRepository({
    repository,
    firstRoot: options.firstRoot,
    everyMs: options.followEveryMs,
    shared: true,
    announce: threads.announce,
    logger,
    take({ index, ...loaded }) {
      const { file } = index;
      if (!(file instanceof SharedArrayBuffer)) throw new TypeError("the index is not in shared memory");
      const { release: number, entries } = loaded.manifest;
      if (release?.manifest.release !== number) logger.info({ release: number, entries }, "release loaded");
      release = { ...loaded, index: file };
      threads.take(release);
      metrics.loaded("loaded");
    },
    checked: () => threads.checked(options.checkedAt?.() ?? Date.now()),
    failed(err) {
      metrics.loaded("failed");
      const answering = release?.manifest.release;
      logger.error({ err, answering }, "release not loaded, the one before goes on answering");
    },
  });
  await follower.check();
  const url = await threads.listen().catch(async (error) => {
    await follower.stop();
    metrics.close();
    throw error;
  });
  return {
    url,
    checkRelease: follower.check,
    async close() {
      await Promise.all([threads.close(), follower.stop()]);
      metrics.close();
    },
  };
}
