import { describe, expect, test } from "vitest";
import type { CasesDeps } from "../../../src/api/cases/deps.ts";
import { caseRoutes } from "../../../src/api/cases/staff.ts";
import { declaredAccess, staffApi } from "../../../src/api/staff.ts";
import type { Caller, SessionCaller } from "../../../src/core/access/caller.ts";
import { tokenActions } from "../../../src/core/access/organisation.ts";
import { ROLES, type Role } from "../../../src/core/access/role.ts";
import { HifazatError } from "../../../src/core/errors.ts";
import { NOW } from "../../fixtures/orders.ts";

// Who may use which route, written down a second time: the table in core/access/action.ts and the declarations in the
// route files must lead to exactly this.

type Who = { readonly roles: readonly Role[]; readonly stepUp?: true };

const officers: Role[] = ["officer", "senior_officer"];
const staff: Role[] = ["clerk", ...officers];
const readers: Who = { roles: [...staff, "auditor", "partner"] };
const appealReaders: Who = { roles: [...staff, "auditor"] };
const sealed: Who = { roles: ["sealed_officer"] };
const sealedFresh: Who = { roles: ["sealed_officer"], stepUp: true };
const deciders: Who = { roles: officers };
const decidersFresh: Who = { roles: officers, stepUp: true };
const writers: Who = { roles: staff };

const COMMANDS: Record<string, Who> = {
  "POST take": writers,
  "POST put-back": writers,
  "POST join": writers,
  "POST separate": writers,
  "POST refer": writers,
  "PATCH referrals/:number": writers,
  "POST triage": deciders,
  "POST answer": deciders,
  "POST close": deciders,
  "POST reveal": deciders,
};
const APPEAL_COMMANDS: Record<string, Who> = {
  "POST take": writers,
  "POST put-back": writers,
  "POST close": writers,
  "POST reveal": writers,
  "POST suspend": decidersFresh,
  "POST propose": decidersFresh,
  "POST return": decidersFresh,
  "POST confirm": decidersFresh,
};

const under = (path: string, commands: Record<string, Who>, of: (who: Who) => Who = (who) => who) =>
  Object.fromEntries(
    Object.entries(commands).map(([name, who]) => [name.replace(" ", ` ${path}/:reference/`), of(who)]),
  );
const onSealed = (who: Who): Who => (who.stepUp ? sealedFresh : sealed);

const WHO: Record<string, Who> = {
  "GET /v1/cases/complaints": readers,
  "GET /v1/cases/complaints/:reference": readers,
  "POST /v1/cases/complaints/convert": deciders,
  ...under("/v1/cases/complaints", COMMANDS),
  "GET /v1/cases/sealed-complaints": sealed,
  "GET /v1/cases/sealed-complaints/:reference": sealed,
  "POST /v1/cases/sealed-complaints/convert": sealed,
  ...under("/v1/cases/sealed-complaints", COMMANDS, onSealed),
  "GET /v1/cases/appeals": appealReaders,
  "GET /v1/cases/appeals/:reference": appealReaders,
  ...under("/v1/cases/appeals", APPEAL_COMMANDS),
  "GET /v1/cases/sealed-appeals": sealed,
  "GET /v1/cases/sealed-appeals/:reference": sealed,
  ...under("/v1/cases/sealed-appeals", APPEAL_COMMANDS, onSealed),
  "GET /v1/cases/clocks": readers,
};

let caller: Caller = { kind: "anonymous" };

/** Use-cases that only say that they were reached. */
const reached = () =>
  new Proxy({} as never, {
    get: () => () => {
      throw new HifazatError("conflict", "reached");
    },
  });
const deps: CasesDeps = { complaints: reached(), appeals: reached(), clocks: reached() };
const app = staffApi(
  {
    site: { kind: "public", origin: "https://registry.example", host: "registry.example" },
    authenticate: () => caller,
    clientAddress: () => "192.0.2.1",
    now: () => NOW,
    observe: { request: () => {}, lookups: () => {}, failed: () => {} },
  },
  caseRoutes(deps),
);

function session(change: Partial<SessionCaller> = {}): SessionCaller {
  return {
    ...{ kind: "session", actor: "a.khan", account: 1, name: "a.khan", displayName: "A. Khan", roles: [] },
    ...{ organisation: null, session: "s", stage: "full", expiresAt: NOW + 100, steppedUpUntil: NOW + 100 },
    csrf: "csrf",
    ...change,
  };
}

function token(kind: "partner" | "subscriber"): Caller {
  const names = { name: "org", displayName: "Org", kind, categories: [] };
  const organisation = { id: 1, ...names, createdAt: 0, suspendedAt: null };
  return { kind: "token", actor: "org#t1", token: "t1", roles: [kind], organisation, actions: tokenActions(kind) };
}

/** Whether the guard let this caller through, as its refusals tell. */
async function passes(route: string, as: Caller): Promise<boolean> {
  caller = as;
  const [method = "", path = ""] = route.split(" ");
  const response = await app.request(`https://registry.example${path.replaceAll(/:\w+/g, "1")}`, {
    method,
    headers: { "csrf-token": "csrf" },
  });
  if (response.status === 401) return false;
  const { code, detail } = await response.clone().json();
  return !(code === "step_up_required" || (code === "forbidden" && /None of your roles|not made for/.test(detail)));
}

test("every_route_is_written_down_and_nothing_else_is_served", () => {
  expect([...declaredAccess(app).keys()].sort()).toEqual(Object.keys(WHO).sort());
});

describe("every_route_for_every_role", () => {
  for (const [route, { roles, stepUp }] of Object.entries(WHO))
    test(route, async () => {
      expect(await passes(route, { kind: "anonymous" })).toBe(false);
      const byRole: Role[] = [];
      for (const role of ROLES) if (await passes(route, session({ roles: [role] }))) byRole.push(role);
      expect(byRole.sort()).toEqual([...roles].sort());
      expect(await passes(route, session({ roles: ROLES, stage: "second_factor" }))).toBe(false);
      expect(await passes(route, session({ roles: ROLES, steppedUpUntil: NOW }))).toBe(stepUp !== true);
      expect(await passes(route, token("partner"))).toBe(roles.includes("partner"));
      expect(await passes(route, token("subscriber"))).toBe(false);
    });
});
