import { namesEtag } from "./etag.ts";
import { RECORD_HEADERS } from "./headers.ts";

/** Answers with a public record as JSON, or with 304 when the caller has the one of this `version` already. */
export async function record(
  request: Request,
  version: string,
  body: () => object | Promise<object>,
): Promise<Response> {
  const etag = `"${version}"`;
  const headers = { ...RECORD_HEADERS, etag };
  if (namesEtag(request.headers.get("if-none-match"), etag, "weak")) {
    return new Response(null, { status: 304, headers });
  }
  return new Response(JSON.stringify(await body()), { status: 200, headers });
}
