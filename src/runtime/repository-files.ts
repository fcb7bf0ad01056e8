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

/** Bodies kept for `whole`, and the largest that is. */
const MAX_KEPT = 64;
const MAX_KEPT_BYTES = 262_144;

/**
 * The same files for `/tuf/…`. Small ones stay in memory while the file is the one that was read: when thousands come for a
 * release at once, opening, reading and closing the same six files was most of what the server did.
 */
export function serveRepository(root: string) {
  const kept = new Map<string, { readonly mark: string; readonly bytes: Buffer<ArrayBuffer> }>();
  return {
    async whole(path: string) {
      const file = join(root, path);
      const found = await stat(file, { bigint: true }).catch(absent);
      if (found === undefined || !found.isFile()) return undefined;
      const mark = `${found.ino} ${found.mtimeNs} ${found.size}`;
      const known = kept.get(path);
      if (known?.mark === mark) return known.bytes;
      const bytes = await readFile(file).catch(absent);
      if (bytes === undefined || bytes.length > MAX_KEPT_BYTES) return bytes;
      // Replaced while it was read: the next one to ask finds another mark and reads again.
      kept.delete(path);
      kept.set(path, { mark, bytes });
      const [oldest] = kept.keys();
      if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
      return bytes;
    },
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
