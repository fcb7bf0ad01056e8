import type { OpenAPIHono } from "@hono/zod-openapi";
import type { PublicDeps } from "./deps.ts";
import { noRelease } from "./problem.ts";
import { json, problems } from "./problem-schema.ts";
import { record } from "./record.ts";
import { Statistics } from "./statistics-schema.ts";

const PATH = "/v1/statistics";

/** Public totals of the `general` list, all of one named release. The sealed list is in no total (DESIGN 6). */
export function statisticsRoutes(
  app: OpenAPIHono,
  { answers, observe }: Pick<PublicDeps, "answers" | "observe">,
): void {
  app.openAPIRegistry.registerPath({
    method: "get",
    path: PATH,
    summary: "Public totals at the current release",
    responses: { 200: { description: "The totals", content: json(Statistics) }, ...problems(503) },
  });
  app.get(PATH, async (c) => {
    const summary = answers()?.summary;
    const response =
      summary === undefined
        ? noRelease()
        : await record(c.req.raw, `statistics-${summary.release}`, () => {
            const { release, published, entries, orders, categories } = summary;
            return { release, published, entries, orders, categories };
          });
    observe.request(PATH, response.status);
    return response;
  });
}
