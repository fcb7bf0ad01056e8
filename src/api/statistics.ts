import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { csvLine } from "./csv-cell.ts";
import type { Answers, PublicDeps } from "./deps.ts";
import { RECORD_HEADERS } from "./headers.ts";
import { noRelease, problem } from "./problem.ts";
import { json, problems } from "./problem-schema.ts";
import { queryParameter } from "./query-parameter.ts";
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
    request: { query: z.object({ format: z.enum(["json", "csv"]).default("json") }) },
    responses: {
      200: { description: "The totals", content: { ...json(Statistics), "text/csv": { schema: z.string() } } },
      ...problems(400, 503),
    },
  });
  app.get(PATH, async (c) => {
    const current = answers();
    const response = current === undefined ? noRelease() : await totals(current, c.req.raw);
    observe.request(PATH, response.status);
    return response;
  });
}

function totals(current: Answers, request: Request): Response | Promise<Response> {
  const { release, published, entries, orders, categories, grounds } = current.summary;
  const format = queryParameter(request.url, "format") ?? "json";
  if (format !== "json" && format !== "csv") return problem("bad_request", "`format` is `json` or `csv`.");
  if (format === "json")
    return record(request, `statistics-${release}`, () => ({
      release,
      published,
      entries,
      orders,
      categories,
      grounds,
    }));
  const lines = [csvLine(["release", "by", "name", "entries"])];
  for (const [by, counts] of Object.entries({ category: categories, ground: grounds ?? {} }))
    for (const [name, count] of Object.entries(counts)) lines.push(csvLine([release, by, name, count]));
  const name = `attachment; filename="totals-${release}.csv"`;
  const headers = { ...RECORD_HEADERS, "content-type": "text/csv; charset=utf-8", "content-disposition": name };
  return new Response(lines.join(""), { status: 200, headers });
}
