import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { Agent, type Dispatcher, request } from "undici";
import { type ErrorCode, HifazatError } from "../../core/errors.ts";
import { placeOf } from "../../core/source/draft-source.ts";
import type { QuarantineCode } from "../../core/source/outcome.ts";
import type { Source } from "../../core/source/source.ts";
import { lookupPublic, type Resolve, resolveName } from "./public-address.ts";

export type FetchPorts = {
  /** Where bodies are received into, each as a file of its own that only its owner may read. */
  readonly folder: string;
  readonly resolve?: Resolve | undefined;
  /** For tests: servers on this machine, http too, and nothing else. */
  readonly loopback?: true | undefined;
};

type Validators = Source["validators"];

/** A body as it came. `flaw`: it was cut, by its server or at the ceiling, so it is not the whole list. */
export type Body = {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly validators: Validators;
  readonly flaw: Extract<QuarantineCode, "source_truncated" | "source_too_large"> | null;
};
export type Fetched = { readonly kind: "unchanged" } | { readonly kind: "body"; readonly body: Body };

const MOST_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];
const USER_AGENT = "Hifazat (registry of lawful blocking; fetches declared sources)";

/**
 * Fetches a source's list, if it is not as it was when `validators` were given. Connects to declared hosts only, over https,
 * at public addresses, and follows no redirect to anywhere else. Throws `source_host`, `source_redirect`,
 * `source_address` or `source_unreachable`; nothing is left behind then. Whoever gets a body removes its file.
 */
export async function fetchBody(
  source: Pick<Source, "url" | "hosts" | "bounds" | "validators">,
  ports: FetchPorts,
): Promise<Fetched> {
  const onLoopback = ports.loopback === true;
  const signal = AbortSignal.timeout(source.bounds.seconds * 1_000);
  const dispatcher = new Agent({
    connect: { lookup: lookupPublic(ports.resolve ?? resolveName, onLoopback) },
    headersTimeout: source.bounds.seconds * 1_000,
    bodyTimeout: source.bounds.seconds * 1_000,
    pipelining: 0,
  });
  try {
    let place = declaredPlace(source.url, source.hosts, onLoopback, "source_host");
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const response = await ask(place, source.validators, dispatcher, signal);
      if (response.statusCode === 304 && hasValidator(source.validators)) return { kind: "unchanged" };
      if (response.statusCode === 200)
        return { kind: "body", body: await receive(response, source, ports.folder, signal) };
      if (!REDIRECTS.includes(response.statusCode)) throw unreachable(`status ${response.statusCode}`);
      const to = String(response.headers.location ?? "");
      place = declaredPlace(URL.canParse(to, place) ? new URL(to, place).href : "", source.hosts, onLoopback);
    }
    throw new HifazatError("source_redirect", `more than ${MOST_REDIRECTS} redirects`);
  } catch (error) {
    throw known(error, signal);
  } finally {
    await dispatcher.destroy();
  }
}

function declaredPlace(
  text: string,
  hosts: readonly string[],
  onLoopback: boolean,
  code: ErrorCode = "source_redirect",
): URL {
  const place = placeOf(text, onLoopback);
  if (place !== undefined && hosts.includes(place.host)) return place;
  throw new HifazatError(code, "Not a declared host.");
}

function ask(place: URL, { etag, lastModified }: Validators, dispatcher: Dispatcher, signal: AbortSignal) {
  return request(place, {
    dispatcher,
    signal,
    headers: {
      "user-agent": USER_AGENT,
      accept: "text/plain, text/csv, application/x-ndjson, */*;q=0.1",
      "accept-encoding": "gzip",
      ...(etag !== null && { "if-none-match": etag }),
      ...(lastModified !== null && { "if-modified-since": lastModified }),
    },
  });
}

async function receive(
  { headers, body }: Dispatcher.ResponseData,
  { bounds }: Pick<Source, "bounds">,
  folder: string,
  signal: AbortSignal,
): Promise<Body> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, randomUUID());
  const file = await open(path, "wx", 0o600);
  const hash = createHash("sha256");
  let bytes = 0;
  let flaw: Body["flaw"] = null;
  try {
    try {
      for await (const chunk of decoded(body, headers["content-encoding"], bounds.bytes)) {
        if (bytes + chunk.length > bounds.bytes) throw new TooLarge();
        bytes += chunk.length;
        hash.update(chunk);
        await file.writeFile(chunk).catch((cause: unknown) => {
          throw new HifazatError("unavailable", "The body cannot be written to the disk.", { cause });
        });
      }
    } catch (error) {
      if (error instanceof HifazatError || signal.aborted) throw error;
      // Node's own connection errors and those of gzip: what came is kept to be looked at.
      flaw = error instanceof TooLarge ? "source_too_large" : "source_truncated";
    }
    await file.sync();
    await file.close();
  } catch (error) {
    await file.close().catch(() => {});
    await rm(path, { force: true });
    throw error;
  }
  const validators = { etag: one(headers.etag), lastModified: one(headers["last-modified"]) };
  return { path, sha256: hash.digest("hex"), bytes, validators, flaw };
}

class TooLarge extends Error {}

/** The body unpacked; `most` bounds the bytes on the line, so that a stream which unpacks to nothing ends too. */
function decoded(body: Readable, encoding: string | string[] | undefined, most: number): AsyncIterable<Uint8Array> {
  async function* counted(chunks: AsyncIterable<Uint8Array>) {
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > most) throw new TooLarge();
      yield chunk;
    }
  }
  if (encoding === undefined || encoding === "identity") return counted(body);
  if (encoding !== "gzip" && encoding !== "x-gzip") throw unreachable("an encoding that was not asked for");
  return pipeline(body, counted, createGunzip(), () => {});
}

const one = (header: string | string[] | undefined): string | null => (typeof header === "string" ? header : null);
const hasValidator = ({ etag, lastModified }: Validators): boolean => etag !== null || lastModified !== null;
const unreachable = (why: string) => new HifazatError("source_unreachable", why);

/** Our own refusal, wherever the client put it; otherwise a code of the network, never a text of it. */
function known(error: unknown, signal: AbortSignal): HifazatError {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof HifazatError) return at;
  if (signal.aborted) return unreachable("out of time");
  const { code } = (error ?? {}) as { code?: unknown };
  const why = typeof code === "string" && /^[A-Z0-9_]{1,40}$/.test(code) ? code : "no answer";
  return new HifazatError("source_unreachable", why, { cause: error });
}
