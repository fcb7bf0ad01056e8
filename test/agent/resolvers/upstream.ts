import { createSocket } from "node:dgram";
import { createServer } from "node:http";

/** What every name resolves to when nothing blocks it. */
export const OPEN_ADDRESS = "198.51.100.1";

const TYPE_A = 1;
const AUTHORITATIVE_ANSWER = 0x8400;

/** The rest of the internet: a DNS server on loopback that knows every name. */
export async function startUpstream(port: number): Promise<() => void> {
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => {
    let end = 12;
    while ((query[end] ?? 0) !== 0) end += (query[end] ?? 0) + 1;
    end += 5;
    const isAddress = query.readUInt16BE(end - 4) === TYPE_A;
    const reply = Buffer.from(query.subarray(0, end));
    reply.writeUInt16BE(AUTHORITATIVE_ANSWER | (query.readUInt16BE(2) & 0x0100), 2);
    for (const [at, count] of [1, isAddress ? 1 : 0, 0, 0].entries()) reply.writeUInt16BE(count, 4 + at * 2);
    const record = Buffer.from([0xc0, 12, 0, TYPE_A, 0, 1, 0, 0, 0, 60, 0, 4, ...OPEN_ADDRESS.split(".").map(Number)]);
    socket.send(isAddress ? Buffer.concat([reply, record]) : reply, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(port, "127.0.0.1", resolve));
  return () => socket.close();
}

/** The rest of the web, for proxies: an HTTP server that has every page. */
export async function startOrigin(port: number): Promise<() => void> {
  const server = createServer((_request, response) => response.end("here"));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return () => {
    server.closeAllConnections();
    server.close();
  };
}
