import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hifazat } from "../fixtures/command.ts";
import { until } from "../fixtures/programs.ts";
import { indexOf, newKeys, releaseFiles, writeFiles } from "../fixtures/repository.ts";
import { HifazatProcess } from "../fixtures/server-process.ts";

const folder = mkdtempSync(join(tmpdir(), "hifazat-blockpage-"));
const file = join(folder, "index.bin");
const REGISTRY = ["--registry", "https://registry.example/"];
const LOCAL = ["--port", "0", "--host", "127.0.0.1"];

function place(release: number, values: readonly string[]): void {
  const { bytes } = indexOf(
    release,
    values.map((value) => ({ value, scope: "domain" })),
  );
  writeFileSync(`${file}.part`, bytes);
  renameSync(`${file}.part`, file);
}

/** Sends bytes as they are and reads to the end. */
function raw(url: string, request: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(request));
    let answer = "";
    socket.setEncoding("utf8").on("data", (text: string) => {
      answer += text;
    });
    // Whoever has answered before reading everything hangs up.
    socket.on("error", () => {}).once("close", () => resolve(answer));
  });
}

afterAll(() => rmSync(folder, { recursive: true }));

describe("a block page in a process of its own", () => {
  let service: HifazatProcess;
  let url: string;
  beforeAll(async () => {
    place(1, ["blocked.example"]);
    service = new HifazatProcess(["blockpage", ...LOCAL, "--index", file, ...REGISTRY]);
    url = await service.listening();
  });
  afterAll(() => service.stop());

  const CLOSE = "Connection: close\r\n\r\n";
  test.each([
    ["HTTP/1.1", `GET /x HTTP/1.1\r\nHost: blocked.example\r\n${CLOSE}`, "e1"],
    ["another port in the Host", `GET /x HTTP/1.1\r\nHost: Blocked.Example:8443\r\n${CLOSE}`, "e1"],
    ["HTTP/1.0 with a Host", "GET / HTTP/1.0\r\nHost: blocked.example\r\n\r\n", "e1"],
    ["HTTP/1.0 without a Host", "GET / HTTP/1.0\r\n\r\n", undefined],
    ["HTTP/1.1 without a Host", `GET / HTTP/1.1\r\n${CLOSE}`, undefined],
    ["a target in absolute form", `GET http://blocked.example/x HTTP/1.1\r\nHost: other.example\r\n${CLOSE}`, "e1"],
    ["OPTIONS *", `OPTIONS * HTTP/1.1\r\nHost: blocked.example\r\n${CLOSE}`, undefined],
    ["CONNECT", "CONNECT blocked.example:443 HTTP/1.1\r\nHost: blocked.example:443\r\n\r\n", undefined],
    ["TRACE", `TRACE / HTTP/1.1\r\nHost: blocked.example\r\n${CLOSE}`, "e1"],
    ["PROPFIND", `PROPFIND / HTTP/1.1\r\nHost: blocked.example\r\n${CLOSE}`, "e1"],
    ["a method nobody knows", `FROB / HTTP/1.1\r\nHost: blocked.example\r\n${CLOSE}`, undefined],
    [
      "Upgrade",
      "GET / HTTP/1.1\r\nHost: blocked.example\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n",
      "e1",
    ],
    ["Expect", `POST / HTTP/1.1\r\nHost: blocked.example\r\nExpect: wonders\r\nContent-Length: 0\r\n${CLOSE}`, "e1"],
    ["a body", `POST / HTTP/1.1\r\nHost: blocked.example\r\nContent-Length: 5\r\n${CLOSE}12345`, "e1"],
    ["a Host that is none", `GET / HTTP/1.1\r\nHost: <script>alert(1)</script>\r\n${CLOSE}`, undefined],
    ["a Host with a path", `GET / HTTP/1.1\r\nHost: blocked.example/x?\r\n${CLOSE}`, undefined],
    ["a backslash", `GET /\\..\\x HTTP/1.1\r\nHost: blocked.example\r\n${CLOSE}`, undefined],
    [
      "a header beyond the limit",
      `GET / HTTP/1.1\r\nHost: blocked.example\r\nX: ${"x".repeat(40_000)}\r\n${CLOSE}`,
      undefined,
    ],
  ])("any_method_any_host_451: %s", async (_name, request, entry) => {
    const answer = await raw(url, request);
    expect(answer).toMatch(/^HTTP\/1\.1 451 Unavailable For Legal Reasons\r\n/);
    expect(answer.toLowerCase()).toContain('link: <https://registry.example>; rel="blocked-by"');
    expect(answer.toLowerCase()).not.toContain("set-cookie");
    expect(answer).toContain("1121");
    expect(answer).not.toContain("<script");
    expect(/Entry: (\S+)/.exec(answer)?.[1]).toBe(entry);
  });

  test("a body of megabytes is answered without being read into memory", async () => {
    const response = await fetch(`${url}/upload`, { method: "POST", body: new Uint8Array(4_000_000) });
    expect(response.status).toBe(451);
    await response.text();
  });

  test("a replaced list counts without a restart, and a damaged one leaves the last in force", async () => {
    const entryOf = async (name: string) => {
      const answer = await raw(url, `GET / HTTP/1.1\r\nHost: ${name}\r\n${CLOSE}`);
      return /Entry: (\S+)/.exec(answer)?.[1];
    };
    place(2, ["other.example", "second.example"]);
    await until("the second list", async () => (await entryOf("second.example")) === "e2");
    expect(await entryOf("blocked.example")).toBeUndefined();
    writeFileSync(file, "<html>502 Bad Gateway</html>");
    await until("the refusal", () => service.stderr.includes("list not loaded"));
    expect(await entryOf("second.example")).toBe("e2");
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: "ok", release: 2 });
  });

  test("what_was_asked_is_not_logged", () => {
    expect(service.stderr).not.toMatch(/blocked\.example|second\.example|upload/);
    expect(service.stdout).toBe(`listening on ${url}\n`);
  });
});

