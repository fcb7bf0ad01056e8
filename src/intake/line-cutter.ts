import { HifazatError } from "../core/errors.ts";
import { KEPT_OF_TOO_LONG, type Line, MAX_LINE_BYTES } from "./formats/line.ts";
import { isPageStart } from "./sniff.ts";

const LF = 10;
const CR = 13;

/**
 * Cuts bytes into lines at LF, CR LF and lone CR, whatever the blocks they come in. Bytes are cut before they are decoded
 * (in every charset but UTF-16, which is transcoded first, line ends are single bytes), so that an error has its line.
 * Holds at most one unfinished line of `MAX_LINE_BYTES`.
 */
export class LineCutter {
  readonly #decoder: TextDecoder;
  #number = 0;
  #rest: Uint8Array = new Uint8Array(0);
  /** The beginning of a line that grew too long before it ended; the rest of it is not kept. */
  #tooLong: string | undefined;

  /** `label` is the encoding standard's name of a charset other than UTF-16. */
  constructor(label: string) {
    this.#decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
  }

  /** How many lines there were so far. */
  get count(): number {
    return this.#number;
  }

  /** The lines that end in this block. Throws `file_bad_charset`, `file_bad_format` or `file_is_html`, naming the line. */
  push(block: Uint8Array): Line[] {
    let bytes = this.#rest.length === 0 ? block : Buffer.concat([this.#rest, block]);
    const lines: Line[] = [];
    if (this.#tooLong !== undefined) {
      const end = firstLineEnd(bytes);
      if (end === undefined) {
        this.#rest = bytes.at(-1) === CR ? bytes.slice(-1) : new Uint8Array(0);
        return lines;
      }
      lines.push(this.#endTooLong(this.#tooLong, true));
      bytes = bytes.subarray(end);
    }
    const lastLf = bytes.lastIndexOf(LF) + 1;
    // A CR at the very end may be half of a CR LF.
    const end = lastLf + bytes.subarray(lastLf, -1).lastIndexOf(CR) + 1;
    this.#cut(bytes.subarray(0, end), lines);
    this.#keep(bytes.subarray(end));
    return lines;
  }

  /** The last line, when there is one that no line end closed (a lone CR at the very end is one). */
  end(): Line[] {
    const lines: Line[] = [];
    const closed = this.#rest.at(-1) === CR;
    if (this.#tooLong !== undefined) lines.push(this.#endTooLong(this.#tooLong, closed));
    else if (closed) this.#cut(this.#rest, lines);
    else if (this.#rest.length > 0) lines.push(this.#line(this.#decode(this.#rest), false));
    return lines;
  }

  #cut(bytes: Uint8Array, lines: Line[]): void {
    if (bytes.length === 0) return;
    const text = this.#decode(bytes);
    const texts = (text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text).split("\n");
    // Nothing stands after the last line end.
    texts.pop();
    for (const line of texts) lines.push(this.#line(line, true));
  }

  #keep(rest: Uint8Array): void {
    const length = rest.at(-1) === CR ? rest.length - 1 : rest.length;
    if (length <= MAX_LINE_BYTES) {
      this.#rest = rest.slice();
      return;
    }
    // The cut may go through a character, which is no error of the file.
    const lenient = new TextDecoder(this.#decoder.encoding);
    this.#tooLong = lenient.decode(rest.subarray(0, KEPT_OF_TOO_LONG * 4)).slice(0, KEPT_OF_TOO_LONG);
    this.#rest = rest.slice(length);
  }

  #line(text: string, terminated: boolean): Line {
    this.#number += 1;
    if (isPageStart(text)) {
      throw new HifazatError("file_is_html", `a page begins at line ${this.#number}, in the middle of the list`);
    }
    if (!this.#isTooLong(text)) return { number: this.#number, text, terminated, tooLong: false };
    return { number: this.#number, text: text.slice(0, KEPT_OF_TOO_LONG), terminated, tooLong: true };
  }

  #endTooLong(text: string, terminated: boolean): Line {
    this.#number += 1;
    this.#tooLong = undefined;
    return { number: this.#number, text, terminated, tooLong: true };
  }

  /** By bytes, so that the answer does not depend on where a block ended. */
  #isTooLong(text: string): boolean {
    if (text.length * 3 <= MAX_LINE_BYTES) return false;
    return (this.#decoder.encoding === "utf-8" ? Buffer.byteLength(text) : text.length) > MAX_LINE_BYTES;
  }

  #decode(bytes: Uint8Array): string {
    const nul = bytes.indexOf(0);
    if (nul >= 0) {
      const line = this.#number + linesIn(bytes.subarray(0, nul)).length;
      throw new HifazatError("file_bad_format", `line ${line} has a NUL byte: the file is no text`, {
        details: { line },
      });
    }
    try {
      return this.#decoder.decode(bytes);
    } catch {
      throw this.#badCharset(bytes);
    }
  }

  #badCharset(bytes: Uint8Array): HifazatError {
    const bad = linesIn(bytes).findIndex((line) => {
      try {
        this.#decoder.decode(line);
        return false;
      } catch {
        return true;
      }
    });
    const line = this.#number + bad + 1;
    const message = `line ${line} is not in ${this.#decoder.encoding}; declare the charset of the source`;
    return new HifazatError("file_bad_charset", message, { details: { line } });
  }
}

/** Where the line after the first line end begins; undefined when no line ends here for certain. */
function firstLineEnd(bytes: Uint8Array): number | undefined {
  const at = bytes.findIndex((byte) => byte === LF || byte === CR);
  if (at < 0 || (bytes[at] === CR && at === bytes.length - 1)) return undefined;
  return bytes[at] === CR && bytes[at + 1] === LF ? at + 2 : at + 1;
}

/** The lines in a run of bytes, the last one included although nothing ends it. Slow: for naming the place of an error. */
function linesIn(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== LF && !(bytes[at] === CR && bytes[at + 1] !== LF)) continue;
    lines.push(bytes.subarray(start, at));
    start = at + 1;
  }
  return [...lines, bytes.subarray(start)];
}
