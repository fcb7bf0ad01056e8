import type { OpenAPIHono } from "@hono/zod-openapi";
import { byteRange } from "./byte-range.ts";
import type { PublicDeps, RepositoryFiles } from "./deps.ts";
import { namesEtag } from "./etag.ts";
import { IMMUTABLE_FILE_HEADERS, POINTER_FILE_HEADERS } from "./headers.ts";
import { problem } from "./problem.ts";
import { Problem, problems } from "./problem-schema.ts";

/**
 * The signed TUF repository as files. The names are spelled out here, so that nothing else in the folder (a file on its
 * way in, a dot file, a path out of it) can be asked for. Metadata is small and hashed when it is served; a target's
 * ETag is the hash in its name.
 */
const METADATA = /^(?:timestamp|[1-9]\d{0,9}\.[a-z][a-z0-9-]{0,63})\.json$/;
const TARGET = /^(?:[a-z0-9][a-z0-9-]{0,63}\/){1,2}([0-9a-f]{64})\.[a-z0-9][a-z0-9-]{0,63}(\.[a-z0-9]{1,8}){1,2}$/;

/** They say that there is a release, how large, and what the pages say, and name nobody. */
const OPEN = /^general\/[0-9a-f]{64}\.(?:manifest|site)\.json$/;

const TYPES: Readonly<Record<string, string>> = { json: "application/json", zst: "application/zstd" };
const typeOf = (name: string): string => TYPES[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";

/** Manifests and most deltas: sent from memory, not as a stream. */
const SMALL_BYTES = 262_144;

const METADATA_PATH = "/tuf/metadata/:name";
const TARGET_PATH = "/tuf/targets/*";

type RepositoryDeps = Pick<PublicDeps, "files" | "observe" | "pullRefusal">;

export function repositoryRoutes(app: OpenAPIHono, { files, observe, pullRefusal }: RepositoryDeps): void {
  const content = { "application/problem+json": { schema: Problem } };
  const refused = {
    401: { description: "`unauthenticated`, `token_expired`, `token_revoked`", content },
    403: { description: "`forbidden`, `suspended`", content },
  };
  const file = { description: "The file", content: { "application/octet-stream": {} } };
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/tuf/metadata/{name}",
    summary: "TUF metadata (The Update Framework 1.0, consistent snapshots)",
    responses: { 200: file, 304: { description: "Unchanged" }, ...problems(404) },
  });
  app.openAPIRegistry.registerPath({
    method: "get",
    path: "/tuf/targets/{name}",
    summary: "TUF targets: manifest, list, deltas, filter and index of a release",
    description:
      "Immutable. Takes Range, If-Range and If-None-Match. Where the operator has restricted the list to subscribers, every " +
      "file but the manifest and the site's settings needs a token with `list.pull`.",
    responses: {
      200: file,
      206: { description: "A part" },
      304: { description: "Unchanged" },
      ...refused,
      ...problems(404, 416),
    },
  });
  app.get(METADATA_PATH, async (c) => counted(METADATA_PATH, await metadata(files, c.req.param("name"), c.req.raw)));
  app.get(TARGET_PATH, async (c) => {
    const name = c.req.path.slice(TARGET_PATH.length - 1);
    if (pullRefusal === undefined || OPEN.test(name)) return counted(TARGET_PATH, await target(files, name, c.req.raw));
    const refusal = pullRefusal(c);
    // Translated by whoever answers for the whole app.
    if (refusal !== undefined) throw refusal;
    const response = await target(files, name, c.req.raw);
    // A cache between here and the subscriber must not hand it to others.
    if (response.headers.has("etag")) response.headers.set("cache-control", "private, max-age=31536000, immutable");
    return counted(TARGET_PATH, response);
  });

  function counted(route: string, response: Response): Response {
    observe.request(route, response.status);
    return response;
  }
}

/** Not `no-store`: every TUF client asks for the next root, which does not exist until it does. */
const missing = (): Response =>
  problem("not_found", "The repository has no file of this name.", {
    headers: { "cache-control": "public, max-age=0, must-revalidate" },
  });

async function metadata(files: RepositoryFiles, name: string, request: Request): Promise<Response> {
  const body = METADATA.test(name) ? await files.whole(`metadata/${name}`) : undefined;
  if (body === undefined) return missing();
  const headers = {
    ...(name === "timestamp.json" ? POINTER_FILE_HEADERS : IMMUTABLE_FILE_HEADERS),
    "content-type": "application/json",
    etag: await etagOf(body),
  };
  return fileResponse(request, headers, inMemory(body));
}

/** Of bodies that are given again and again. */
const etags = new WeakMap<Uint8Array, string>();

async function etagOf(body: Uint8Array<ArrayBuffer>): Promise<string> {
  const known = etags.get(body);
  if (known !== undefined) return known;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  const etag = `"${btoa(String.fromCharCode(...digest))}"`;
  etags.set(body, etag);
  return etag;
}

async function target(files: RepositoryFiles, name: string, request: Request): Promise<Response> {
  const hash = TARGET.exec(name)?.[1];
  const path = `targets/${name}`;
  const size = hash === undefined ? undefined : await files.size(path);
  if (size === undefined) return missing();
  const headers = { ...IMMUTABLE_FILE_HEADERS, "content-type": typeOf(name), etag: `"${hash}"` };
  const small = size <= SMALL_BYTES ? await files.whole(path) : undefined;
  if (small !== undefined) return fileResponse(request, headers, inMemory(small));
  return fileResponse(request, headers, { size, part: (start, end) => files.stream(path, start, end) });
}

const inMemory = (body: Uint8Array<ArrayBuffer>): Source => ({
  size: body.byteLength,
  part: (start, end) => body.subarray(start, end + 1),
});

type Source = {
  readonly size: number;
  readonly part: (start: number, end: number) => Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
};

/** Preconditions before the range (RFC 9110, 13.2.2). A HEAD opens no stream, because nobody would close it. */
function fileResponse(request: Request, headers: Record<string, string> & { etag: string }, source: Source): Response {
  const { etag } = headers;
  const asked = request.headers;
  if (namesEtag(asked.get("if-none-match"), etag, "weak")) return new Response(null, { status: 304, headers });
  const condition = asked.get("if-range");
  const fresh = condition === null || namesEtag(condition, etag, "strong");
  const range = byteRange(fresh && request.method === "GET" ? asked.get("range") : null, source.size);
  if (range.kind === "unsatisfiable") {
    const unsatisfied = { "content-range": `bytes */${source.size}` };
    return problem("range_not_satisfiable", `The file has ${source.size} bytes.`, { headers: unsatisfied });
  }
  const { start, end } = range.kind === "part" ? range : { start: 0, end: source.size - 1 };
  const described = { ...headers, "accept-ranges": "bytes", "content-length": String(end - start + 1) };
  const body = request.method === "HEAD" || source.size === 0 ? null : source.part(start, end);
  if (range.kind === "whole") return new Response(body, { status: 200, headers: described });
  const contentRange = `bytes ${start}-${end}/${source.size}`;
  return new Response(body, { status: 206, headers: { ...described, "content-range": contentRange } });
}