test("the signed repository of a data folder is read, and a list that comes later too", async () => {
  const data = join(folder, "data");
  const service = new HifazatProcess(["blockpage", ...LOCAL, "--data", data, ...REGISTRY]);
  try {
    const url = await service.listening();
    expect((await fetch(`${url}/healthz`)).status).toBe(503);
    expect((await fetch(url)).status).toBe(451);
    const entries = [{ value: "blocked.example", scope: "domain" as const }];
    writeFiles(join(data, "public", "tuf"), releaseFiles({ release: 3, entries, keys: newKeys() }));
    await until("the release", async () => (await fetch(`${url}/healthz`)).status === 200);
    expect(await raw(url, "GET / HTTP/1.0\r\nHost: blocked.example\r\n\r\n")).toContain("Entry: e1");
  } finally {
    expect((await service.stop()).code).toBe(0);
  }
});

test("the sealed list is refused as an index", async () => {
  const sealed = join(folder, "sealed.bin");
  writeFileSync(sealed, indexOf(1, [{ value: "sealed-name.example", scope: "domain" }], "sealed").bytes);
  const service = new HifazatProcess(["blockpage", ...LOCAL, "--index", sealed, ...REGISTRY]);
  try {
    const url = await service.listening();
    expect(service.stderr).toContain("config_invalid");
    expect(await raw(url, "GET / HTTP/1.0\r\nHost: sealed-name.example\r\n\r\n")).not.toContain("Entry");
  } finally {
    await service.stop();
  }
});

test.each([
  ["no registry", []],
  ["a registry that is no address", ["--registry", "registry.example"]],
  ["a script for a registry", ["--registry", "javascript:alert(1)"]],
  ["a port that is none", [...REGISTRY, "--port", "99999"]],
])("usage: %s ends with 2", async (_name, args) => {
  expect((await hifazat(["blockpage", ...args])).code).toBe(2);
});
