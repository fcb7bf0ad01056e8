import type { OpenAPIHono } from "@hono/zod-openapi";
import type { PublicDeps, ReleaseOutline } from "./deps.ts";
import { FRESHNESS_HEADER } from "./headers.ts";
import { noRelease, problem } from "./problem.ts";
import { json, problems } from "./problem-schema.ts";
import { record } from "./record.ts";
import { MAX_WAIT_SECONDS, Release, ReleaseQuery } from "./release-schema.ts";

const PATH = "/v1/release";

/** The current release, and the bell: a caller may wait here for the next one. */
export function releaseRoutes(
  app: OpenAPIHono,
  deps: Pick<PublicDeps, "published" | "freshness" | "waitForRelease" | "observe">,
): void {
  const { published, freshness, waitForRelease, observe } = deps;
  app.openAPIRegistry.registerPath({
    method: "get",
    path: PATH,
    summary: "The current release; with `after` and `wait`, as soon as there is a newer one",
    description:
      "Always answers with the current release. With `after` and `wait` the answer comes when its number is above " +
      "`after`, and at the end of the wait at the latest: compare the numbers. Lookups follow a moment later, when the " +
      "release's index is read: each says which release it is of. The header Release-Freshness says how old " +
      "that release is, in seconds: `age` since it was published, `checked` since its source last confirmed it, " +
      "`valid` until its signatures expire (below 0: a newer release may be kept from this server).",
    request: { query: ReleaseQuery },
    responses: { 200: { description: "The current release", content: json(Release) }, ...problems(400, 503) },
  });
  app.get(PATH, async (c) => {
    const response = await current(c.req.query(), c.req.raw);
    observe.request(PATH, response.status);
    return response;
  });

  async function current(query: Record<string, string>, request: Request): Promise<Response> {
    const parsed = ReleaseQuery.safeParse(query);
    if (!parsed.success) return problem("bad_request", "after and wait must be whole numbers.");
    const { after, wait = 0 } = parsed.data;
    if (after !== undefined) {
      const waited = await waitForRelease(after, Math.min(wait, MAX_WAIT_SECONDS) * 1_000, request.signal);
      if (waited === "too_many") {
        const headers = { "retry-after": "30" };
        return problem("unavailable", "Too many callers wait for a release.", { headers });
      }
    }
    const newest = published();
    if (newest === undefined) return noRelease();
    const response = await record(request, `release-${newest.release}`, () => shown(newest));
    const old = freshness();
    if (old !== undefined) {
      response.headers.set(FRESHNESS_HEADER, `age=${old.age}, checked=${old.checked}, valid=${old.valid}`);
      response.headers.set("access-control-expose-headers", FRESHNESS_HEADER);
    }
    return response;
  }
}

function shown(outline: ReleaseOutline): object {
  const { release, previous, published, list, entries, categories, identity, manifestPath, nextPollSeconds } = outline;
  const manifest = `/tuf/targets/${manifestPath}`;
  return {
    release,
    previous,
    published,
    list,
    entries,
    categories,
    identity,
    manifest,
    next_poll_seconds: nextPollSeconds,
  };
}
