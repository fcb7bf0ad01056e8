import { createRoute, z } from "@hono/zod-openapi";
import { smallBody } from "../accounts/json-body.ts";
import { json } from "../problem-schema.ts";
import { actorOf, requires, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import type { SourcesDeps } from "./deps.ts";
import { ownSourcesOnly, refuseOtherList, type SourceDesk, sourceOf } from "./desk.ts";
import {
  ChangedSource,
  NewSource,
  SeenSourceSchema,
  SourceName,
  SourceState,
  Sources,
  SourceView,
  seenView,
  sourceAnswers,
  sourceProblems,
  sourceView,
} from "./schema.ts";

/** Fetches that a source is shown with. */
const SHOWN = 50;

export const SourcePath = z.object({ name: SourceName.openapi({ param: { name: "name", in: "path" } }) });

/** Sources themselves: make, look at, change, fetch. A partner sees its own. */
export function sourceRoutes(deps: SourcesDeps, desk: SourceDesk): StaffRoutes {
  const routes = staffRoutes();
  const { base, actions, list } = desk;

  routes.openapi(
    createRoute({
      method: "get",
      path: base,
      summary: "Partners' lists that are fetched, and how the last fetch of each ended",
      ...requires(actions.read),
      responses: { 200: { description: "All of them", content: json(Sources) } },
    }),
    (c) => c.json({ sources: deps.sources(list, ownSourcesOnly(c)).map(seenView) }, 200),
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: base,
      summary: "Make a source; it is fetched within a minute",
      ...requires(actions.write),
      ...smallBody(NewSource),
      responses: { 201: { description: "It is made", content: json(SourceView) }, ...sourceProblems },
    }),
    (c) => {
      const { organisation, ...input } = c.req.valid("json");
      refuseOtherList(desk, input.order.category);
      return c.json(sourceView(deps.addSource(input, organisation, actorOf(c))), 201);
    },
  );

  routes.openapi(
    createRoute({
      method: "get",
      path: `${base}/{name}`,
      summary: "A source, its settings and its last fetches",
      ...requires(actions.read),
      request: { params: SourcePath },
      responses: sourceAnswers(SeenSourceSchema, "The source"),
    }),
    (c) => c.json(seenView(sourceOf(c, deps, desk, SHOWN)), 200),
  );

  const changing = smallBody(ChangedSource);
  routes.openapi(
    createRoute({
      method: "put",
      path: `${base}/{name}`,
      summary: "Give a source other settings, all of them; its list is read anew",
      ...requires(actions.write),
      ...changing,
      request: { ...changing.request, params: SourcePath },
      responses: sourceAnswers(SourceView, "As it is now"),
    }),
    (c) => {
      const { name } = sourceOf(c, deps, desk).source;
      return c.json(sourceView(deps.changeSource({ ...c.req.valid("json"), name }, actorOf(c))), 200);
    },
  );

  const enabling = smallBody(SourceState);
  routes.openapi(
    createRoute({
      method: "patch",
      path: `${base}/{name}`,
      summary: "Have a source fetched, or no more; what it brought stands",
      ...requires(actions.write),
      ...enabling,
      request: { ...enabling.request, params: SourcePath },
      responses: sourceAnswers(SourceView, "As it is now"),
    }),
    (c) => {
      const { name } = sourceOf(c, deps, desk).source;
      return c.json(sourceView(deps.enableSource(name, c.req.valid("json").enabled, actorOf(c))), 200);
    },
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: `${base}/{name}/fetch`,
      summary: "Have a source fetched now, whatever its schedule",
      ...requires(actions.fetch),
      request: { params: SourcePath },
      responses: {
        202: { description: "It is fetched within a minute", content: json(SourceView) },
        ...sourceProblems,
      },
    }),
    (c) => {
      const { name } = sourceOf(c, deps, desk).source;
      return c.json(sourceView(deps.fetchSoon(name, actorOf(c))), 202);
    },
  );

  return routes;
}
