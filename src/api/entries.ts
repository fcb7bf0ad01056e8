import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { PublicDeps } from "./deps.ts";
import { Entry, EntryId } from "./entries-schema.ts";
import { noRelease, problem } from "./problem.ts";
import { json, problems } from "./problem-schema.ts";
import { record } from "./record.ts";

const PATH = "/v1/entries/:id";

/** The public record of one entry in force. A sealed entry is not found, like one that never was. */
export function entryRoutes(app: OpenAPIHono, { answers, observe }: Pick<PublicDeps, "answers" | "observe">): void {
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/v1/entries/{id}",
    summary: "The public record of an entry",
    request: { params: z.object({ id: EntryId }) },
    responses: { 200: { description: "The entry", content: json(Entry) }, ...problems(404, 503) },
  });
  app.get(PATH, async (c) => {
    const response = await entry(c.req.param("id"), c.req.raw);
    observe.request(PATH, response.status);
    return response;
  });

  async function entry(id: string, request: Request): Promise<Response> {
    const current = answers();
    if (current === undefined) return noRelease();
    const found = await current.entry(id);
    if (found === undefined) return problem("not_found", "No entry in force has this id.");
    return record(request, `${current.release}-${found.id}`, () => found);
  }
}
