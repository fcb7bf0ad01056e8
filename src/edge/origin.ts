import { problem } from "../api/problem.ts";
import { HifazatError } from "../core/errors.ts";
import { siteFailure } from "../web/site/app.tsx";
import type { SiteDeps } from "../web/site/deps.ts";
import { pageApp } from "../web/ui/page-app.ts";

/** What programs ask of the registry alone: everything that writes, the follow-up of a complaint, the documentation's files. */
const FOR_ORIGIN = /^\/v1\/(?:complaints|appeals|receipts|coverage|statistics\/months)(?:\/|$)|^\/docs\/./;
/** Pages that take something in, or say what only the database knows. */
const PAGES_FOR_ORIGIN = ["/complain", "/appeal", "/complaints", "/transparency/months"] as const;

/** The registry's answer to what programs ask of it alone; undefined for everything else. */
export async function passOn(origin: string, request: Request): Promise<Response | undefined> {
  if (!FOR_ORIGIN.test(new URL(request.url).pathname)) return undefined;
  if (origin === "")
    return problem("unavailable", "Complaints and appeals are not taken here at the moment; nothing was sent.");
  const headers = { "retry-after": "120" };
  const unreachable = "The registry cannot be reached. Please send it again in a few minutes.";
  return (await askOrigin(origin, request)) ?? problem("unavailable", unreachable, { headers });
}

/** The registry's pages, or one that says it cannot be reached. */
export function originPages(origin: string, site: SiteDeps) {
  const pages = pageApp(site.observe, siteFailure(site));
  const pass = async (request: Request): Promise<Response> => {
    const answer = origin === "" ? undefined : await askOrigin(origin, request);
    if (answer === undefined) throw new HifazatError("unavailable", "The registry cannot be reached.");
    return answer;
  };
  for (const path of PAGES_FOR_ORIGIN) {
    pages.get(path, (c) => pass(c.req.raw));
    pages.post(path, (c) => pass(c.req.raw));
  }
  return pages.app;
}

/**
 * Passes a request on to the registry. A failure that is neither a problem document nor a page of the registry comes from
 * something in between, such as Cloudflare's own page when the registry does not answer: undefined.
 */
async function askOrigin(origin: string, request: Request): Promise<Response | undefined> {
  const { pathname, search } = new URL(request.url);
  // Where the registry sends somebody is for the browser to follow.
  const passed = new Request(new URL(pathname + search, origin), new Request(request, { redirect: "manual" }));
  const answer = await fetch(passed).catch(() => undefined);
  const own = answer?.headers.get("content-type")?.startsWith("application/problem+json") ?? false;
  if (answer !== undefined && (answer.status < 500 || own)) return answer;
  await answer?.body?.cancel();
  return undefined;
}
