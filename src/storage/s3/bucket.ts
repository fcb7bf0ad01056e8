import { AwsClient } from "aws4fetch";
import { HifazatError } from "../../core/errors.ts";
import { type Listed, readListing } from "./listing.ts";

/** A bucket of an S3-compatible store (R2, S3, MinIO …), addressed by path: ENDPOINT/BUCKET/KEY. */
export type BucketAddress = {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  /** Before every key; empty, or ending in "/". */
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
};

export type NewObject = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of the bytes, hexadecimal: the store refuses anything else that arrives under this signature. */
  readonly sha256: string;
  readonly type: string;
  readonly cacheControl: string;
};

/** Keys are without the prefix. Everything throws `store_unreachable` (try again) or `store_refused` (see to it). */
export type Bucket = {
  readonly put: (key: string, object: NewObject) => Promise<void>;
  /** At most `limit` bytes; undefined when there is no such object. */
  readonly get: (key: string, limit: number) => Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** All objects whose key begins so. */
  readonly list: (start: string) => Promise<Listed[]>;
  readonly remove: (key: string) => Promise<void>;
};

/** Tries of a request that the store answers with 429 or 5xx, and the first pause between them. */
const RETRIES = 2;
const FIRST_PAUSE_MS = 200;
/** A request with its answer, milliseconds, and what one megabyte of body adds to that. */
const PATIENCE_MS = 30_000;
const PATIENCE_PER_MEGABYTE_MS = 4_000;

/** `signal` ends whatever is under way. */
export function openBucket(address: BucketAddress, signal: AbortSignal): Bucket {
  const { endpoint, bucket, region, prefix, accessKeyId, secretAccessKey } = address;
  const client = new AwsClient({
    accessKeyId,
    secretAccessKey,
    region,
    service: "s3",
    retries: RETRIES,
    initRetryMs: FIRST_PAUSE_MS,
  });
  const base = `${endpoint}/${bucket}`;

  async function ask(path: string, init: RequestInit, bytes = 0): Promise<Response> {
    const patience = AbortSignal.timeout(PATIENCE_MS + Math.ceil((bytes / 1e6) * PATIENCE_PER_MEGABYTE_MS));
    let response: Response;
    try {
      response = await client.fetch(base + path, { ...init, signal: AbortSignal.any([signal, patience]) });
    } catch (cause) {
      throw new HifazatError("store_unreachable", `${base} does not answer: ${reasonOf(cause)}.`, { cause });
    }
    if (response.ok || response.status === 404) return response;
    const said = /<Code>([A-Za-z]{1,64})<\/Code>/.exec(await response.text().catch(() => ""))?.[1];
    const message = `${base} answers ${init.method} with ${response.status}${said === undefined ? "" : ` ${said}`}.`;
    throw new HifazatError(
      response.status >= 500 || response.status === 429 ? "store_unreachable" : "store_refused",
      message,
    );
  }
  const pathOf = (key: string): string => `/${prefix}${key}`;

  return {
    async put(key, { bytes, sha256, type, cacheControl }) {
      const headers = { "x-amz-content-sha256": sha256, "content-type": type, "cache-control": cacheControl };
      const response = await ask(pathOf(key), { method: "PUT", headers, body: bytes }, bytes.length);
      await response.body?.cancel();
      if (!response.ok) throw new HifazatError("store_refused", `${base}: there is no such bucket.`);
    },
    async get(key, limit) {
      const response = await ask(pathOf(key), { method: "GET" });
      const length = Number(response.headers.get("content-length"));
      if (response.status === 404 || length > limit) {
        await response.body?.cancel();
        return undefined;
      }
      return new Uint8Array(await response.arrayBuffer());
    },
    async list(start) {
      const objects: Listed[] = [];
      for (let token: string | undefined; ; ) {
        const query = new URLSearchParams({ "list-type": "2", prefix: prefix + start });
        if (token !== undefined) query.set("continuation-token", token);
        const response = await ask(`?${query}`, { method: "GET" });
        if (!response.ok) throw new HifazatError("store_refused", `${base}: there is no such bucket.`);
        const page = readListing(await response.text(), prefix);
        objects.push(...page.objects);
        if (page.next === undefined) return objects;
        token = page.next;
      }
    },
    async remove(key) {
      await (await ask(pathOf(key), { method: "DELETE" })).body?.cancel();
    },
  };
}

function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return inner instanceof Error ? inner.message || inner.name : String(inner);
}
