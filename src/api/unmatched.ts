import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { METHOD_NAME_ALL } from "hono/router";
import type { PublicDeps } from "./deps.ts";
import { problem } from "./problem.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** What no route answers: a path that has other methods is 405 (or 204 to OPTIONS) with Allow, anything else 404. */
export function answerUnmatched(
  app: OpenAPIHono,
  { observe, notFoundPage }: Pick<PublicDeps, "observe" | "notFoundPage">,
): void {
  app.notFound(async (c) => {
    const document = unmatched(app, c);
    const response = document.status === 404 ? ((await notFoundPage?.(c)) ?? document) : document;
    observe.request("unmatched", response.status);
    return response;
  });
}

function unmatched(app: OpenAPIHono, c: Context): Response {
  // What stands before every route (`use`) answers no path by itself.
  const answers = (method: string): boolean =>
    app.router.match(method, c.req.path)[0].some(([[, { method: of }]]) => of !== METHOD_NAME_ALL);
  const methods = METHODS.filter(answers);
  if (methods.length === 0) return problem("not_found", "There is no such page.");
  const allow = [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
  if (c.req.method === "OPTIONS") return new Response(null, { status: 204, headers: { allow } });
  return problem("method_not_allowed", `Only ${allow} are answered here.`, { headers: { allow } });
}
