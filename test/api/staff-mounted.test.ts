import { expect, test } from "vitest";
import { createAccess } from "../../src/access/access.ts";
import { createPublicApi } from "../../src/api/app.ts";
import type { Observer, PublicDeps } from "../../src/api/deps.ts";
import { createStaffApi } from "../../src/api/staff.ts";
import { accessPorts, SITE } from "../fixtures/access.ts";

/** Both halves as the composition root joins them; no release is published yet. */
function whole() {
  const counted: [string, number][] = [];
  const failures: unknown[] = [];
  const observe: Observer = {
    request: (route, status) => counted.push([route, status]),
    lookups: () => {},
    failed: (_, error) => failures.push(error),
  };
  const ports = accessPorts();
  const accounts = createAccess(ports);
  const app = createPublicApi({ answers: () => undefined, observe } as unknown as PublicDeps);
  const failing = () => {
    throw new Error("secret detail");
  };
  const guard = { site: SITE, authenticate: accounts.authenticate, clientAddress: () => "192.0.2.1", now: ports.now };
  app.route("/", createStaffApi({ ...guard, observe, accounts: { ...accounts, signIn: failing } }));
  const ask = (method: string, path: string, body?: object) =>
    app.request(`https://registry.example${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
  return { ask, counted, failures };
}

test("public_answers_are_what_they_were", async () => {
  const { ask, counted } = whole();
  expect((await ask("GET", "/v1/lookup?url=a.example")).status).toBe(503);
  expect((await ask("GET", "/healthz")).status).toBe(200);
  expect(counted.map(([route]) => route)).toEqual(["/v1/lookup", "/healthz"]);
});

test("unknown_paths_and_methods_are_told_apart", async () => {
  const { ask } = whole();
  expect((await ask("GET", "/v1/nothing")).status).toBe(404);
  const wrong = await ask("PATCH", "/v1/session");
  expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, POST, DELETE, HEAD, OPTIONS"]);
});

test("staff_routes_ask_who_calls_and_are_counted", async () => {
  const { ask, counted } = whole();
  const answer = await ask("GET", "/v1/accounts");
  expect(answer.status).toBe(401);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(await answer.json()).toMatchObject({ code: "unauthenticated", status: 401 });
  expect((await ask("DELETE", "/v1/tokens/t1")).status).toBe(401);
  expect(counted).toEqual([
    ["/v1/accounts", 401],
    ["/v1/tokens/:id", 401],
  ]);
});

test("an_unforeseen_error_tells_the_caller_nothing_and_the_log_everything", async () => {
  const { ask, failures } = whole();
  const answer = await ask("POST", "/v1/session", { name: "a.khan", password: "x" });
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain("secret detail");
  expect(String(failures[0])).toContain("secret detail");
});

test("one_document_describes_both_halves", async () => {
  const { ask } = whole();
  const document = await (await ask("GET", "/openapi.json")).json();
  expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(["/v1/lookup", "/v1/accounts", "/v1/session"]));
  expect(Object.keys(document.components.securitySchemes)).toEqual(["session", "token"]);
});
