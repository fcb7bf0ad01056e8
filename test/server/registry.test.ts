import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HifazatProcess } from "../fixtures/server-process.ts";

let folder: string;
let server: HifazatProcess;
let url: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hifazat-registry-"));
  server = new HifazatProcess(["serve", "--port", "0", "--data", join(folder, "data")]);
  url = await server.listening();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("a serving registry describes the public half and the staff's in one document", async () => {
  const response = await fetch(`${url}/openapi.json`);
  const { paths } = (await response.json()) as { paths: Record<string, unknown> };
  expect(Object.keys(paths)).toEqual(expect.arrayContaining(["/v1/lookup", "/v1/orders/{id}/approve", "/v1/session"]));
});

test("nobody enters an order without signing in", async () => {
  const response = await fetch(`${url}/v1/orders`, { method: "POST", body: "{}" });
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ code: "unauthenticated" });
});

test("the staff's half adds nothing to a lookup", async () => {
  const { headers } = await fetch(`${url}/v1/lookup?url=a.example`);
  expect(headers.get("set-cookie")).toBeNull();
  expect(headers.get("access-control-allow-origin")).toBe("*");
});
