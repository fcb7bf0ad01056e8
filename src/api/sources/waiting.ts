import { createRoute, z } from "@hono/zod-openapi";
import { smallBody } from "../accounts/json-body.ts";
import { actorOf, requires, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import type { SourcesDeps } from "./deps.ts";
import { type SourceDesk, sourceOf } from "./desk.ts";
import { fetchView, Released, SourceDecision, sourceAnswers, sourceProblems, WaitingBody } from "./schema.ts";
import { SourcePath } from "./sources.ts";

/** The body that is kept aside: look at it, let it in, throw it away. */
export function waitingBodyRoutes(deps: SourcesDeps, desk: SourceDesk): StaffRoutes {
  const routes = staffRoutes();
  const { base, actions } = desk;

  routes.openapi(
    createRoute({
      method: "get",
      path: `${base}/{name}/quarantine`,
      summary: "The body that waits for a decision, as it begins",
      description: "Of a sealed source `reason` is needed, and goes into the audit log.",
      ...requires(actions.read),
      request: { params: SourcePath, query: z.object({ reason: z.string().max(500).optional() }) },
      responses: sourceAnswers(WaitingBody, "What came"),
    }),
    async (c) => {
      const { source } = sourceOf(c, deps, desk);
      const { reason = null } = c.req.valid("query");
      const { waiting, text, whole } = await deps.lookAtWaiting(source, reason, actorOf(c));
      return c.json({ fetch: fetchView(waiting), text, whole }, 200);
    },
  );

  const releasing = smallBody(SourceDecision);
  routes.openapi(
    createRoute({
      method: "post",
      path: `${base}/{name}/quarantine/release`,
      summary:
        "Take the body in, outside of its bounds though it is: a draft and proposals, for two officers to decide",
      ...requires(actions.release),
      ...releasing,
      request: { ...releasing.request, params: SourcePath },
      responses: sourceAnswers(Released, "It is applied"),
    }),
    async (c) => {
      const { source } = sourceOf(c, deps, desk);
      const { order, added, removed } = await deps.releaseWaiting(source, c.req.valid("json"), actorOf(c));
      return c.json({ order, added, removed }, 200);
    },
  );

  const discarding = smallBody(SourceDecision);
  routes.openapi(
    createRoute({
      method: "post",
      path: `${base}/{name}/quarantine/discard`,
      summary: "Throw the body away; the list stays as it is",
      ...requires(actions.release),
      ...discarding,
      request: { ...discarding.request, params: SourcePath },
      responses: { 204: { description: "It is gone" }, ...sourceProblems },
    }),
    (c) => {
      const { source } = sourceOf(c, deps, desk);
      deps.discardWaiting(source, c.req.valid("json"), actorOf(c));
      return c.body(null, 204);
    },
  );

  return routes;
}
