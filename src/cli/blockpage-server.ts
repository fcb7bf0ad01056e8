import { createServer, type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import type { Logger } from "pino";
import { HifazatError } from "../core/errors.ts";
import { DEFAULT_HELPLINES } from "../core/helpline.ts";
import { followFile } from "../runtime/follow-file.ts";
import { describeRequestError } from "../runtime/logger.ts";
import { blockHeaders, createBlockPage, generalText } from "../web/blockpage/app.ts";
import { NO_HOST } from "../web/blockpage/shown.ts";
import { findBlock, type ListSource, type LoadedList, listFile } from "./blockpage-list.ts";

export type BlockPageOptions = {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly source: ListSource;
  /** Addresses without a slash at the end. */
  readonly registry: string;
  readonly blockedBy: string;
  readonly logger: Logger;
  /** How often the list is looked at, milliseconds. */
  readonly followEveryMs?: number;
};

export type RunningBlockPage = { readonly url: string; readonly close: () => Promise<void> };

const FOLLOW_EVERY_MS = 1_000;

/** Strangers connect here: whoever does not finish asking in this time, milliseconds, is let go. */
const REQUEST_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_MS = 5_000;

/** Without a list it answers the general page: a block page that is down looks like a broken network. */
export async function startBlockPage(options: BlockPageOptions): Promise<RunningBlockPage> {
  const { logger, registry, blockedBy } = options;
  const { follow, load } = listFile(options.source);
  let list: LoadedList | undefined;
  const helplines = () => list?.helplines ?? DEFAULT_HELPLINES;
  const follower = followFile(follow, {
    everyMs: options.followEveryMs ?? FOLLOW_EVERY_MS,
    async changed() {
      const loaded = await load();
      const before = list;
      list = loaded ?? before;
      if (loaded === undefined || loaded.index === before?.index) return;
      logger.info({ release: loaded.index.header.release, entries: loaded.index.header.count }, "list loaded");
    },
    failed: (err) => logger.error({ err, answering: list?.index.header.release }, "list not loaded"),
  });
  const failed = (error: unknown): void => {
    logger.error({ failure: describeRequestError(error) }, "request failed");
  };
  const app = await createBlockPage({
    find: (url) => list && findBlock(list.index, url),
    release: () => list?.index.header.release,
    helplines,
    registry,
    blockedBy,
    failed,
  });
  await follower.check();
  if (list === undefined) logger.warn({ file: follow }, "no list yet, every page is the general one");

  const { text: headers } = await blockHeaders(blockedBy);
  const body = () => generalText(registry, helplines());
  const listener = getRequestListener(app.fetch, {
    hostname: NO_HOST,
    // A target or Host that makes no URL is blocked like any other, only without its name.
    errorHandler: () => new Response(body(), { status: 451, headers }),
  });
  const server = httpServer(listener, () => rawAnswer(headers, body()));
  try {
    await listen(server, options);
  } catch (error) {
    await follower.stop();
    throw error;
  }
  const { address, family, port } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, follower.stop()]);
    },
  };
}

function httpServer(listener: ReturnType<typeof getRequestListener>, raw: () => string): Server {
  const server = createServer({
    requireHostHeader: false,
    optimizeEmptyRequests: true,
    requestTimeout: REQUEST_TIMEOUT_MS,
    headersTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  server.on("request", listener);
  // Node answers these three without asking: 417, a closed connection, and 400 for a method it has never heard of.
  server.on("checkExpectation", listener);
  server.on("connect", (_request: IncomingMessage, socket: Duplex) => refuse(socket));
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === "ECONNRESET" || !socket.writable) socket.destroy();
    else refuse(socket);
  });
  return server;

  function refuse(socket: Duplex): void {
    socket.on("error", () => socket.destroy());
    socket.end(raw(), () => socket.destroy());
  }
}

/** The general answer as it goes over the wire, where Node gives no response object. */
function rawAnswer(headers: Readonly<Record<string, string>>, body: string): string {
  const lines = Object.entries({
    ...headers,
    "content-length": String(new TextEncoder().encode(body).length),
    connection: "close",
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 451 ${STATUS_CODES[451]}\r\n${lines.join("")}\r\n${body}`;
}

function listen(server: Server, { host, port }: BlockPageOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      reject(new HifazatError("unavailable", `Cannot listen on ${host} port ${port}: ${cause.message}`, { cause }));
    });
    server.listen({ host, port }, resolve);
  });
}
