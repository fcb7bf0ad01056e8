import { HifazatError } from "../core/errors.ts";
import type { ReadFile } from "../lookup/loader.ts";
import type { ReadRange } from "../lookup/paged/paged-file.ts";

/** What of an R2 bucket is used here; an S3 bucket behind the same line would do. Every call is one that is paid for. */
export type Bucket = {
  readonly get: (
    key: string,
    options?: { readonly range: { readonly offset: number; readonly length: number } },
  ) => Promise<BucketBody | null>;
};
export type BucketBody = {
  readonly size: number;
  readonly body: ReadableStream<Uint8Array>;
  readonly arrayBuffer: () => Promise<ArrayBuffer>;
};

/** The same bucket, and who counts what is asked of it. */
export function countedBucket(bucket: Bucket, count: () => void): Bucket {
  return {
    get(key, options) {
      count();
      return bucket.get(key, options);
    },
  };
}

/**
 * Reads for the release loader. What is in the bucket is not trusted: the loader checks every byte from the root down.
 * `seen` is told of each file with its bytes.
 */
export function readBucket(bucket: Bucket, seen: (path: string, body: Uint8Array<ArrayBuffer>) => void): ReadFile {
  return async (path, limit) => {
    const found = await bucket.get(path);
    if (found === null) return undefined;
    if (found.size > limit) {
      await found.body.cancel();
      throw new HifazatError("tuf_endless_data", `${path} has ${found.size} bytes, more than ${limit}`);
    }
    const buffer = await found.arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", buffer));
    seen(path, new Uint8Array(buffer));
    return { buffer, sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") };
  };
}

/** Reads parts of files, for indexes that are not read whole. The reader checks them. */
export function readBucketRange(bucket: Bucket): ReadRange {
  return async (path, offset, length, into) => {
    const found = await bucket.get(path, { range: { offset, length } });
    if (found === null) return undefined;
    const reader = found.body.getReader({ mode: "byob" });
    let [buffer, read] = [into, 0];
    while (read < length) {
      const { done, value } = await reader.read(new Uint8Array(buffer, read, length - read));
      if (value !== undefined) {
        buffer = value.buffer;
        read += value.length;
      }
      if (done) break;
    }
    await reader.cancel();
    return { buffer, length: read };
  };
}
