import { type Dispatcher, Agent as HttpAgent, request } from "undici";
import { HifazatError } from "../../core/errors.ts";
import { CONNECT_TIMEOUT_MS, HEADERS_TIMEOUT_MS, IDLE_TIMEOUT_MS, MAX_REDIRECTS } from "./limits.ts";
import { retryAfterOf } from "./retry-after.ts";

export type Answer =
  | {
      readonly kind: "bytes";
      readonly bytes: Buffer;
      readonly date: Date | undefined;
      readonly etag: string | undefined;
    }
  | {
      readonly kind: "status";
      readonly status: number;
      readonly date: Date | undefined;
      readonly retryAfterSeconds: number | undefined;
    };

/**
 * Fetches one file and trusts nothing: at most `maxBytes`, within `totalMs`, from the origin that was asked. Throws
 * registry_unreachable, tuf_endless_data or tuf_truncated. Whether the bytes may be believed is `trust.ts`.
 */
export type Download = (
  url: string,
  limits: { maxBytes: number; totalMs: number; ifNoneMatch?: string },
) => Promise<Answer>;

export type Downloader = { readonly download: Download; readonly close: () => Promise<void> };

type HttpTimeouts = { readonly connectMs: number; readonly headersMs: number; readonly idleMs: number };

const TIMEOUTS: HttpTimeouts = {
  connectMs: CONNECT_TIMEOUT_MS,
  headersMs: HEADERS_TIMEOUT_MS,
  idleMs: IDLE_TIMEOUT_MS,
};

/** A downloader over undici. `token` is sent to `tokenOrigin` only, so that a mirror never sees it. */
export function openDownloader(
  identity: { token?: string | undefined; tokenOrigin?: string; userAgent: string },
  timeouts: HttpTimeouts = TIMEOUTS,
): Downloader {
  const agent = new HttpAgent({
    connect: { timeout: timeouts.connectMs },
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.idleMs,
  });
  const headersFor = (url: URL): Record<string, string> => ({
    "user-agent": identity.userAgent,
    ...(identity.token !== undefined && url.origin === identity.tokenOrigin
      ? { authorization: `Bearer ${identity.token}` }
      : {}),
  });
  return {
    close: () => agent.destroy(),
    async download(address, { maxBytes, totalMs, ifNoneMatch }) {
      const signal = AbortSignal.timeout(totalMs);
      let url = new URL(address);
      for (let redirects = 0; ; redirects++) {
        const condition = ifNoneMatch === undefined ? {} : { "if-none-match": ifNoneMatch };
        const response = await ask(agent, url, { ...headersFor(url), ...condition }, signal);
        const date = dateOf(response);
        const location = response.headers.location;
        if (response.statusCode >= 300 && response.statusCode < 400 && typeof location === "string") {
          response.body.destroy();
          url = redirected(url, location, redirects);
          continue;
        }
        if (response.statusCode !== 200) {
          response.body.destroy();
          const retryAfterSeconds = retryAfterOf(response.headers["retry-after"]);
          return { kind: "status", status: response.statusCode, date, retryAfterSeconds };
        }
        const etag = typeof response.headers.etag === "string" ? response.headers.etag : undefined;
        return { kind: "bytes", bytes: await readBody(response, url, maxBytes, signal), date, etag };
      }
    },
  };
}

async function ask(
  dispatcher: Dispatcher,
  url: URL,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  try {
    const response = await request(url, { dispatcher, headers, signal });
    // A body that is destroyed early says so on 'error', which nobody else may be listening to.
    response.body.on("error", () => {});
    return response;
  } catch (cause) {
    throw new HifazatError("registry_unreachable", `${url.origin} does not answer: ${reasonOf(cause)}.`, { cause });
  }
}

function redirected(from: URL, location: string, redirects: number): URL {
  const to = URL.canParse(location, from) ? new URL(location, from) : undefined;
  if (to?.origin !== from.origin) {
    const message = `${from.origin} redirects to another host (${to?.origin ?? "not a URL"}), which is not followed.`;
    throw new HifazatError("registry_unreachable", message);
  }
  if (redirects >= MAX_REDIRECTS)
    throw new HifazatError("registry_unreachable", `${from.origin} redirects more than ${MAX_REDIRECTS} times.`);
  return to;
}

async function readBody(
  response: Dispatcher.ResponseData,
  url: URL,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Buffer> {
  const announced = Number(response.headers["content-length"] ?? Number.NaN);
  const chunks: Buffer[] = [];
  let received = 0;
  try {
    if (announced > maxBytes) throw endless(url, maxBytes);
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      received += chunk.length;
      if (received > maxBytes) throw endless(url, maxBytes);
      chunks.push(chunk);
    }
  } catch (cause) {
    response.body.destroy();
    if (cause instanceof HifazatError) throw cause;
    if (signal.aborted || codeOf(cause) === "UND_ERR_BODY_TIMEOUT") {
      const message = `${url.href} came too slowly: ${received} bytes before the time was up.`;
      throw new HifazatError("registry_unreachable", message, { cause });
    }
    const of = Number.isNaN(announced) ? "" : ` of ${announced}`;
    throw new HifazatError("tuf_truncated", `${url.href} broke off after ${received}${of} bytes.`, { cause });
  }
  return Buffer.concat(chunks, received);
}

const endless = (url: URL, maxBytes: number): HifazatError =>
  new HifazatError("tuf_endless_data", `${url.href} is longer than the ${maxBytes} bytes it may have.`);

/** The answer's own idea of the time, to tell a wrong clock from a frozen registry. Not trusted for anything. */
function dateOf(response: Dispatcher.ResponseData): Date | undefined {
  const date = new Date(String(response.headers.date));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function codeOf(cause: unknown): string | undefined {
  const code = (cause as { code?: unknown }).code;
  return typeof code === "string" ? code : undefined;
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  // A name with several addresses fails as an AggregateError without a message of its own.
  const inner = cause instanceof AggregateError ? cause.errors[0] : undefined;
  return inner instanceof Error ? inner.message : cause.message || cause.name;
}
