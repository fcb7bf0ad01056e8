import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Observer } from "../api/deps.ts";
import { problem } from "../api/problem.ts";
import { HifazatError } from "../core/errors.ts";
import { GRACE_SECONDS } from "../runtime/shutdown.ts";

/** Connections the system holds until they are accepted: all subscribers come at once when a release is out. */
const BACKLOG = 4_096;

export type Place = {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Whether other threads listen at the same place; the system shares connections out among them. */
  readonly shared?: boolean;
};

export type Listening = {
  /** With the port it really got. */
  readonly url: string;
  readonly port: number;
  /** Lets what is under way finish, within the grace. */
  readonly close: () => Promise<void>;
};

/** Answers HTTP with an app. Throws `unavailable` when it cannot listen there. */
export async function listenHttp(app: OpenAPIHono, observe: Observer, place: Place): Promise<Listening> {
  const server = httpServer(app, observe);
  await listen(server, place);
  const { address, family, port } = server.address() as AddressInfo;
  const url = `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
  return { url, port, close: () => closeServer(server) };
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

function listen(server: Server, { host, port, shared = false }: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen({ host, port, reusePort: shared, backlog: BACKLOG }, resolve);
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
