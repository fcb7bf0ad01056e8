import type { RepositoryFiles } from "../api/deps.ts";
import { HifazatError } from "../core/errors.ts";
import type { ReadFile } from "../lookup/loader.ts";
import type { ReadRange } from "../lookup/paged/paged-file.ts";

/** What of an R2 bucket is used here; an S3 bucket behind the same three lines would do. */
export type Bucket = {
  readonly head: (key: string) => Promise<{ readonly size: number } | null>;
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

/** Reads for the release loader. What is in the bucket is not trusted: the loader checks every byte from the root down. */
export function readBucket(bucket: Bucket): ReadFile {
  return async (path, limit) => {
    const found = await bucket.get(path);
    if (found === null) return undefined;
    if (found.size > limit) {
      await found.body.cancel();
      throw new HifazatError("tuf_endless_data", `${path} has ${found.size} bytes, more than ${limit}`);
    }
    const buffer = await found.arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", buffer));
    return { buffer, sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") };
  };
}

/** Reads parts of files, for indexes that are not read whole. The reader checks them. */
export function readBucketRange(bucket: Bucket): ReadRange {
  return async (path, offset, length) => (await bucket.get(path, { range: { offset, length } }))?.arrayBuffer();
}

/** The same files for `/tuf/…`, as a mirror passes them on: clients verify them. */
export function serveBucket(bucket: Bucket): RepositoryFiles {
  return {
    async whole(path) {
      const found = await bucket.get(path);
      return found === null ? undefined : new Uint8Array(await found.arrayBuffer());
    },
    async size(path) {
      return (await bucket.head(path))?.size;
    },
    stream(path, start, end) {
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      const range = { offset: start, length: end - start + 1 };
      const pass = async (): Promise<void> => {
        const found = await bucket.get(path, { range });
        if (found === null) throw new HifazatError("not_found", `${path} is gone`);
        await found.body.pipeTo(writable);
      };
      pass().catch((error) => writable.abort(error).catch(() => {}));
      return readable;
    },
  };
}
