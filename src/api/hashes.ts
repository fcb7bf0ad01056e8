import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { PublicDeps } from "./deps.ts";
import { HashBucket, HashPrefix } from "./hashes-schema.ts";
import { noRelease, problem } from "./problem.ts";
import { json, problems } from "./problem-schema.ts";
import { record } from "./record.ts";

const PATH = "/v1/hashes/:prefix";

/** Private lookup: the caller hashes, sends five digits and compares the rest by itself. */
export function hashRoutes(app: OpenAPIHono, { answers, observe }: Pick<PublicDeps, "answers" | "observe">): void {
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/v1/hashes/{prefix}",
    summary: "Private lookup by the first 5 hexadecimal digits of a SHA-256",
    request: { params: z.object({ prefix: HashPrefix }) },
    responses: { 200: { description: "The bucket", content: json(HashBucket) }, ...problems(400, 503) },
  });
  app.get(PATH, async (c) => {
    const response = await bucket(c.req.param("prefix"), c.req.raw);
    observe.request(PATH, response.status);
    return response;
  });

  async function bucket(text: string, request: Request): Promise<Response> {
    const current = answers();
    if (current === undefined) return noRelease();
    const parsed = HashPrefix.safeParse(text);
    if (!parsed.success) return problem("bad_request", "The prefix must be 5 hexadecimal digits.");
    const prefix = parsed.data.toLowerCase();
    const { release } = current;
    return record(request, `${release}-${prefix}`, async () => ({
      prefix,
      release,
      suffixes: await current.bucket(prefix),
    }));
  }
}
