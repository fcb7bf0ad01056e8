import { createRoute } from "@hono/zod-openapi";
import { describe, expect, test } from "vitest";
import type { AccountsDeps } from "../../../src/api/accounts/deps.ts";
import { auditRoutes } from "../../../src/api/audit/audit.ts";
import { subscriberRoutes } from "../../../src/api/coverage/staff.ts";
import { entrySearchRoutes } from "../../../src/api/entry-search/entry-search.ts";
import { orderDeskRoutes } from "../../../src/api/orders/order-desk.ts";
import { releaseDeskRoutes } from "../../../src/api/releases/staff.ts";
import { sourceDeskRoutes } from "../../../src/api/sources/staff.ts";
import { createStaffApi, declaredAccess, type StaffDeps, staffApi } from "../../../src/api/staff.ts";
import { staffRoutes } from "../../../src/api/staff-route.ts";
import type { Caller, SessionCaller } from "../../../src/core/access/caller.ts";
import { tokenActions } from "../../../src/core/access/organisation.ts";
import { ROLES, type Role } from "../../../src/core/access/role.ts";
import { STAGES, type Stage } from "../../../src/core/access/session.ts";
import { HifazatError } from "../../../src/core/errors.ts";
import { NOW } from "../../fixtures/orders.ts";

// Who may use which route, written down a second time: the table in core/access/action.ts and the declarations in the
// route files must lead to exactly this. A new route stands here before it is served. (`forPublic` routes let everybody
// through; give their handlers' own rules their own tests.)

type Who =
  | { readonly kind: "anyone" }
  | { readonly kind: "stages"; readonly stages: readonly Stage[]; readonly stepUp?: true }
  | { readonly kind: "roles"; readonly roles: readonly Role[]; readonly stepUp?: true };

const anyone: Who = { kind: "anyone" };
const signedIn: Who = { kind: "stages", stages: ["full"] };
const signedInFresh: Who = { kind: "stages", stages: ["full"], stepUp: true };
const addingFactor: Who = { kind: "stages", stages: ["enrolling", "full"], stepUp: true };
const anySession: Who = { kind: "stages", stages: ["enrolling", "second_factor", "full"] };
const readers: Who = { kind: "roles", roles: ["administrator", "auditor"] };
const orderReaders: Who = { kind: "roles", roles: ["clerk", "officer", "senior_officer", "auditor", "partner"] };
const orderWriters: Who = { kind: "roles", roles: ["clerk", "officer", "senior_officer", "partner"] };
const officers: Who = { kind: "roles", roles: ["officer", "senior_officer"] };
const officersFresh: Who = { kind: "roles", roles: ["officer", "senior_officer"], stepUp: true };
const seniorsFresh: Who = { kind: "roles", roles: ["senior_officer"], stepUp: true };
const releaseReaders: Who = {
  kind: "roles",
  roles: ["clerk", "officer", "senior_officer", "auditor", "administrator"],
};
const sealed: Who = { kind: "roles", roles: ["sealed_officer"] };
const sealedFresh: Who = { kind: "roles", roles: ["sealed_officer"], stepUp: true };
const administrators: Who = { kind: "roles", roles: ["administrator"], stepUp: true };

