import { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { routePath } from "hono/route";
import { HifazatError } from "../../core/errors.ts";
import type { Helpline } from "../../core/helpline.ts";
import { problemOf } from "../app.ts";
import { appealRoutes } from "../appeals/appeals.ts";
import type { AppealsDeps } from "../appeals/deps.ts";
import { complaintRoutes } from "../complaints/complaints.ts";
import type { ComplaintsDeps } from "../complaints/deps.ts";
import type { Observer } from "../deps.ts";
import type { GuardDeps } from "../guard.ts";
import { problem } from "../problem.ts";
import type { StaffEnv } from "../staff-route.ts";

export type PublicCasesDeps = GuardDeps & {
  readonly observe: Observer;
  readonly complaints: ComplaintsDeps;
  readonly appeals: AppealsDeps;
  /** Whom people are told to call. */
  readonly helplines: readonly Helpline[];
};

/**
 * What anybody can send in and follow up. Mounted into the public half (`app.route("/", createPublicCases(…))`); it adds
 * no middleware to any path but its own routes'.
 */
export function createPublicCases(deps: PublicCasesDeps): OpenAPIHono<StaffEnv> {
  const app = new OpenAPIHono<StaffEnv>();
  for (const routes of [complaintRoutes(deps.complaints, deps, deps.helplines), appealRoutes(deps.appeals, deps)]) {
    for (const { method, path } of new Map(routes.routes.map((one) => [`${one.method} ${one.path}`, one])).values())
      app.on(method, path, finish(deps.observe, path));
    app.route("/", routes);
  }
  app.onError((error, c) => refusal(error, routePath(c), deps.observe));
  return app;
}

/** What every answer about a case is: counted, and kept by no cache. */
function finish(observe: Observer, path: string): MiddlewareHandler<StaffEnv> {
  return async (c, next) => {
    await next();
    c.res.headers.set("cache-control", "no-store");
    c.res.headers.set("x-content-type-options", "nosniff");
    observe.request(path, c.res.status);
  };
}

function refusal(error: unknown, route: string, observe: Observer): Response {
  // From zod-openapi and Hono's validator: a body of another type, or one that is no JSON.
  if (error instanceof HTTPException && error.status === 415)
    return problem("unsupported_media_type", "The body must be application/json. Files are never taken.");
  if (error instanceof HTTPException && error.status === 400) return problem("bad_request", "The body is not JSON.");
  const { refused, retryAfter } = (error instanceof HifazatError ? error.details : undefined) ?? {};
  if (typeof refused === "string" && error instanceof HifazatError)
    return problem("bad_request", error.message, { members: { refused } });
  const response = problemOf(error, route, observe);
  if (typeof retryAfter === "number") response.headers.set("retry-after", String(retryAfter));
  return response;
}
