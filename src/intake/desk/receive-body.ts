import { randomUUID } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { HifazatError } from "../../core/errors.ts";

/** In bytes, as read-file.ts has it: 5 million entries with their URLs stay below it. */
export const MAX_UPLOAD_BYTES = 512 * 1024 * 1024;

/**
 * Writes what is uploaded into a file of its own, with memory for one piece at a time. Throws `too_large`; whatever goes
 * wrong, nothing is left behind. Only its owner may read it: it can hold what a sealed order names.
 */
export async function receiveBody(
  folder: string,
  body: AsyncIterable<Uint8Array>,
  maxBytes = MAX_UPLOAD_BYTES,
): Promise<{ readonly path: string; readonly bytes: number }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, randomUUID());
  const file = await open(path, "wx", 0o600);
  let bytes = 0;
  try {
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new HifazatError("too_large", `An upload has at most ${maxBytes} bytes.`);
      await file.write(chunk);
    }
    await file.close();
    return { path, bytes };
  } catch (error) {
    await file.close().catch(() => {});
    await rm(path, { force: true });
    throw error;
  }
}
