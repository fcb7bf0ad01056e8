import { readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { isPublicAddress } from "../../../src/intake/sources/public-address.ts";
import { names, type SourceRegistry, sourceRegistry, sourceServer } from "./source-registry.ts";

async function failure(registry: SourceRegistry) {
  const result = await registry.fetch();
  expect(readdirSync(registry.folder)).toEqual([]);
  return result.kind === "failed" ? [result.code, result.detail ?? ""].join(" ").trim() : result.kind;
}

async function setting(change: Parameters<typeof sourceRegistry>[1] = {}) {
  const server = await sourceServer((_, response) => void response.end(names(10)));
  return { server, registry: sourceRegistry(undefined, change) };
}

test("a list is fetched with the validators of the last one, and is not taken again", async () => {
  const { server, registry } = await setting();
  server.answer((request, response) => {
    if (request.headers["if-none-match"] === '"1"') response.writeHead(304).end();
    else response.writeHead(200, { etag: '"1"', "last-modified": "Tue, 24 Nov 2026 00:00:00 GMT" }).end(names(10));
  });
  registry.add(server);
  expect((await registry.fetch()).kind).toBe("applied");
  expect(await registry.fetch()).toEqual({ kind: "unchanged", removed: 0 });
  expect(server.asked.map(({ headers }) => headers["if-none-match"])).toEqual([undefined, '"1"']);
});

test("a redirect to another host is refused", async () => {
  const { server, registry } = await setting();
  server.answer((_, response) => {
    response.writeHead(302, { location: `http://elsewhere.example:${server.port}/list.txt` }).end();
  });
  registry.add(server);
  expect(await failure(registry)).toBe("source_redirect");
  expect(server.asked).toHaveLength(1);
});

test("a redirect within the declared hosts is followed, an endless one is not", async () => {
  const { server, registry } = await setting();
  server.answer((request, response) => {
    if (request.url === "/list.txt") response.writeHead(301, { location: "/new.txt" }).end();
    else response.end(names(3));
  });
  registry.add(server);
  expect((await registry.fetch()).kind).toBe("applied");
  server.answer((_, response) => void response.writeHead(302, { location: "/round" }).end());
  expect(await failure(registry)).toBe("source_redirect");
});

test("a source at an undeclared host, at an address, over http or with a user in it is refused", async () => {
  const { server, registry } = await setting({ loopback: undefined });
  const add = (url: string, hosts?: string[]) => () => registry.add(server, { url, hosts });
  expect(add("https://lists.example/x", ["other.example"])).toThrow(/declared hosts/);
  expect(add("https://192.0.2.1/x")).toThrow(/by name/);
  expect(add("https://[2001:db8::1]/x")).toThrow(/by name/);
  expect(add("https://0x7f.1/x")).toThrow(/by name/);
  expect(add("http://lists.example/x")).toThrow(/https/);
  expect(add("https://user:secret@lists.example/x")).toThrow(/without a user/);
  expect(add("https://lists.example/x", ["lists.example", "10.0.0.1"])).toThrow(/not an IP address/);
});

test("a name that resolves to a private address is refused, and nothing is sent there", async () => {
  // What a name resolves to is judged for the very connection, so a name that answers otherwise the next time gains nothing.
  const { server, registry } = await setting();
  registry.add(server);
  for (const addresses of [["127.0.0.1"], ["10.1.2.3"], ["93.184.215.14", "127.0.0.1"], ["::1"], []]) {
    const found = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    const strict = sourceRegistry(registry.db, {
      loopback: undefined,
      resolve: async () => found,
    });
    const { url } = registry.source();
    registry.db.sqlite.prepare("UPDATE sources SET settings = replace(settings, 'http:', 'https:')").run();
    expect(url).toContain("lists.example");
    expect(await failure(strict)).toBe("source_address");
  }
  expect(server.asked).toEqual([]);
});

test("only addresses of the public internet are public", () => {
  const wrong = (
    "0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.168.1.1 198.18.0.1 " +
    "203.0.113.5 224.0.0.1 240.0.0.1 255.255.255.255 ::1 :: fe80::1 fc00::1 fd12::1 ff02::1 ::ffff:8.8.8.8 " +
    "::ffff:127.0.0.1 64:ff9b::7f00:1 2002:7f00:1::1 2001::1 2001:db8::1 nonsense"
  ).split(" ");
  expect(wrong.filter(isPublicAddress)).toEqual([]);
  expect(["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111"].filter((one) => !isPublicAddress(one))).toEqual(
    [],
  );
});

test("an answer that is no list, a server that hangs up and one that is not there leave the list as it is", async () => {
  const { server, registry } = await setting();
  registry.add(server);
  await registry.fetch();
  server.answer((_, response) => void response.writeHead(503).end("down"));
  expect(await failure(registry)).toBe("source_unreachable status 503");
  server.answer((_, response) => void response.writeHead(304).end());
  expect(await failure(registry)).toBe("source_unreachable status 304");
  server.answer((request) => void request.socket.destroy());
  expect(await failure(registry)).toMatch(/^source_unreachable UND_ERR_SOCKET/);
  server.answer((_, response) => void response.writeHead(200, { "content-encoding": "br" }).end("x"));
  expect(await failure(registry)).toMatch(/^source_unreachable an encoding/);
  expect(registry.source().applied?.names).toBe(10);
  expect(registry.fetches().map(({ outcome }) => outcome)).toEqual(["failed", "failed", "failed", "failed", "applied"]);
});

test("a server that never ends its answer is left when the time is up", async () => {
  const { server, registry } = await setting();
  server.answer((_, response) => void response.writeHead(200).write(names(2)));
  registry.add(server, { bounds: { seconds: 1 } });
  expect(await failure(registry)).toBe("source_unreachable out of time");
});

test("a gzip body is read, and a bomb in one ends at the ceiling", async () => {
  const { server, registry } = await setting();
  registry.add(server, { bounds: { bytes: 10_000 } });
  server.serve(gzipSync(names(10)), { "content-encoding": "gzip" });
  expect(await registry.fetch()).toMatchObject({ kind: "applied", added: 10 });
  server.serve(gzipSync("a".repeat(3_000_000)), { "content-encoding": "gzip" });
  expect(await registry.fetch()).toMatchObject({ kind: "quarantined", code: "source_too_large" });
  expect(registry.fetches()[0]?.bytes).toBeLessThanOrEqual(10_000);
});
