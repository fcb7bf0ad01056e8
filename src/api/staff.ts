import { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { routePath } from "hono/route";
import type { Access } from "../core/access/permit.ts";
import { sessionCookie } from "../core/access/site.ts";
import { HifazatError } from "../core/errors.ts";
import { accountRoutes } from "./accounts/accounts.ts";
import type { AccountsDeps } from "./accounts/deps.ts";
import { enrolmentRoutes } from "./accounts/enrolment.ts";
import { factorRoutes } from "./accounts/factors.ts";
import { organisationRoutes } from "./accounts/organisations.ts";
import { sessionRoutes } from "./accounts/session.ts";
import { ownSessionRoutes } from "./accounts/sessions.ts";
import { tokenRoutes } from "./accounts/tokens.ts";
import { problemOf } from "./app.ts";
import type { Observer } from "./deps.ts";
import { describeAccess } from "./describe-access.ts";
import { type GuardDeps, guard } from "./guard.ts";
import { problem } from "./problem.ts";
import { ACCESS_KEY, type StaffEnv, type StaffRoutes } from "./staff-route.ts";

export type StaffDeps = GuardDeps & { readonly accounts: AccountsDeps; readonly observe: Observer };

/**
 * The half of the interface that asks who calls. Mounted into the public half (`app.route("/", createStaffApi(…))`), it
 * adds no middleware to any path but its own routes', so lookups pay nothing for it.
 */
export function createStaffApi(deps: StaffDeps): OpenAPIHono<StaffEnv> {
  return staffApi(deps, [
    sessionRoutes(deps.accounts, deps),
    enrolmentRoutes(deps.accounts, deps),
    ownSessionRoutes(deps.accounts),
    factorRoutes(deps.accounts, deps),
    accountRoutes(deps.accounts),
    organisationRoutes(deps.accounts),
    tokenRoutes(deps.accounts),
  ]);
}

/** Puts the guard before every route. Throws when one does not say what it asks for: nothing is open by omission. */
export function staffApi(
  deps: GuardDeps & { readonly observe: Observer },
  nouns: readonly StaffRoutes[],
): OpenAPIHono<StaffEnv> {
  const staff = new OpenAPIHono<StaffEnv>();
  for (const routes of nouns) {
    const declared = declaredAccess(routes);
    for (const { method, path } of routes.routes) {
      const access = declared.get(`${method} ${path}`);
      if (access === undefined) throw new Error(`${method} ${path} does not declare who may use it`);
    }
    for (const [key, access] of declared) {
      const [method = "", path = ""] = key.split(" ");
      staff.on(method, path, finish(deps.observe, path), guard(deps, access));
    }
    staff.route("/", routes);
  }
  staff.onError((error, c) => refusal(error, routePath(c), deps.observe));
  describeAccess(staff, sessionCookie(deps.site).name);
  return staff;
}

/** What each route asks for, by `METHOD /path/:parameter` as Hono writes it. */
export function declaredAccess(routes: StaffRoutes): Map<string, Access> {
  const declared = new Map<string, Access>();
  for (const definition of routes.openAPIRegistry.definitions) {
    if (definition.type !== "route") continue;
    const { method, path, [ACCESS_KEY]: access } = definition.route as RouteDefinition;
    if (access !== undefined) declared.set(`${method.toUpperCase()} ${path.replaceAll(/\{(.+?)\}/g, ":$1")}`, access);
  }
  return declared;
}

type RouteDefinition = { readonly method: string; readonly path: string; readonly [ACCESS_KEY]?: Access };

/** What every answer of the staff half is: counted, kept by no cache, and for no other site's pages. */
function finish(observe: Observer, path: string): MiddlewareHandler<StaffEnv> {
  return async (c, next) => {
    await next();
    c.res.headers.set("cache-control", "no-store");
    c.res.headers.set("x-content-type-options", "nosniff");
    c.res.headers.delete("access-control-allow-origin");
    observe.request(path, c.res.status);
  };
}

function refusal(error: unknown, route: string, observe: Observer): Response {
  // From zod-openapi and Hono's validator: a body of another type, or one that is no JSON.
  if (error instanceof HTTPException && error.status === 415)
    return problem("unsupported_media_type", "The body must be application/json.");
  if (error instanceof HTTPException && error.status === 400) return problem("bad_request", "The body is not JSON.");
  const response = problemOf(error, route, observe);
  if (response.status === 401) response.headers.set("www-authenticate", 'Bearer realm="hifazat"');
  const retryAfter = error instanceof HifazatError ? error.details?.retryAfter : undefined;
  if (typeof retryAfter === "number") response.headers.set("retry-after", String(retryAfter));
  return response;
}
