import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { HifazatError } from "../../core/errors.ts";
import type { AgentMetrics } from "./metrics.ts";

export type MetricsServer = { readonly url: string; readonly close: () => Promise<void> };

/** Hands out the metrics on a loopback address, at /metrics, to whoever is on this machine. */
export async function serveMetrics(
  { text }: AgentMetrics,
  { host, port }: { host: string; port: number },
): Promise<MetricsServer> {
  const server = createServer(async (request, response) => {
    if (request.method !== "GET" || request.url !== "/metrics") return response.writeHead(404).end();
    return response.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" }).end(await text());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  }).catch((cause) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    // Whoever has the port may give it up: no fault of the settings, which the unit would not start again with.
    throw new HifazatError("unavailable", `Cannot serve metrics on ${host}:${port}: ${reason}.`, { cause });
  });
  const address = server.address() as AddressInfo;
  const shown = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return {
    url: `http://${shown}:${address.port}/metrics`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
