import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  readSync,
  statSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { HifazatError } from "../../core/errors.ts";
import type { Rendered, Rendering, Tally } from "../render/rendering.ts";
import { ifPresent } from "../state/durable.ts";

const READ_BYTES = 1_048_576;
const LF = 0x0a;

export type RenderedFile = { readonly sha256: string; readonly bytes: number; readonly tally: Tally };

/**
 * Writes a rendering to `partial`, on the disk, and reads it back against what the renderer meant: size, number of lines,
 * last record, hash. `model` is the file it will replace, whose owner it gets and whose time it passes. Throws output_failed.
 */
export function renderFile(rendering: Rendering, partial: string, mode: number, model: string): RenderedFile {
  const hash = createHash("sha256");
  let bytes = 0;
  let rendered: Rendered | undefined;
  const handle = openSync(partial, "w", mode);
  try {
    // A umask may have taken bits off, and a partial file left over keeps its own.
    chmodSync(partial, mode);
    keepOwner(partial, model);
    while (rendered === undefined) {
      const next = rendering.next();
      if (next.done) rendered = next.value;
      else {
        const chunk = typeof next.value === "string" ? Buffer.from(next.value, "utf8") : next.value;
        hash.update(chunk);
        for (let written = 0; written < chunk.length; ) written += writeSync(handle, chunk, written);
        bytes += chunk.length;
      }
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  const sha256 = hash.digest("hex");
  checkFile(partial, { sha256, bytes }, rendered);
  stampLater(partial, model);
  return { sha256, bytes, tally: rendered.tally };
}

function checkFile(file: string, meant: { sha256: string; bytes: number }, { lines, tail }: Rendered): void {
  const found = readBack(file, tail.length, lines !== undefined);
  const fault =
    found.bytes !== meant.bytes || found.sha256 !== meant.sha256
      ? "it is not what was written"
      : lines !== undefined && found.lines !== lines
        ? `it has ${found.lines} lines instead of ${lines}`
        : !found.tail.equals(tail)
          ? "its last record is not the sentinel"
          : undefined;
  if (fault !== undefined) throw new HifazatError("output_failed", `${file}: ${fault}; it was not put into place.`);
}

/** One pass over the file in bounded memory. */
function readBack(
  file: string,
  tailLength: number,
  countLines: boolean,
): { sha256: string; bytes: number; lines: number; tail: Buffer } {
  const hash = createHash("sha256");
  const buffer = Buffer.alloc(READ_BYTES);
  let bytes = 0;
  let lines = 0;
  let tail = Buffer.alloc(0);
  const handle = openSync(file, "r");
  try {
    for (let read = readSync(handle, buffer); read > 0; read = readSync(handle, buffer)) {
      const chunk = buffer.subarray(0, read);
      hash.update(chunk);
      for (let at = countLines ? chunk.indexOf(LF) : -1; at !== -1; at = chunk.indexOf(LF, at + 1)) lines++;
      tail = Buffer.concat([tail, chunk.subarray(Math.max(0, read - tailLength))]);
      tail = tail.subarray(Math.max(0, tail.length - tailLength));
      bytes += read;
    }
  } finally {
    closeSync(handle);
  }
  return { sha256: hash.digest("hex"), bytes, lines, tail };
}

/** A resolver's own user often owns the file; an agent that runs as root must not take it away. */
function keepOwner(partial: string, model: string): void {
  if (process.getuid?.() !== 0) return;
  const owner = ifPresent(() => statSync(model));
  if (owner !== undefined) chownSync(partial, owner.uid, owner.gid);
}

/**
 * Makes `file` later than `model` by a whole second at least. dnsdist looks at whole seconds and BIND takes no file older
 * than its last load: the second of two quick releases, or a previous file that comes back, would not be read.
 */
export function stampLater(file: string, model: string): void {
  const before = ifPresent(() => statSync(model).mtimeMs);
  if (before === undefined) return;
  const seconds = Math.max(Date.now() / 1_000, Math.floor(before / 1_000) + 1);
  utimesSync(file, seconds, seconds);
}
