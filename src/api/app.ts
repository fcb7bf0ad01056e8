import { OpenAPIHono } from "@hono/zod-openapi";
import { routePath } from "hono/route";
import { HifazatError } from "../core/errors.ts";
import { categoryRoutes } from "./categories.ts";
import type { Observer, PublicDeps } from "./deps.ts";
import { documentationRoutes } from "./documentation.ts";
import { entryRoutes } from "./entries.ts";
import { hashRoutes } from "./hashes.ts";
import { lookupRoutes } from "./lookup.ts";
import { operationsRoutes } from "./operations.ts";
import { PROBLEM_CODES, type ProblemCode, problem } from "./problem.ts";
import { releaseRoutes } from "./release.ts";
import { repositoryRoutes } from "./repository.ts";
import { statisticsRoutes } from "./statistics.ts";
import { answerUnmatched } from "./unmatched.ts";

/**
 * The public half of the interface (DESIGN 8): reads only, from published artefacts. Runs on Node and on Workers.
 * Whoever adds to the app must not add middleware that matches `/v1/lookup` (DESIGN 11 has its costs).
 */
export function createPublicApi(deps: PublicDeps): OpenAPIHono {
  const app = new OpenAPIHono();
  lookupRoutes(app, deps);
  hashRoutes(app, deps);
  releaseRoutes(app, deps);
  entryRoutes(app, deps);
  statisticsRoutes(app, deps);
  categoryRoutes(app, deps);
  repositoryRoutes(app, deps);
  operationsRoutes(app, deps);
  documentationRoutes(app, deps);
  answerUnmatched(app, deps);
  app.onError((error, c) => {
    const response = problemOf(error, routePath(c), deps.observe);
    deps.observe.request(routePath(c), response.status);
    return response;
  });
  return app;
}

/** Translates what a handler threw. A code of ours that is a problem tells its message; of anything else nothing is told. */
export function problemOf(error: unknown, route: string, observe: Observer): Response {
  const code = error instanceof HifazatError ? PROBLEM_CODES.find((code) => code === error.code) : undefined;
  if (code !== undefined && isForCaller(code)) return problem(code, (error as HifazatError).message);
  observe.failed(route, error);
  return problem("internal", "The failure is logged.");
}

const isForCaller = (code: ProblemCode): boolean => code !== "internal";
