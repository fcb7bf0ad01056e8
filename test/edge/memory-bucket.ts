import type { Bucket } from "../../src/edge/bucket.ts";
import type { Files } from "../fixtures/repository.ts";

/** A bucket in memory that counts what it is asked for, and can be away. */
export function memoryBucket(files: Files) {
  const state = { files, away: false, reads: [] as string[] };
  const bucket: Bucket = {
    async get(key, options) {
      state.reads.push(key);
      if (state.away) throw new Error("the bucket is away");
      const body = state.files[key];
      if (body === undefined) return null;
      const { offset = 0, length = body.length } = options?.range ?? {};
      const part = body.slice(offset, offset + length);
      return {
        size: body.length,
        body: new Response(part).body as ReadableStream,
        arrayBuffer: async () => part.buffer,
      };
    },
  };
  return { bucket, state };
}
