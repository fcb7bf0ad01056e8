import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Logger } from "pino";
import { createPublicApi } from "./api/app.ts";
import type { Answers, Freshness, Observer } from "./api/deps.ts";
import { problem } from "./api/problem.ts";
import { HifazatError } from "./core/errors.ts";
import { answersOf } from "./lookup/answers.ts";
import { freshnessOf } from "./lookup/freshness.ts";
import { liveRelease } from "./lookup/live-release.ts";
import { ownRoot, releaseLoader } from "./lookup/loader.ts";
import { dataFolder } from "./publish/data-folder.ts";
import { docsFiles } from "./runtime/docs-files.ts";
import { followFile } from "./runtime/follow-file.ts";
import { createLogger, describeRequestError } from "./runtime/logger.ts";
import { createMetrics, type Gauges } from "./runtime/metrics.ts";
import { readRepository, serveRepository } from "./runtime/repository-files.ts";
import { GRACE_SECONDS } from "./runtime/shutdown.ts";
import { webAssets } from "./runtime/web-assets.ts";
import { createSite } from "./web/site/app.tsx";
import type { Assets } from "./web/ui/assets.ts";

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
  /** How often the repository is looked at for a new release, milliseconds. */
  readonly followEveryMs?: number;
};

/** What both halves of a server use. */
export type SharedParts = { readonly observe: Observer; readonly assets: () => Promise<Assets> };

export type RunningServer = {
  /** With the port it really got. */
  readonly url: string;
  /** Looks for a new release now, instead of at the next turn. */
  readonly checkRelease: () => Promise<void>;
  /** Lets waiting callers answer, finishes what is under way, and frees everything. */
  readonly close: () => Promise<void>;
};

const FOLLOW_EVERY_MS = 200;

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const logger = options.logger ?? createLogger();
  const { repository } = dataFolder(options.data);
  const live = liveRelease();
  let answers: Answers | undefined;
  let checkedAt = 0;

  const freshness = (): Freshness | undefined => {
    const release = live.current();
    return release && freshnessOf(release, checkedAt, Date.now());
  };
  const metrics = createMetrics({
    waiting: live.waiting,
    more: options.registry?.gauges,
    release: () => {
      const old = freshness();
      const manifest = live.current()?.manifest;
      return manifest && old && { number: manifest.release, entries: manifest.entries, ...old };
    },
  });
  const read = readRepository(repository);
  const load = releaseLoader(read, ownRoot(read));
  const follower = followFile(join(repository, "metadata", "timestamp.json"), {
    everyMs: options.followEveryMs ?? FOLLOW_EVERY_MS,
    async changed() {
      const release = await load();
      if (release === undefined) return;
      // A timestamp signed anew changes dates only.
      if (answers?.release !== release.manifest.release) {
        answers = answersOf(release);
        logger.info({ release: answers.release, entries: release.manifest.entries }, "release loaded");
      }
      live.swap(release);
      metrics.loaded("loaded");
    },
    checked() {
      checkedAt = Date.now();
    },
    failed(err) {
      metrics.loaded("failed");
      logger.error({ err, answering: answers?.release }, "release not loaded, the one before goes on answering");
    },
  });

  const observe: Observer = {
    request: metrics.request,
    lookups: metrics.lookups,
    failed: (route, error) => logger.error({ route, failure: describeRequestError(error) }, "request failed"),
  };
  const app = createPublicApi({
    answers: () => answers,
    freshness,
    waitForRelease: live.wait,
    files: serveRepository(repository),
    docsFile: docsFiles(),
    metrics: metrics.text,
    observe,
  });

  const assets = webAssets();
  app.route("/", createSite({ answers: () => answers, observe, assets }));
  options.registry?.mount(app, { observe, assets });

  await follower.check();
  const server = httpServer(app, observe);
  try {
    await listen(server, options);
  } catch (error) {
    await follower.stop();
    metrics.close();
    throw error;
  }
  const { address, family, port } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${port}`,
    checkRelease: follower.check,
    async close() {
      live.close();
      await Promise.all([closeServer(server), follower.stop()]);
      metrics.close();
    },
  };
}

function httpServer(app: OpenAPIHono, observe: Observer): Server {
  const listener = getRequestListener(app.fetch, {
    hostname: "localhost",
    // What never reached a route: a request that cannot be one, or a failure outside of every handler.
    errorHandler(error) {
      const malformed = error instanceof Error && error.name === "RequestError";
      const response = malformed
        ? problem("bad_request", "The request line or its Host header is malformed.")
        : problem("internal", "The failure is logged.");
      if (!malformed) observe.failed("unmatched", error);
      observe.request("unmatched", response.status);
      return response;
    },
  });
  return createServer(
    {
      // A GET without a body needs no stream: a tenth of the lookup's processor time.
      optimizeEmptyRequests: true,
      // Longer than proxies in front keep theirs, so that none of them sends on a connection that just went.
      keepAliveTimeout: 65_000,
    },
    listener,
  );
}

function listen(server: Server, { host, port }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen({ host, port }, resolve);
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): HifazatError {
  const cause = { cause: error };
  switch (error.code) {
    case "EADDRINUSE": {
      const message = `Port ${port} on ${host} is taken by another program: stop it, or choose another with --port.`;
      return new HifazatError("unavailable", message, cause);
    }
    case "EACCES":
      return new HifazatError("unavailable", `This user may not listen on port ${port}: choose one above 1023.`, cause);
    default:
      return new HifazatError("unavailable", `Cannot listen on ${host} port ${port}: ${error.message}`, cause);
  }
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  // A connection that was answered after `close` stays open until its client or somebody here closes it.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.closeAllConnections(), GRACE_SECONDS * 1_000);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}
