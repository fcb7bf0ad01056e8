import { createHash } from "node:crypto";
import { HifazatError } from "../core/errors.ts";
import { blocks, type FileSource } from "./blocks.ts";
import { byteOrderMark, charsetLabel, isUtf16, utf16AsUtf8 } from "./charset.ts";
import type { Line } from "./formats/line.ts";
import { LineCutter } from "./line-cutter.ts";
import { refuseBinary, refuseJsonError, refuseMarkup } from "./sniff.ts";

/** In bytes. 5 million entries with their URLs stay below it. */
const MAX_FILE_BYTES = 512 * 1024 * 1024;
/** How much of the beginning shows what a file is, in bytes. */
const SNIFFED = 4_096;

export type ReadOptions = {
  /** As the source declares it; UTF-8 when it declares none. */
  readonly charset?: string | undefined;
  /** `required`: the source declares that every line ends with a newline, so a file whose last one does not was cut off. */
  readonly finalNewline?: "required" | "any" | undefined;
  readonly maxBytes?: number | undefined;
};

/** What a file was as a whole. `sha256` is in hex, of the bytes as they came. */
export type FileFacts = { readonly sha256: string; readonly bytes: number; readonly lines: number };

/**
 * Reads a received file in batches of lines, with memory for one block of 256 KiB, and tells its facts at the end.
 * Throws a `file_…` code or `too_large` for a file that must be refused whole, possibly after batches were given out:
 * whoever reads must be able to throw away all of it.
 */
export async function* readFile(
  source: FileSource,
  options: ReadOptions = {},
  atEnd?: (facts: FileFacts) => void,
): AsyncGenerator<Line[], void> {
  const declared = charsetLabel(options.charset);
  const hash = createHash("sha256");
  let bytes = 0;
  let text: Opened | undefined;
  let blank = true;
  let last: Line | undefined;

  for await (const block of blocks(source, options.maxBytes ?? MAX_FILE_BYTES)) {
    hash.update(block);
    bytes += block.length;
    const mark = text === undefined ? byteOrderMark(block, declared) : undefined;
    text ??= open(block, mark ?? { label: declared, length: 0 });
    const lines = text.cutter.push(text.asBytes(block.subarray(mark?.length ?? 0)));
    blank &&= lines.every(isBlank);
    if (lines.length > 0) yield lines;
  }
  if (text !== undefined) {
    const lines = [...text.cutter.push(text.asBytes()), ...text.cutter.end()];
    last = lines.at(-1);
    blank &&= lines.every(isBlank);
    if (last?.terminated === false && options.finalNewline === "required") {
      throw new HifazatError("file_unterminated", "the last line has no newline, although its source ends every line");
    }
    if (lines.length > 0) yield lines;
  }
  if (blank) throw new HifazatError("file_empty", "the file is empty");
  atEnd?.({ sha256: hash.digest("hex"), bytes, lines: text?.cutter.count ?? 0 });
}

type Opened = {
  readonly cutter: LineCutter;
  /** The next block in the charset of the cutter; without a block, what was left over. */
  readonly asBytes: (block?: Uint8Array) => Uint8Array;
};

/** Looks at the first block: throws for what is no list in the declared charset. */
function open(first: Uint8Array, mark: { label: string; length: number }): Opened {
  refuseBinary(first);
  const start = first.subarray(mark.length, mark.length + SNIFFED);
  const sample = new TextDecoder(mark.label).decode(start);
  refuseMarkup(sample);
  // A first block this short is the whole file.
  if (first.length < SNIFFED) refuseJsonError(sample);
  if (isUtf16(mark.label)) return { cutter: new LineCutter("utf-8"), asBytes: utf16AsUtf8(mark.label) };
  return { cutter: new LineCutter(mark.label), asBytes: (block = new Uint8Array(0)) => block };
}

function isBlank(line: Line): boolean {
  return line.text.trim() === "";
}
