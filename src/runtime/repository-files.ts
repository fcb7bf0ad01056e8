import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { HifazatError } from "../core/errors.ts";

/** Bytes read and hashed in one go: about 0.15 ms of this thread, between which answers go out. */
const CHUNK_BYTES = 65_536;

/**
 * Reads files under `root` for the release loader, hashing as it reads, so that a 60 MB index stalls nobody. Undefined
 * when there is no such file; `tuf_endless_data` when it is longer than `limit` bytes. `shared`: the index goes into
 * memory that threads can share.
 */
export function readRepository(root: string, { shared }: { readonly shared: boolean } = { shared: false }) {
  return async (path: string, limit: number) => {
    const handle = await open(join(root, path)).catch(absent);
    if (handle === undefined) return undefined;
    try {
      const { size } = await handle.stat();
      if (size > limit) throw new HifazatError("tuf_endless_data", `${path} has ${size} bytes, more than ${limit}`);
      // Only what is used where it lies is worth sharing; everything else is read once and gone.
      const buffer = shared && path.endsWith(".index.bin") ? new SharedArrayBuffer(size) : new ArrayBuffer(size);
      return await readHashed(handle, buffer, path);
    } finally {
      await handle.close();
    }
  };
}

async function readHashed(handle: FileHandle, buffer: ArrayBuffer | SharedArrayBuffer, path: string) {
  const size = buffer.byteLength;
  const bytes = new Uint8Array(buffer);
  const hash = createHash("sha256");
  for (let at = 0; at < size; ) {
    const { bytesRead } = await handle.read(bytes, at, Math.min(CHUNK_BYTES, size - at), at);
    if (bytesRead === 0) throw new HifazatError("tuf_truncated", `${path} became shorter while it was read`);
    hash.update(bytes.subarray(at, at + bytesRead));
    at += bytesRead;
  }
  return { buffer, sha256: hash.digest("hex") };
}

/** The same files for `/tuf/…`. */
export function serveRepository(root: string) {
  return {
    whole: (path: string) => readFile(join(root, path)).catch(absent),
    async size(path: string) {
      const found = await stat(join(root, path)).catch(absent);
      return found?.isFile() ? found.size : undefined;
    },
    stream: (path: string, start: number, end: number) =>
      Readable.toWeb(createReadStream(join(root, path), { start, end })) as ReadableStream<Uint8Array>,
  };
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT" || error.code === "ENOTDIR" || error.code === "EISDIR") return undefined;
  throw error;
}