const WHO: Record<string, Who> = {
  "POST /v1/session": anyone,
  "POST /v1/enrolment": anyone,
  "POST /v1/session/second-factor": { kind: "stages", stages: ["second_factor"] },
  "POST /v1/session/passkey-options": { kind: "stages", stages: ["second_factor", "full"] },
  "POST /v1/session/step-up": signedIn,
  "GET /v1/session": anySession,
  "DELETE /v1/session": anySession,
  "GET /v1/sessions": signedIn,
  "DELETE /v1/sessions": signedIn,
  "DELETE /v1/sessions/:id": signedIn,
  "PUT /v1/password": signedIn,
  "GET /v1/second-factors": { kind: "stages", stages: ["enrolling", "full"] },
  "POST /v1/second-factors/totp": addingFactor,
  "PUT /v1/second-factors/totp": addingFactor,
  "POST /v1/second-factors/passkey-options": addingFactor,
  "POST /v1/second-factors/passkeys": addingFactor,
  "DELETE /v1/second-factors/:id": signedInFresh,
  "POST /v1/recovery-codes": signedInFresh,
  "GET /v1/accounts": readers,
  "POST /v1/accounts": administrators,
  "PATCH /v1/accounts/:name": administrators,
  "POST /v1/accounts/:name/reset": administrators,
  "GET /v1/organisations": readers,
  "POST /v1/organisations": administrators,
  "PATCH /v1/organisations/:name": administrators,
  "GET /v1/tokens": readers,
  "POST /v1/tokens": administrators,
  "DELETE /v1/tokens/:id": administrators,
  "GET /v1/entries": orderReaders,
  "GET /v1/audit": readers,
  "GET /v1/audit/export": readers,
  "GET /v1/audit/verify": readers,
  "GET /v1/releases": releaseReaders,
  "GET /v1/releases/:from/difference/:to": releaseReaders,
  "POST /v1/releases": officersFresh,
  "POST /v1/releases/batch": seniorsFresh,
  "POST /v1/releases/rollback": officersFresh,
  "POST /v1/releases/rollback/end": officersFresh,
  "POST /v1/releases/proposal/confirm": seniorsFresh,
  "POST /v1/releases/proposal/drop": officersFresh,
  "GET /v1/organisations/:name/sealed-keys": { kind: "roles", roles: ["sealed_officer", "administrator", "auditor"] },
  "POST /v1/organisations/:name/sealed-keys": sealedFresh,
  "DELETE /v1/organisations/:name/sealed-keys/:id": sealedFresh,
  ...sourceDesk("/v1/sources", { read: orderReaders, fetch: officers, write: seniorsFresh, release: seniorsFresh }),
  ...sourceDesk("/v1/sealed/sources", { read: sealed, fetch: sealed, write: sealedFresh, release: sealedFresh }),
  "POST /v1/receipts": { kind: "roles", roles: ["subscriber"] },
  "GET /v1/coverage": {
    kind: "roles",
    roles: ["clerk", "officer", "senior_officer", "auditor", "administrator", "subscriber"],
  },
  ...orderDesk("/v1/orders", {
    read: orderReaders,
    write: orderWriters,
    reject: officers,
    approve: officersFresh,
    withdraw: officersFresh,
    held: seniorsFresh,
  }),
  ...orderDesk("/v1/sealed/orders", {
    read: sealed,
    write: sealed,
    reject: sealedFresh,
    approve: sealedFresh,
    withdraw: sealedFresh,
    held: sealedFresh,
  }),
};

function sourceDesk(desk: string, who: Record<"read" | "fetch" | "write" | "release", Who>): Record<string, Who> {
  return {
    [`GET ${desk}`]: who.read,
    [`POST ${desk}`]: who.write,
    [`GET ${desk}/:name`]: who.read,
    [`PUT ${desk}/:name`]: who.write,
    [`PATCH ${desk}/:name`]: who.write,
    [`POST ${desk}/:name/fetch`]: who.fetch,
    [`GET ${desk}/:name/quarantine`]: who.read,
    [`POST ${desk}/:name/quarantine/release`]: who.release,
    [`POST ${desk}/:name/quarantine/discard`]: who.release,
  };
}

type DeskWho = Record<"read" | "write" | "reject" | "approve" | "withdraw" | "held", Who>;

function orderDesk(desk: string, who: DeskWho): Record<string, Who> {
  return {
    [`GET ${desk}`]: who.read,
    [`GET ${desk}/:id`]: who.read,
    [`GET ${desk}/:id/items`]: who.read,
    [`GET ${desk}/:id/collateral`]: who.read,
    [`POST ${desk}`]: who.write,
    [`PUT ${desk}/:id`]: who.write,
    [`POST ${desk}/check`]: who.write,
    [`POST ${desk}/:id/items`]: who.write,
    [`POST ${desk}/:id/items/remove`]: who.write,
    [`POST ${desk}/:id/suggestions`]: who.write,
    [`POST ${desk}/:id/submit`]: who.write,
    [`POST ${desk}/:id/reject`]: who.reject,
    [`POST ${desk}/:id/approve`]: who.approve,
    [`POST ${desk}/:id/confirm-emergency`]: who.approve,
    [`POST ${desk}/:id/extend`]: who.approve,
    [`POST ${desk}/:id/extend/confirm`]: who.approve,
    [`POST ${desk}/:id/withdraw`]: who.withdraw,
    [`POST ${desk}/:id/withdraw/confirm`]: who.withdraw,
    [`POST ${desk}/:id/proposal/drop`]: who.withdraw,
    [`POST ${desk}/:id/held`]: who.held,
    [`POST ${desk}/:id/approve-emergency`]: who.held,
  };
}

let caller: Caller = { kind: "anonymous" };

/** Use-cases that only say that they were reached. */
const reached = new Proxy({} as AccountsDeps, {
  get: () => () => {
    throw new HifazatError("conflict", "reached");
  },
});
const guardDeps = {
  site: { kind: "public", origin: "https://registry.example", host: "registry.example" },
  authenticate: () => caller,
  clientAddress: () => "192.0.2.1",
  now: () => NOW,
  observe: { request: () => {}, lookups: () => {}, failed: () => {} },
} satisfies Omit<StaffDeps, "accounts">;
const app = createStaffApi({ ...guardDeps, accounts: reached });
app.route("/", staffApi(guardDeps, [...orderDeskRoutes(reached as never), ...releaseDeskRoutes(reached as never)]));
app.route("/", staffApi(guardDeps, subscriberRoutes(reached as never)));
app.route("/", staffApi(guardDeps, sourceDeskRoutes(reached as never)));
app.route("/", staffApi(guardDeps, [entrySearchRoutes(reached as never), auditRoutes(reached as never)]));
const routes = [...declaredAccess(app).keys()];

