import type { Hono } from "hono";
import { IMMUTABLE_FILE_HEADERS } from "../../api/headers.ts";
import { problem } from "../../api/problem.ts";
import { ASSETS_PATH, type Assets } from "./assets.ts";

/** The pages' files. A name that nobody made is a 404; one that was made never changes. */
export function assetRoutes(app: Pick<Hono, "get">, assets: () => Promise<Assets>): void {
  app.get(`${ASSETS_PATH}:name`, async (c) => {
    const file = (await assets()).file(c.req.param("name"));
    if (file === undefined) return problem("not_found", "There is no such page.");
    const headers = { ...IMMUTABLE_FILE_HEADERS, "content-type": file.type, vary: "accept-encoding" };
    const zipped = file.gzip !== undefined && /\bgzip\b/.test(c.req.header("accept-encoding") ?? "");
    if (!zipped) return new Response(file.body, { headers });
    return new Response(file.gzip, { headers: { ...headers, "content-encoding": "gzip" } });
  });
}
