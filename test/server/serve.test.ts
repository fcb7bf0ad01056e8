import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hifazat } from "../fixtures/command.ts";
import { HifazatProcess } from "../fixtures/server-process.ts";

const folder = mkdtempSync(join(tmpdir(), "hifazat-serve-"));
const data = join(folder, "data");
let server: HifazatProcess;
let url = "";

beforeAll(async () => {
  server = new HifazatProcess(["serve", "--port", "0", "--data", data]);
  url = await server.listening();
});
afterAll(async () => {
  await server.stop("SIGKILL");
  rmSync(folder, { recursive: true });
});

/** A request as it is written, which `fetch` would tidy up. */
function raw(path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on("error", reject)
      .end();
  });
}

describe("an empty data folder", () => {
  test("is prepared, and what was made is said", () => {
    expect(server.stdout).toContain(`made ${join(data, "hifazat.db")}`);
    expect(server.stdout).toMatch(/move these root keys/);
    expect(server.stdout).toMatch(/published release 1, an empty list/);
    expect(server.stdout.trimEnd().endsWith(`listening on ${url}`)).toBe(true);
  });

  test("gives answers from the first minute", async () => {
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const verdict = await (await fetch(`${url}/v1/lookup?url=www.example.org`)).json();
    expect(verdict).toEqual({ query: "www.example.org", canonical: "www.example.org", blocked: false, release: 1 });
    expect((await fetch(`${url}/tuf/metadata/1.root.json`)).status).toBe(200);
  });
});

test("a port that is taken is said in one line, with what to do", async () => {
  const { port } = new URL(url);
  const { code, stderr } = await hifazat(["serve", "--port", port, "--data", join(folder, "other")]);
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`^hifazat: unavailable: Port ${port} on 127.0.0.1 is taken.*--port`, "m"));
  expect(stderr).not.toContain("    at ");
});

test.each(["x", "-1", "65536"])("%s is no port", async (port) => {
  expect((await hifazat(["serve", `--port=${port}`, "--data", data])).code).toBe(2);
});

test("a path that leaves the repository finds nothing", async () => {
  for (const path of [
    "/tuf/targets/../../../hifazat.db",
    "/tuf/metadata/..%2f..%2f..%2fhifazat.db",
    "/tuf/targets/general/%2e%2e/%2e%2e/%2e%2e/%2e%2e/keys/online/timestamp.pem",
    "//hifazat.db",
  ]) {
    const { status, body } = await raw(path);
    expect([path, status]).toEqual([path, 404]);
    expect(JSON.parse(body)).toMatchObject({ code: "not_found" });
  }
});

test("a malformed request is a problem document too", async () => {
  const { status, body } = await raw("/v1/lookup?url=a.example", { host: "a b" });
  expect(status).toBe(400);
  expect(JSON.parse(body)).toMatchObject({ code: "bad_request" });
});

test("a target is sent in parts over the wire", async () => {
  const { manifest } = (await (await fetch(`${url}/v1/release`)).json()) as { manifest: string };
  const whole = await (await fetch(url + manifest)).text();
  const part = await fetch(url + manifest, { headers: { range: "bytes=5-14" } });
  expect(part.status).toBe(206);
  expect(part.headers.get("content-length")).toBe("10");
  expect(await part.text()).toBe(whole.slice(5, 15));
  const head = await fetch(url + manifest, { method: "HEAD" });
  expect(head.headers.get("content-length")).toBe(String(whole.length));
});

test("a POST without a body is answered", async () => {
  const response = await fetch(`${url}/v1/lookup`, { method: "POST", headers: { "content-type": "text/plain" } });
  expect(await response.json()).toEqual({ release: 1, results: [] });
});

test("nothing that somebody asked is in the output or the metrics", async () => {
  const names = ["asked-by-get.example", "asked-by-post.example", "asked-in-a-path.example", "198.51.100.7"];
  const [get, post, path, address] = names;
  await fetch(`${url}/v1/lookup?url=${get}`);
  await fetch(`${url}/v1/lookup?url=${address}`);
  await fetch(`${url}/v1/lookup`, { method: "POST", headers: { "content-type": "text/plain" }, body: post ?? "" });
  await fetch(`${url}/v1/lookup`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: `{"${post}`,
  });
  await fetch(`${url}/v1/${path}`);
  await fetch(`${url}/v1/hashes/abcde`);
  await raw(`/v1/lookup?url=${get}`, { host: "a b" });
  // A connection that ends in the middle of a question.
  const { hostname, port } = new URL(url);
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `POST /v1/lookup HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 99\r\n\r\n${post}`,
      );
      setTimeout(() => socket.destroy(), 50);
    });
    socket.on("close", () => resolve());
  });
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toMatch(/^hifazat_lookups_total\{verdict="clear"\} [1-9]/m);
  expect(metrics).toMatch(/^hifazat_http_requests_total\{route="\/v1\/lookup",status="400"\} [1-9]/m);
  expect(metrics).toMatch(/^hifazat_release 1$/m);
  expect(metrics).toMatch(/^hifazat_release_waiters 0$/m);
  for (const name of [...names, "abcde"]) {
    expect(server.stdout + server.stderr + metrics).not.toContain(name);
  }
});

/** Resolves when so many callers wait for a release at this server. */
async function waiters(address: string, count: number): Promise<void> {
  const line = new RegExp(`^hifazat_release_waiters ${count}$`, "m");
  while (!line.test(await (await fetch(`${address}/metrics`)).text()))
    await new Promise((next) => setTimeout(next, 20));
}

test("a caller who leaves gives up the place it waited in", async () => {
  const caller = new AbortController();
  const waiting = fetch(`${url}/v1/release?after=1&wait=55`, { signal: caller.signal });
  await waiters(url, 1);
  caller.abort();
  await expect(waiting).rejects.toThrow();
  await waiters(url, 0);
});

test("a replica answers from published files and makes nothing", async () => {
  const replica = join(folder, "replica");
  cpSync(join(data, "public"), join(replica, "public"), { recursive: true });
  const own = new HifazatProcess(["serve", "--read-only", "--port", "0", "--data", replica]);
  const address = await own.listening();
  expect(await (await fetch(`${address}/v1/lookup?url=a.example`)).json()).toMatchObject({ release: 1 });
  expect((await own.stop()).code).toBe(0);
  expect(readdirSync(replica)).toEqual(["public"]);
});

test("told to stop, it answers who waits and ends with 0", async () => {
  const own = new HifazatProcess(["serve", "--port", "0", "--data", data]);
  const address = await own.listening();
  const waiting = fetch(`${address}/v1/release?after=1&wait=55`);
  await waiters(address, 1);
  const ended = own.stop();
  expect(await (await waiting).json()).toMatchObject({ release: 1 });
  const { code, stdout, stderr } = await ended;
  expect(code).toBe(0);
  expect(stdout).toContain("stopping after SIGTERM");
  expect(stdout).not.toContain("made ");
  expect(stderr).not.toContain('"level":"error"');
});
