import type { OpenAPIHono } from "@hono/zod-openapi";
import type { PublicDeps } from "./deps.ts";
import { PAGE_HEADERS, RECORD_HEADERS } from "./headers.ts";
import { problem } from "./problem.ts";

const TYPES = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
} as const;

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Hifazat API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="docs"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
`;

/** Without a validator URL Swagger UI asks nobody else. A file of its own, because inline script is not allowed. */
const START = 'SwaggerUIBundle({ url: "/openapi.json", dom_id: "#docs", validatorUrl: null, deepLinking: true });\n';

/** The interface described for machines (OpenAPI 3.1) and for people (Swagger UI, served from here). */
export function documentationRoutes(
  app: OpenAPIHono,
  { docsFile, observe }: Pick<PublicDeps, "docsFile" | "observe">,
): void {
  // Made at the first request, when every route is there.
  let document: string | undefined;
  app.get("/openapi.json", () => {
    document ??= JSON.stringify(app.getOpenAPI31Document({ openapi: "3.1.0", info: INFO }));
    observe.request("/openapi.json", 200);
    return new Response(document, { status: 200, headers: RECORD_HEADERS });
  });

  app.get("/docs", () => {
    observe.request("/docs", 200);
    return page(PAGE, "text/html; charset=utf-8");
  });
  app.get("/docs/:name", async (c) => {
    const response = await asset(c.req.param("name"));
    observe.request("/docs/:name", response.status);
    return response;
  });

  async function asset(name: string): Promise<Response> {
    if (name === "start.js") return page(START, TYPES["swagger-ui-bundle.js"]);
    const type = name === "swagger-ui.css" || name === "swagger-ui-bundle.js" ? TYPES[name] : undefined;
    const body = type === undefined ? undefined : await docsFile(name);
    if (type === undefined || body === undefined) return problem("not_found", "There is no such page.");
    return page(body, type);
  }
}

const INFO = {
  title: "Hifazat",
  version: "1",
  description:
    "The registry behind lawful content blocking in Pakistan. Errors are problem documents (RFC 9457) with a stable `code`.",
};

function page(body: string | Uint8Array<ArrayBuffer>, type: string): Response {
  return new Response(body, { status: 200, headers: { ...PAGE_HEADERS, "content-type": type } });
}
