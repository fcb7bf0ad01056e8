import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { HifazatError } from "../../core/errors.ts";
import type { Rendering } from "../render/rendering.ts";
import type { FilePatch } from "./file-patch.ts";

const READ_BYTES = 4 * 1_048_576;
const LF = 0x0a;

/**
 * The file with the patch applied, as a rendering: read once, in bounded memory. Throws `output_failed` when it is not
 * the file the patch is for, which may show only at its end: what was written by then is to be thrown away.
 */
export function* patched(
  file: string,
  sha256: string,
  { steps, tally, tail }: FilePatch,
  readBytes: number = READ_BYTES,
): Rendering {
  const hash = createHash("sha256");
  const handle = openSync(file, "r");
  let window = Buffer.alloc(0);
  /** What of the window has been dealt with; it is the start of a line until `inLine`. */
  let at = 0;
  let inLine = false;
  const refill = (): boolean => {
    const more = Buffer.allocUnsafe(readBytes);
    const read = readSync(handle, more);
    hash.update(more.subarray(0, read));
    window = Buffer.concat([window.subarray(at), more.subarray(0, read)]);
    at = 0;
    return read > 0;
  };
  try {
    for (const { kind, line } of steps) {
      const text = Buffer.from(`${line}\n`);
      if (kind === "add") {
        yield text;
        continue;
      }
      let found = find(window, at, inLine, text);
      while (found === -1) {
        // The line may begin in what is there and end in what is not.
        const certain = Math.max(at, window.length - text.length);
        if (certain > at) {
          yield window.subarray(at, certain);
          inLine = window[certain - 1] !== LF;
          at = certain;
        }
        if (!refill()) throw notIt(file);
        found = find(window, at, inLine, text);
      }
      const end = found + text.length;
      if (kind === "keep") yield window.subarray(at, end);
      else if (found > at) yield window.subarray(at, found);
      at = end;
      inLine = false;
    }
    do {
      if (at < window.length) yield window.subarray(at);
      at = window.length;
    } while (refill());
  } finally {
    closeSync(handle);
  }
  if (hash.digest("hex") !== sha256) throw notIt(file);
  return { tally, lines: undefined, tail };
}

/** Where the line begins, at or after `at`; -1 when it is not whole in the window. */
function find(window: Buffer, at: number, inLine: boolean, text: Buffer): number {
  if (!inLine && window.compare(text, 0, text.length, at, Math.min(window.length, at + text.length)) === 0) return at;
  const before = window.indexOf(Buffer.concat([Buffer.of(LF), text]), at);
  return before === -1 ? -1 : before + 1;
}

function notIt(file: string): HifazatError {
  return new HifazatError("output_failed", `${file} is not what was rendered into it.`);
}
