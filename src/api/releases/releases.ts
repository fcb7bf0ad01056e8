import { createRoute, z } from "@hono/zod-openapi";
import { isoTime } from "../iso-time.ts";
import { json } from "../problem-schema.ts";
import { requires, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import type { ReleasesDeps } from "./deps.ts";
import { placeOf, placeText } from "./difference-place.ts";
import {
  DifferencePage,
  heldDecisions,
  policyView,
  ReleaseNumber,
  Releases,
  releaseProblems,
  releaseView,
} from "./schema.ts";

/** Releases as officers see them: what went out, what waits, what differs. The general list only. */
export function releaseRecordRoutes(deps: ReleasesDeps): StaffRoutes {
  const routes = staffRoutes();

  routes.openapi(
    createRoute({
      method: "get",
      path: "/v1/releases",
      summary: "Published releases, newest first; what waits to be published, and what holds it back",
      ...requires("release.read"),
      request: {
        query: z.object({
          before: ReleaseNumber.optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
      },
      responses: { 200: { description: "A page of them", content: json(Releases) } },
    }),
    (c) => {
      const { before = null, limit } = c.req.valid("query");
      const rows = deps.releases(before, limit);
      const { over, ...pending } = deps.pending();
      const attempt = deps.attempt();
      return c.json(
        {
          releases: rows.map((row) => releaseView(row, deps)),
          next: rows.length < limit ? null : (rows.at(-1)?.number ?? null),
          pending: { ...pending, over: [...over], held: heldDecisions(deps) },
          attempt: attempt === null ? null : { ...attempt, at: isoTime(attempt.at) },
          ...policyView(deps.policy()),
        },
        200,
      );
    },
  );

  const number = (name: string) => ReleaseNumber.openapi({ param: { name, in: "path" }, example: 1 });
  routes.openapi(
    createRoute({
      method: "get",
      path: "/v1/releases/{from}/difference/{to}",
      summary: "What is listed in one release and not in another, in list order",
      ...requires("release.read"),
      request: {
        params: z.object({ from: number("from"), to: number("to") }),
        query: z.object({
          after: z.string().max(4_000).optional().openapi({ description: "`next` of the page before" }),
          limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
        }),
      },
      responses: {
        200: { description: "A page of it", content: json(DifferencePage) },
        404: releaseProblems[404],
      },
    }),
    (c) => {
      const { from, to } = c.req.valid("param");
      const { after, limit } = c.req.valid("query");
      const page = deps.difference(from, to, after === undefined ? null : placeOf(after), limit);
      const changes = page.changes.map(({ target, before, after }) => ({
        change: before === null ? ("added" as const) : after === null ? ("removed" as const) : ("category" as const),
        ...target,
        before,
        after,
      }));
      const next = page.next === null ? null : placeText(page.next);
      return c.json({ from, to, changes, next }, 200);
    },
  );

  return routes;
}
