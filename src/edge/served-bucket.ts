import type { RepositoryFiles } from "../api/deps.ts";
import { HifazatError } from "../core/errors.ts";
import type { Bucket } from "./bucket.ts";

/** How long the pointer, and that a file is not there, is believed without asking the bucket, milliseconds. */
export const POINTER_MS = 2_000;
/** While somebody asks anew, others are given what there is for so much longer; also how long that somebody may take. */
const RENEWING_MS = 1_000;
/** Most bytes of a file that is kept, of all of them, and how many files. */
const FILE_BYTES = 262_144;
const KEPT_BYTES = 4 * 2 ** 20;
const KEPT_FILES = 256;

const POINTER = "metadata/timestamp.json";

type Kept = {
  /** Bytes of the file; undefined when there is none. */
  readonly size: number | undefined;
  /** Undefined when there is none, or it is too large to keep. */
  readonly body: Uint8Array<ArrayBuffer> | undefined;
  /** When the bucket was asked, milliseconds since 1970. */
  readonly at: number;
  renewing: number;
};

export type ServedBucket = RepositoryFiles & {
  /** What was read of the bucket otherwise is newer than what is kept of it. */
  readonly seen: (path: string, body: Uint8Array<ArrayBuffer>) => void;
};

/**
 * The bucket's files for `/tuf/…`, as a mirror passes them on: clients verify them. Thousands of subscribers ask for the
 * same few: the pointer, the next root that is not there, and with each release its metadata and deltas. Every read of the
 * bucket is paid for, so an isolate keeps them: for good those whose name never means another body, the rest for POINTER_MS.
 * A bucket that is away fails when that is over: an old pointer is not passed off as what the bucket says now.
 */
export function servedBucket(bucket: Bucket, now: () => number): ServedBucket {
  const kept = new Map<string, Kept>();
  let bytes = 0;

  function forget(path: string): void {
    bytes -= kept.get(path)?.body?.length ?? 0;
    kept.delete(path);
  }

  function keep(path: string, file: Pick<Kept, "size" | "body" | "at">): void {
    forget(path);
    kept.set(path, { ...file, renewing: 0 });
    bytes += file.body?.length ?? 0;
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT_FILES && bytes <= KEPT_BYTES) return;
      forget(oldest);
    }
  }

  /** What may be answered from without asking. */
  function known(path: string): Kept | undefined {
    const file = kept.get(path);
    if (file === undefined || (path !== POINTER && file.size !== undefined)) return file;
    const age = now() - file.at;
    if (age < POINTER_MS) return file;
    const renewed = now() - file.renewing < RENEWING_MS;
    if (renewed && age < POINTER_MS + RENEWING_MS) return file;
    file.renewing = now();
    return undefined;
  }

  async function read(path: string): Promise<Pick<Kept, "size" | "body">> {
    const at = now();
    const found = await bucket.get(path);
    const small = found !== null && found.size <= FILE_BYTES;
    // Its length is known without its body.
    if (found !== null && !small) await found.body.cancel();
    const body = small ? new Uint8Array(await found.arrayBuffer()) : undefined;
    const file = { size: found?.size, body, at };
    keep(path, file);
    return file;
  }

  return {
    async whole(path) {
      const { size, body } = known(path) ?? (await read(path));
      if (body !== undefined || size === undefined) return body;
      const found = await bucket.get(path);
      return found === null ? undefined : new Uint8Array(await found.arrayBuffer());
    },
    size: async (path) => (known(path) ?? (await read(path))).size,
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
    seen(path, body) {
      if (path === POINTER) keep(path, { size: body.length, body, at: now() });
    },
  };
}
