import type { OpenAPIHono } from "@hono/zod-openapi";
import { CATEGORIES } from "../core/category.ts";
import { Categories } from "./categories-schema.ts";
import type { PublicDeps, ReleaseSummary } from "./deps.ts";
import { noRelease } from "./problem.ts";
import { json, problems } from "./problem-schema.ts";
import { record } from "./record.ts";

const PATH = "/v1/categories";

/** The categories of orders and complaints, with how many entries of each are in force. */
export function categoryRoutes(app: OpenAPIHono, { answers, observe }: Pick<PublicDeps, "answers" | "observe">): void {
  app.openAPIRegistry.registerPath({
    method: "get",
    path: PATH,
    summary: "The categories, with entries in force",
    responses: { 200: { description: "The categories", content: json(Categories) }, ...problems(503) },
  });
  app.get(PATH, async (c) => {
    const summary = answers()?.summary;
    const response =
      summary === undefined
        ? noRelease()
        : await record(c.req.raw, `categories-${summary.release}`, () => categoriesOf(summary));
    observe.request(PATH, response.status);
    return response;
  });
}

function categoriesOf({ release, categories }: ReleaseSummary): object {
  return {
    release,
    categories: CATEGORIES.map(({ slug, title, list }) =>
      list === "sealed" ? { slug, title, list } : { slug, title, list, entries: categories[slug] ?? 0 },
    ),
  };
}
