import { Agent, request } from "undici";

// biome-ignore lint/suspicious/noExplicitAny: a scenario reads whatever JSON came
export type Json = any;
export type Reply = { readonly status: number; readonly body: Json; readonly headers: Record<string, unknown> };
type Body = string | Uint8Array | object | undefined;

/** What all callers together have met. */
export type Tally = {
  requests: number;
  /** Refusals by code, as they were expected or not. */
  readonly refused: Map<string, number>;
  /** Times somebody was told to come back because the registry was busy. */
  waited: number;
};

const BUSY_TRIES = 40;

/** Somebody somewhere: an own address of the loopback network, so that limits of one address count for one person. */
export function callerAt(place: { url: string }, address: string, tally: Tally) {
  // The server closes what is idle for five seconds: whoever closes first is not closed upon in the middle of a request.
  const keepAlive = { keepAliveTimeout: 1_000, keepAliveMaxTimeout: 1_000 };
  const dispatcher = new Agent({
    localAddress: address,
    connections: 4,
    headersTimeout: 0,
    bodyTimeout: 0,
    ...keepAlive,
  });
  let cookie: string | undefined;
  let csrf: string | undefined;

  async function once(method: string, path: string, body: Body, headers: Record<string, string>): Promise<Reply> {
    const raw = typeof body === "string" || body instanceof Uint8Array;
    const answer = await request(`${place.url}${path}`, {
      dispatcher,
      method: method as "GET",
      headers: {
        origin: place.url,
        ...(cookie === undefined ? {} : { cookie }),
        ...(csrf === undefined ? {} : { "csrf-token": csrf }),
        ...(body === undefined || raw ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? null : raw ? body : JSON.stringify(body),
    });
    const set = answer.headers["set-cookie"];
    const first = Array.isArray(set) ? set[0] : set;
    if (first !== undefined) cookie = first.split(";", 1)[0];
    const text = await answer.body.text();
    const isJson = String(answer.headers["content-type"] ?? "").includes("json");
    const parsed: Json = text !== "" && isJson ? JSON.parse(text) : text;
    const value = parsed?.csrf ?? parsed?.session?.csrf;
    if (typeof value === "string") csrf = value;
    return { status: answer.statusCode, body: parsed, headers: answer.headers };
  }

  /** The answer whatever it is; whoever is told that the registry is busy comes back. */
  async function call(method: string, path: string, body?: Body, headers: Record<string, string> = {}): Promise<Reply> {
    for (let tries = 1; ; tries++) {
      tally.requests += 1;
      const reply = await once(method, path, body, headers);
      if (reply.status !== 503 || tries === BUSY_TRIES) {
        if (reply.status >= 400) tally.refused.set(reply.body.code, (tally.refused.get(reply.body.code) ?? 0) + 1);
        return reply;
      }
      tally.waited += 1;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  /** The body of a good answer; throws what went wrong otherwise. */
  async function ok(method: string, path: string, body?: Body, headers?: Record<string, string>): Promise<Json> {
    const reply = await call(method, path, body, headers);
    if (reply.status >= 400) throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body;
  }

  return {
    call,
    ok,
    /** Throws unless it is refused with this code. */
    async refused(code: string, method: string, path: string, body?: Body): Promise<void> {
      const reply = await call(method, path, body);
      if (reply.body?.code !== code) throw new Error(`${method} ${path} should be ${code}: ${JSON.stringify(reply)}`);
    },
    upload: (path: string, file: string | Uint8Array, type = "text/plain") =>
      ok("POST", path, file, { "content-type": type }),
    forget() {
      cookie = undefined;
      csrf = undefined;
    },
    close: () => dispatcher.close(),
  };
}

export type Caller = ReturnType<typeof callerAt>;
