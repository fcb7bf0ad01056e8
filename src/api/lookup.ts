import type { OpenAPIHono } from "@hono/zod-openapi";
import { mediaType, readText } from "./body.ts";
import type { Answers, LookupAnswer, PublicDeps } from "./deps.ts";
import { LOOKUP_HEADERS } from "./headers.ts";
import {
  LookupQuery,
  LookupRequest,
  LookupResults,
  MAX_JSON_URLS,
  MAX_LOOKUP_BODY,
  MAX_TEXT_LINES,
  Verdict,
} from "./lookup-schema.ts";
import { noRelease, problem } from "./problem.ts";
import { json, problems } from "./problem-schema.ts";
import { queryParameter } from "./query-parameter.ts";
import { TextParts } from "./text-parts.ts";

const PATH = "/v1/lookup";
const OK = { status: 200, headers: LOOKUP_HEADERS } as const;
/** Lines after which a long request lets others have their turn. */
const TURN = 1_000;
/** Lines that are got ready together, where that takes anything. */
const GROUP = 200;

/**
 * Is this blocked? The hot path: no middleware, no validation at run time, no context helper, one Response. What was
 * asked is answered and forgotten; it goes into no log and no metric.
 */
export function lookupRoutes(app: OpenAPIHono, { answers, observe }: Pick<PublicDeps, "answers" | "observe">): void {
  app.openAPIRegistry.registerPath({
    method: "get",
    path: PATH,
    summary: "Is this blocked?",
    request: { query: LookupQuery },
    responses: { 200: { description: "The verdict", content: json(Verdict) }, ...problems(400, 503) },
  });
  app.get(PATH, (c): Response | Promise<Response> => {
    const current = answers();
    if (current === undefined) return counted(noRelease());
    const query = queryParameter(c.req.raw.url, "url");
    if (query === undefined) return counted(problem("bad_request", "The parameter url is missing."));
    const answer = current.lookup(query);
    return answer instanceof Promise ? answer.then(verdict) : verdict(answer);
  });

  function verdict(answer: LookupAnswer): Response {
    if (answer.kind === "refused") {
      observe.lookups(0, 0, 1);
      const detail = "The parameter url holds no name or URL that can be on the list.";
      return counted(problem("bad_request", detail, { members: { refused: answer.code } }));
    }
    const blocked = answer.kind === "blocked" ? 1 : 0;
    observe.lookups(blocked, 1 - blocked, 0);
    observe.request(PATH, 200);
    return new Response(answer.json, OK);
  }

  app.openAPIRegistry.registerPath({
    method: "post",
    path: PATH,
    summary: "Are these blocked?",
    description:
      `JSON with up to ${MAX_JSON_URLS} URLs, or text with a URL a line, up to ${MAX_TEXT_LINES} lines; both are ` +
      "answered by the same JSON, in the order of the request and from one release.",
    request: {
      body: { required: true, content: { ...json(LookupRequest), "text/plain": { schema: { type: "string" } } } },
    },
    responses: { 200: { description: "The verdicts", content: json(LookupResults) }, ...problems(400, 413, 415, 503) },
  });
  app.post(PATH, async (c) => {
    const current = answers();
    if (current === undefined) return counted(noRelease());
    const urls = await readUrls(c.req.raw);
    if (urls instanceof Response) return counted(urls);
    const body = await answerAll(current, urls);
    observe.request(PATH, 200);
    return new Response(body, OK);
  });

  // A page elsewhere that posts JSON asks first (Fetch, CORS preflight).
  app.options(PATH, () => {
    const headers = {
      allow: "GET, HEAD, POST, OPTIONS",
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, POST",
      "access-control-allow-headers": "content-type",
      "access-control-max-age": "86400",
    };
    return counted(new Response(null, { status: 204, headers }));
  });

  function counted(response: Response): Response {
    observe.request(PATH, response.status);
    return response;
  }

  async function answerAll(current: Answers, urls: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
    const count = { blocked: 0, clear: 0, refused: 0 };
    const body = new TextParts();
    body.add(`{"release":${current.release},"results":[`);
    for (const [at, url] of urls.entries()) {
      if (at % TURN === TURN - 1) await new Promise((resolve) => setTimeout(resolve));
      if (at % GROUP === 0) await current.prepare?.(urls.slice(at, at + GROUP));
      const found = current.lookup(url);
      const answer = found instanceof Promise ? await found : found;
      count[answer.kind] += 1;
      body.add(at === 0 ? answer.json : `,${answer.json}`);
    }
    body.add("]}");
    observe.lookups(count.blocked, count.clear, count.refused);
    return body.bytes();
  }
}

async function readUrls(request: Request): Promise<readonly string[] | Response> {
  const type = mediaType(request);
  if (type !== "application/json" && type !== "text/plain") {
    const headers = { "accept-post": "application/json, text/plain" };
    return problem("unsupported_media_type", "Send application/json or text/plain.", { headers });
  }
  const text = await readText(request, MAX_LOOKUP_BODY);
  if (text === undefined) return problem("too_large", `A body may have ${MAX_LOOKUP_BODY} bytes.`);
  return type === "application/json" ? urlsOfJson(text) : urlsOfLines(text);
}

function urlsOfJson(text: string): readonly string[] | Response {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return problem("bad_request", "The body is not JSON.");
  }
  const urls = typeof body === "object" && body !== null && "urls" in body ? body.urls : undefined;
  if (!Array.isArray(urls)) return problem("bad_request", 'The body must be an object like {"urls": ["example.com"]}.');
  if (urls.length > MAX_JSON_URLS) return problem("too_large", `A JSON body may hold ${MAX_JSON_URLS} URLs.`);
  const wrong = urls.findIndex((url) => typeof url !== "string");
  return wrong === -1 ? urls : problem("bad_request", `urls[${wrong}] is not a string.`);
}

/** The final line break ends the last line; an empty line in between is a query like any other, so that order is kept. */
function urlsOfLines(text: string): readonly string[] | Response {
  const lines = text.split(text.includes("\r") ? /\r?\n/ : "\n", MAX_TEXT_LINES + 2);
  if (lines.length <= MAX_TEXT_LINES + 1 && lines.at(-1) === "") lines.pop();
  if (lines.length > MAX_TEXT_LINES) return problem("too_large", `A text body may hold ${MAX_TEXT_LINES} lines.`);
  return lines;
}
