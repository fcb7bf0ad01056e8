import { describe, expect, test } from "vitest";
import { createAccess } from "../../src/access/access.ts";
import { subscribersOnly } from "../../src/cli/subscribers-only.ts";
import { parseConfig } from "../../src/runtime/config.ts";
import { nobodyPulls } from "../../src/serve/nobody-pulls.ts";
import { accessPorts } from "../fixtures/access.ts";
import { memoryFiles, testApi } from "../fixtures/public-api.ts";
import { sha256 } from "../fixtures/repository.ts";

// DESIGN 7: the general files are public by default; an operator can restrict them to subscribers' tokens.

const body = new TextEncoder().encode("0123456789");
const target = (name: string): string => `/tuf/targets/general/${sha256(body)}.${name}`;
const LIST = target("list.txt.zst");
const NAMES = ["list.txt.zst", "delta-3.txt.br", "filter.bin", "index.bin"];
const files = memoryFiles({
  "metadata/timestamp.json": body,
  ...Object.fromEntries([...NAMES, "manifest.json"].map((name) => [target(name).slice("/tuf/".length), body])),
});

function registry() {
  const ports = accessPorts();
  const access = createAccess(ports);
  access.createOrganisation({ name: "isp-one", displayName: "ISP One", kind: "subscriber", categories: [] }, "test");
  access.createOrganisation({ name: "fia", displayName: "FIA", kind: "partner", categories: ["decency"] }, "test");
  const guard = { authenticate: access.authenticate, clientAddress: () => "192.0.2.1", now: ports.now };
  const { app, seen } = testApi([], { files, pullRefusal: subscribersOnly(guard) });
  const pull = async (token: string | undefined, path = LIST) => {
    const response = await app.request(path, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
    const { status, headers } = response;
    const code = status < 400 ? undefined : ((await response.json()) as { code: string }).code;
    return { status, code, headers };
  };
  const issue = (organisation = "isp-one", actions?: string[]) =>
    access.issueToken({ organisation, label: "resolver", ...(actions && { actions }) }, "admin").token;
  return { access, ports, pull, issue, seen };
}

test("a_suspended_subscriber_cannot_pull", async () => {
  const { access, pull, issue } = registry();
  const token = issue();
  expect((await pull(token)).status).toBe(200);
  access.changeOrganisation("isp-one", { suspended: true }, "admin");
  expect(await pull(token)).toMatchObject({ status: 403, code: "suspended" });
  access.changeOrganisation("isp-one", { suspended: false }, "admin");
  expect((await pull(token)).status).toBe(200);
});

describe("a restricted list", () => {
  test.each(NAMES)("%s is for subscribers only, and for no cache in between", async (name) => {
    const { pull, issue } = registry();
    expect(await pull(undefined, target(name))).toMatchObject({ status: 401, code: "unauthenticated" });
    const given = await pull(issue(), target(name));
    expect(given.status).toBe(200);
    expect(given.headers.get("cache-control")).toMatch(/^private,/);
  });

  test("is not for a revoked or expired token, one for receipts alone, a partner's, or one that is none", async () => {
    const { access, ports, pull, issue } = registry();
    expect(await pull(issue("isp-one", ["receipt.write"]))).toMatchObject({ status: 403, code: "forbidden" });
    expect(await pull(issue("fia"))).toMatchObject({ status: 403, code: "forbidden" });
    expect(await pull("nonsense")).toMatchObject({ status: 401, code: "unauthenticated" });
    const { id, token } = access.issueToken({ organisation: "isp-one", label: "old", days: 1 }, "admin");
    access.revokeToken(id, "admin");
    expect(await pull(token)).toMatchObject({ status: 401, code: "token_revoked" });
    const short = access.issueToken({ organisation: "isp-one", label: "short", days: 1 }, "admin").token;
    ports.clock.at += 2 * 86_400;
    expect(await pull(short)).toMatchObject({ status: 401, code: "token_expired" });
  });

  test("leaves lookups, the metadata and the manifest to everybody", async () => {
    const { pull, seen } = registry();
    for (const path of [
      "/v1/lookup?url=example.com",
      "/v1/release",
      "/tuf/metadata/timestamp.json",
      target("manifest.json"),
    ])
      expect((await pull(undefined, path)).status, path).toBe(200);
    expect(seen.failures).toEqual([]);
  });

  test("is handed out by no replica, which knows no subscribers", async () => {
    const { app } = testApi([], { files, pullRefusal: nobodyPulls });
    expect((await app.request(LIST)).status).toBe(403);
    expect((await app.request("/v1/lookup?url=example.com")).status).toBe(200);
  });

  test("is the operator's choice: by default the files are public", async () => {
    expect(parseConfig("", "hifazat.toml", "/").general).toEqual({ restricted: false });
    expect(parseConfig("[general]\nrestricted = true", "hifazat.toml", "/").general).toEqual({ restricted: true });
    expect((await testApi([], { files }).app.request(LIST)).status).toBe(200);
  });
});