function session(change: Partial<SessionCaller> = {}): SessionCaller {
  return {
    kind: "session",
    actor: "a.khan",
    account: 1,
    name: "a.khan",
    displayName: "A. Khan",
    roles: [],
    organisation: change.roles?.join() === "partner" ? organisationOf("partner") : null,
    session: "s",
    stage: "full",
    expiresAt: NOW + 100,
    steppedUpUntil: NOW + 100,
    csrf: "csrf",
    ...change,
  };
}

function organisationOf(kind: "partner" | "subscriber") {
  return { id: 1, name: "org", displayName: "Org", kind, categories: [], createdAt: 0, suspendedAt: null };
}

function token(kind: "partner" | "subscriber"): Caller {
  const organisation = organisationOf(kind);
  return { kind: "token", actor: "org#t1", token: "t1", roles: [kind], organisation, actions: tokenActions(kind) };
}

/** Whether the guard let this caller through: what comes after it never answers 401 or 403 here. */
async function passes(route: string, as: Caller): Promise<boolean> {
  caller = as;
  const [method = "", path = ""] = route.split(" ");
  const response = await app.request(`https://registry.example${path.replaceAll(/:\w+/g, "x")}`, {
    method,
    headers: { "csrf-token": "csrf" },
  });
  expect([200, 400, 401, 403, 409]).toContain(response.status);
  return response.status !== 401 && response.status !== 403;
}

test("every_route_is_written_down_and_nothing_else_is_served", () => {
  expect([...routes].sort()).toEqual(Object.keys(WHO).sort());
});

describe("every_route_for_every_role", () => {
  for (const [route, who] of Object.entries(WHO))
    test(route, async () => {
      expect(await passes(route, { kind: "anonymous" })).toBe(who.kind === "anyone");
      const refused = { kind: "refused", code: "token_expired", message: "" } as const;
      expect(await passes(route, refused)).toBe(who.kind === "anyone");

      const byRole = [];
      for (const role of ROLES) if (await passes(route, session({ roles: [role] }))) byRole.push(role);
      const own = who.kind === "stages" && !who.stages.includes("full") ? [] : ROLES;
      expect(byRole.sort()).toEqual([...(who.kind === "roles" ? who.roles : own)].sort());

      const byStage = [];
      for (const stage of STAGES) if (await passes(route, session({ roles: ROLES, stage }))) byStage.push(stage);
      expect(byStage).toEqual(who.kind === "anyone" ? STAGES : who.kind === "stages" ? who.stages : ["full"]);

      const stale = await passes(route, session({ roles: ROLES, steppedUpUntil: NOW }));
      const asksFresh = who.kind !== "anyone" && who.stepUp === true;
      const reachable = who.kind !== "stages" || who.stages.includes("full");
      expect(stale).toBe(reachable && !asksFresh);

      const machines = [];
      for (const kind of ["partner", "subscriber"] as const) if (await passes(route, token(kind))) machines.push(kind);
      const expected = ["partner", "subscriber"].filter(
        (kind) =>
          who.kind === "anyone" || (who.kind === "roles" && who.roles.some((role) => role === kind) && !who.stepUp),
      );
      expect(machines).toEqual(expected);
    });
});

describe("nothing_is_open_by_omission", () => {
  test("a_route_that_does_not_declare_who_may_use_it_stops_the_start", () => {
    const open = staffRoutes();
    open.openapi(createRoute({ method: "get", path: "/v1/open", responses: { 204: { description: "open" } } }), (c) =>
      c.body(null, 204),
    );
    expect(() => staffApi(guardDeps, [open])).toThrow(/GET \/v1\/open/);
  });

  test("nor_one_that_is_in_no_document", () => {
    const hidden = staffRoutes();
    hidden.get("/v1/hidden", (c) => c.body(null, 204));
    expect(() => staffApi(guardDeps, [hidden])).toThrow(/GET \/v1\/hidden/);
  });
});

test("the_document_says_who_may_use_each_route_and_how_it_refuses", () => {
  const document = app.getOpenAPI31Document({ openapi: "3.1.0", info: { title: "t", version: "1" } });
  const make = document.paths?.["/v1/accounts"]?.post;
  expect(make?.description).toMatch(/`account.write`: administrator\. Needs a fresh second factor/);
  expect(make?.security).toEqual([{ session: [] }]);
  expect(Object.keys(make?.responses ?? {}).sort()).toEqual("201 400 401 403 404 409 413 415 422 429 503".split(" "));
  expect(document.paths?.["/v1/session"]?.post?.security).toEqual([]);
  expect(Object.keys(document.components?.securitySchemes ?? {})).toEqual(["session", "token"]);
});
