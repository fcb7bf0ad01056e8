// One of the servers that bench/lookup.ts compares, as a process of its own: `KIND FILE`.
import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { LOOKUP_HEADERS } from "../src/api/headers.ts";
import { verdictWriter } from "../src/lookup/verdict-json.ts";
import { openIndex } from "../src/protocol/index-file/read.ts";
import { createLogger } from "../src/runtime/logger.ts";
import { loadTsxModules } from "../src/runtime/tsx-modules.ts";

const [kind, file = ""] = process.argv.slice(2);
const CONSTANT = '{"query":"example.com","canonical":"example.com","blocked":false,"release":1}';

async function start(): Promise<string> {
  switch (kind) {
    case "app": {
      loadTsxModules();
      const { startServer } = await import("../src/server.ts");
      return (await startServer({ data: file, host: "127.0.0.1", port: 0, logger: createLogger("warn") })).url;
    }
    case "constant":
      return plainServer((_request, response) => response.writeHead(200, LOOKUP_HEADERS).end(CONSTANT));
    case "bare":
      return plainServer((_request, response) => response.end(CONSTANT));
    default:
      return plainServer(lookupListener());
  }
}

function lookupListener(): RequestListener {
  const write = verdictWriter(openIndex(readFileSync(file).buffer as ArrayBuffer));
  return (request, response) => {
    const query = decodeURIComponent((request.url ?? "").slice("/v1/lookup?url=".length));
    response.writeHead(200, LOOKUP_HEADERS).end(write(query).json);
  };
}

function plainServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

process.send?.({ url: await start() });
process.on("message", () => process.send?.({ cpu: process.cpuUsage(), memory: process.memoryUsage().rss }));
