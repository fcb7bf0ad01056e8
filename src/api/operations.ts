import type { OpenAPIHono } from "@hono/zod-openapi";
import type { PublicDeps } from "./deps.ts";
import { OPERATIONS_HEADERS } from "./headers.ts";
import { noRelease } from "./problem.ts";
import { problems } from "./problem-schema.ts";

/** For whoever runs the server: is it alive, can it answer, how does it fare. */
export function operationsRoutes(
  app: OpenAPIHono,
  { answers, degraded, metrics, observe }: Pick<PublicDeps, "answers" | "degraded" | "metrics" | "observe">,
): void {
  const text = (body: string, type: string): Response =>
    new Response(body, { status: 200, headers: { ...OPERATIONS_HEADERS, "content-type": type } });
  const counted = (route: string, response: Response): Response => {
    observe.request(route, response.status);
    return response;
  };

  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/healthz",
    summary: "The process is alive",
    responses: { 200: { description: "It is" } },
  });
  app.get("/healthz", () => counted("/healthz", text('{"status":"ok"}', "application/json")));

  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/readyz",
    summary: "A release is loaded, lookups can be answered",
    description:
      "`degraded` instead of `ready` while parts of it cannot be read: what needs them is answered with 503.",
    responses: { 200: { description: "It is" }, ...problems(503) },
  });
  app.get("/readyz", () => {
    const release = answers()?.release;
    const status = degraded?.() === true ? "degraded" : "ready";
    const ready = (): Response => text(`{"status":"${status}","release":${release}}`, "application/json");
    return counted("/readyz", release === undefined ? noRelease() : ready());
  });

  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/metrics",
    summary: "Metrics in Prometheus' text format",
    responses: { 200: { description: "The metrics" } },
  });
  app.get("/metrics", async () =>
    counted("/metrics", text(await metrics(), "text/plain; version=0.0.4; charset=utf-8")),
  );
}
